//go:build !purego

package asm

import "golang.org/x/sys/cpu"

var dquantAVX512 = QuantKernels[float64]{
	Pays: true, NR: 48, Vec: 16,
	Gemm: either(cpu.X86.HasAVX512VNNI, dquantgemmVNNI, dquantgemmAVX512), Largest: dquantlargestAVX512, Change: dquantchangeAVX512,
	MaxAbs: dquantmaxabsAVX512, Columns: dquantcolumnsAVX512,
}

var squantAVX512 = QuantKernels[float32]{
	Pays: true, NR: 48, Vec: 16,
	Gemm: either(cpu.X86.HasAVX512VNNI, squantgemmVNNI, squantgemmAVX512), Largest: squantlargestAVX512, Change: squantchangeAVX512,
	MaxAbs: squantmaxabsAVX512, Columns: squantcolumnsAVX512,
}

// either returns f on processors that can run it, g on others. Both give the same bits.
func either[F any](can bool, f, g F) F {
	if can {
		return f
	}
	return g
}
