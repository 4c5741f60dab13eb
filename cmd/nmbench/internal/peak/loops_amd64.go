//go:build !purego

package peak

import "golang.org/x/sys/cpu"

// arch returns the assembly loops this processor can run, on the conditions la/asm has for its kernels.
func arch() []Loops {
	var all []Loops
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		all = append(all, Loops{
			ISA:   "avx2",
			FMA32: func(turns int) { fma32AVX2(turns, 0.5) }, Turn32: 24 * 2 * 8,
			FMA64: func(turns int) { fma64AVX2(turns, 0.5) }, Turn64: 24 * 2 * 4,
			Read:  readBy(readAVX2),
			Triad: triadBy(triadAVX2),
		})
		if cpu.X86.HasAVX512 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512BW {
			all = append(all, Loops{
				ISA:   "avx512",
				FMA32: func(turns int) { fma32AVX512(turns, 0.5) }, Turn32: 24 * 2 * 16,
				FMA64: func(turns int) { fma64AVX512(turns, 0.5) }, Turn64: 24 * 2 * 8,
				Read:  readBy(readAVX512),
				Triad: triadBy(triadAVX512),
			})
		}
	}
	return all
}

// fma32AVX2 adds x*x to 12 vectors, twice a turn.
//
//go:noescape
func fma32AVX2(turns int, x float32)

// fma64AVX2 adds x*x to 12 vectors, twice a turn.
//
//go:noescape
func fma64AVX2(turns int, x float64)

// fma32AVX512 adds x*x to 12 vectors, twice a turn.
//
//go:noescape
func fma32AVX512(turns int, x float32)

// fma64AVX512 adds x*x to 12 vectors, twice a turn.
//
//go:noescape
func fma64AVX512(turns int, x float64)

// readAVX2 loads x; the length is a multiple of Block.
//
//go:noescape
func readAVX2(x []float64)

// readAVX512 loads x; the length is a multiple of Block.
//
//go:noescape
func readAVX512(x []float64)

// triadAVX2 computes dst = x + k*y; x and y have the length of dst, a multiple of Block.
//
//go:noescape
func triadAVX2(dst, x, y []float64, k float64)

// triadAVX512 computes dst = x + k*y; x and y have the length of dst, a multiple of Block.
//
//go:noescape
func triadAVX512(dst, x, y []float64, k float64)
