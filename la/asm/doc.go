// Package asm holds the compute kernels under package la: one record of
// functions per instruction set and element type.
//
// It is not an API. Programs use package la; the kernels trust their arguments
// and a wrong one reads or writes memory that is not theirs.
//
// # Choosing a record
//
// [All] lists what this machine can run, portable record first. [Active] is the
// one in use: the last of All, unless the environment variable NMCORE_ISA named
// another ("generic", "avx2", "avx512") when the program started, or [Set] was called.
// [Check] says whether the variable can be honoured; an unknown or unsupported name is never replaced by
// something else. The build tag purego leaves only the portable record.
//
// # Gemm
//
// Kernels.Gemm updates one m x n tile of a row-major C, 1 <= m <= MR,
// 1 <= n <= NR:
//
//	C[i][j] = alpha * sum_p A[i][p]*B[p][j]              (load false)
//	C[i][j] = alpha * sum_p A[i][p]*B[p][j] + C[i][j]    (load true)
//
// with A[i][p] at a[i*rsa + p*csa], B[p][j] at b[p*rsb + j] and C[i][j] at
// c[i*ldc + j]; strides count elements. So one kernel serves packed panels and
// the operands in place:
//
//	packed panel of A: rsa = 1, csa = MR     a: | A[0][0] .. A[MR-1][0] | A[0][1] .. | ..
//	packed panel of B: rsb = NR              b: | B[0][0] .. B[0][NR-1] | B[1][0] .. | ..
//	A in place: rsa = lda, csa = 1;  A transposed in place: rsa = 1, csa = lda
//	B in place: rsb = ldb
//
// Reads: for every p < kc the kernel may read all MR rows of A and all NR columns
// of B, whatever m and n are, and nothing else. A panel at the edge of a matrix
// is therefore packed, its missing rows or columns filled with zeros. Of C it
// reads and writes the m x n elements only; with load false it does not read C,
// which may hold NaN.
//
// Arithmetic: element (i, j) is one chain over p = 0, 1, .. kc-1, started at
// zero, and then one update with alpha. It does not depend on m, n, the other
// elements, the strides or the alignment: an edge tile has the bits of a full
// one, and packing never changes a result. No operand is tested for zero, so NaN
// and Inf propagate from every product. On AVX2 each link of the chain is a
// fused multiply-add; the portable kernel leaves fusing to the compiler.
//
// kc = 0 is allowed: C = 0*alpha (+ C). C must not overlap A or B. No alignment
// is needed anywhere. The kernel prefetches C rows, which never faults.
//
// # Vector kernels
//
// Dot, DotWide, Axpy, Scal, Asum and Iamax run over len(x) elements and take slices without a stride;
// len(y) >= len(x). Axpy allows y and x to be the same slice, not a shifted
// overlap. Sums are taken in a fixed tree that depends on len(x) alone. Exp, Tanh,
// Sigmoid and Log1pExp run over len(src) elements and allow dst and src to be the same slice.
//
// # Kernels of a matrix and a vector
//
// Gemv, GemvT and Ger take an m x n matrix with m, n > 0, the four Trsv an n x n one with n > 0, element (i, j) at
// a[i*lda + j]; lda counts elements and is at least n. Vectors have no stride and do not overlap the matrix or each other.
// Nothing but the elements named is written or used: neither the padding nor, in Trsv, the other triangle and a diagonal
// of ones. Nothing is read before the first or after the last of them. With load false, Gemv and GemvT take nothing from y, which may hold NaN.
//
// Element i of Gemv is a sum in a fixed tree that depends on n alone, element j of GemvT one chain over the rows in
// their order: neither depends on the elements computed beside it, so cutting y never changes a result. Trsv may
// multiply by the reciprocal of a diagonal element where both are normal numbers.
//
// # Limits
//
// Assembly cannot be preempted: one call does at most about 50 microseconds of
// work. Callers keep kc <= 1024 in Gemm, at most 16 Ki elements in vector
// kernels and at most 32 Ki elements of the matrix in those of a matrix and a vector.
//
// # Rules for assembly
//
// Frameless NOSPLIT leaves in ABI0; SP, BP, R14 and R15 are never written; only
// VEX and, in avx512 files, EVEX forms, and VZEROUPPER before every RET; the file name says the
// highest instruction set its instructions may come from. isa_test.go reads the
// files and checks this. The race detector does not see assembly: a race build
// that wants kernels checked is made with -tags purego.
package asm
