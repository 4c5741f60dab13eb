//go:build !purego

package asm

import "golang.org/x/sys/cpu"

// archRecords returns the assembly records this processor can run, slowest
// first. x/sys/cpu sets HasAVX2 and the HasAVX512 bits only if the system saves
// the vector registers; HasFMA alone does not say so, hence both. GODEBUG's
// cpu.avx512=off clears HasAVX512 only, hence all of them.
func archRecords() []*records {
	var rs []*records
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		rs = append(rs, &avx2Records)
		if cpu.X86.HasAVX512 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512BW {
			rs = append(rs, &avx512Records)
		}
	}
	return rs
}
