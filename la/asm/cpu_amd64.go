//go:build !purego

package asm

import "golang.org/x/sys/cpu"

// archRecords returns the assembly records this processor can run, slowest
// first. x/sys/cpu sets HasAVX2 only if the system saves the vector registers;
// HasFMA alone does not say so, hence both.
func archRecords() []*records {
	var rs []*records
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		rs = append(rs, &avx2Records)
	}
	return rs
}
