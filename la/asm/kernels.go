package asm

// Float is the set of element types every kernel exists for.
type Float interface{ float32 | float64 }

// Kernels is one implementation of every operation an architecture port supplies.
type Kernels[T Float] struct {
	Name   string // "generic", "avx2"
	MR, NR int    // tile of Gemm; panels are packed for exactly this shape
	Unroll int    // Gemm's kc is padded to a multiple of this by the packing (zeros)

	// Gemm computes the m x n tile C = alpha*A*B (+ C if load), m <= MR, n <= NR.
	Gemm func(kc int, ap, bp, c *T, ldc, m, n int, alpha T, load bool)

	Dot  func(x, y []T) T
	Axpy func(alpha T, x, y []T)
	Scal func(alpha T, x []T)

	Exp     func(dst, src []T)
	Tanh    func(dst, src []T)
	Sigmoid func(dst, src []T)
}
