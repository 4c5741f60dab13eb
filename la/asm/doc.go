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
// Kernels.Gemm updates one m x n strip of a row-major C, m >= 1, 1 <= n <= NR:
//
//	C[i][j] = alpha * sum_p A[i][p]*B[p][j]                 (beta = 0)
//	C[i][j] = alpha * sum_p A[i][p]*B[p][j] + beta*C[i][j]  (otherwise)
//
// with A[i][p] at a[i*rsa + p*csa], B[p][j] at b[p*rsb + j] and C[i][j] at
// c[i*ldc + j]; strides count elements. So one kernel serves packed blocks and
// the operands in place:
//
//	packed strip of B: rsb = n               b: | B[0][0] .. B[0][n-1] | B[1][0] .. | ..
//	B in place: rsb = ldb
//	A in place: rsa = lda, csa = 1;  A transposed in place: rsa = 1, csa = lda
//
// Rows are taken in tiles of MR; what MR does not divide is shared by the last
// two tiles, and every height has its own loop, so an edge computes nothing that
// is thrown away. Columns cost as much as the whole vectors of Vec that hold them.
//
// The kernel reads the m x kc and kc x n elements of A and B and the m x n of C,
// nothing else, and writes C only; with beta = 0 it does not read C, which may
// hold NaN. It prefetches C and, into the second-level cache, kc rows of a strip
// at next with B's stride, which never faults: pass b if there is none.
//
// Arithmetic: element (i, j) is one chain over p = 0, 1, .. kc-1, started at
// zero, then beta times C rounded, then one update with alpha. It does not depend
// on m, n, the other elements, the strides or the alignment: packing never
// changes a result. No operand but beta is tested for zero, so NaN and Inf
// propagate from every product. In assembly each link of the chain and the update
// are fused multiply-adds; the portable kernel leaves fusing to the compiler.
//
// kc >= 1. C must not overlap A or B. No alignment is needed anywhere.
//
// # Copy and Transpose
//
// They move m x n elements, m, n >= 1, between blocks with any strides that do not
// overlap, and touch nothing else. Copy prefetches the n columns after src's.
//
// # Chol
//
// Kernels.Chol computes CholRows rows of the upper triangular factor U of A = U'U, below k rows that are done:
//
//	a - k*lda: | U[0][0] .. U[0][7]     U[0][8] ..   |
//	           | ..                                  |
//	a:         | A[k][0] .. A[k][7]     A[k][8] ..   |  becomes U
//	           | ..                                  |
//
// Column 0 is that of the first diagonal element. A call with lo = 0 computes columns 0 to hi-1, eight or more, and leaves
// the reciprocals of the diagonal in work; calls with lo > 0 then solve for columns lo to hi-1 and return 0. lo and hi are
// multiples of CholRows. Bit i of the result is set if pivot i, the square of U's diagonal element, is not positive or
// not finite; the rows before the first such pivot are right. Nothing but columns lo to hi-1 of the eight rows
// is written; what is below the diagonal in columns 0 to 7 is arbitrary before and after. Callers keep
// (k+8)*(hi-lo) <= 128 Ki.
//
// # Reflect
//
// Kernels.Reflect applies a Householder reflection to rows and takes the products that the next one needs, in one pass.
// Row r has m elements at a + r*lda, r = -above .. below; above >= 1, above + below < ReflectRows; m is a multiple of 8:
//
//	row(r) -= coef[r] * row(-1)          r = 0 .. below
//	sums[r] = row(0)' row(r)             r = 0 .. below
//	sums[ReflectRows-r] = row(0)' row(-r)    r = 1 .. above
//
// coef and sums hold ReflectRows elements; the other sums are arbitrary. Callers keep m <= 4096.
//
// # Vector kernels
//
// Dot, DotWide, Axpy, Scal, Asum, Iamax and AddAbs run over len(x) elements and take slices without a stride;
// len(y) >= len(x). Axpy allows y and x to be the same slice, not a shifted overlap; those of AddAbs are disjoint.
// Sums are taken in a fixed tree that depends on len(x) alone. MaxAbsDiff is NaN if a difference is, 0 for no
// elements. MaxColumns takes matrices of m, n >= 1, element (i, j) of x at x[i*ldx+j]; what it finds in a column is NaN if a number is. Mul runs over len(x) elements and allows dst to be x, y or both. Exp, Tanh, Sigmoid, Log1pExp, ReLU, TanhSlope and SigmoidSlope run over len(src) elements and allow dst
// and src to be the same slice.
//
// # Kernels of a training step
//
// Adam and Momentum run over len(g) elements, ProxL1 and ProxL2 over len(w), Above over len(x); the other slices are at least
// as long and all are disjoint. All records give the same bits. A NaN weight stays one. Above writes the (len(x)+63)/64 words
// that hold its bits, those past len(x) zero; a NaN exceeds nothing.
//
// # Kernels of a matrix and a vector
//
// Gemv, GemvT and Ger take an m x n matrix with m, n > 0, the four TrsvXxx an n x n one with n > 0, element (i, j) at
// a[i*lda + j]; lda counts elements and is at least n. Vectors have no stride and do not overlap the matrix or each other.
// Nothing but the elements named is read or written: neither the padding nor, in TrsvXxx, the other triangle and a diagonal
// of ones. With load false, Gemv and GemvT take nothing from y, which may hold NaN.
//
// Element i of Gemv is a sum in a fixed tree that depends on n alone, element j of GemvT one chain over the rows in
// their order: neither depends on the elements computed beside it, so cutting y never changes a result. TrsvXxx
// multiply by reciprocals of the diagonal, which must be normal numbers as the diagonal is.
//
// # Sparse
//
// Kernels.Sparse takes m consecutive rows of a matrix in compressed rows, m >= 1: the entries of row i are start[i] to start[i+1]-1,
// entry e being val[e] in column col[e]. It computes n columns, n >= 1, of
//
//	C[i][j] = alpha * sum_e val[e]*B[col[e]][j] (+ C[i][j])
//
// with B[k][j] at b[k*ldb+j] and C[i][j] at c[i*ldc+j]. Element (i, j) is one chain over the entries of row i in their order, then one
// update with alpha: it does not depend on the rows and columns computed beside it. Of a row without entries C stays as it is, or
// without load becomes zero. Nothing is read but the entries
// of these rows, the n elements of the rows of B they name and, with load, of C. C may lie among the rows of B if
// none of the m rows has an entry that names one of C's.
//
// Kernels.GemvRows is Gemv for rows of A that a list names: element i belongs to row rows[i]; of other rows nothing is read.
// Its bits are those of Gemv, of the row and x alone.
//
// # Batches
//
// [BatchKernels] work on many matrices of one order, one in every lane of the
// vectors; its comment is their contract. Alignment is not needed, but groups
// that start on a cache line are faster.
//
// # Quantized products
//
// [QuantKernels] multiply integers of 8 bits; its comment is their contract.
//
// # LU and triangles
//
// LUPanel overwrites an m x w panel, 1 <= w <= 8, m >= w, element (i, j) at
// a[i*lda + j], with the factors P A = L U: U on and above the diagonal, L without
// its ones below it. Step j exchanged rows j and piv[j] - row >= j of the panel;
// the pivot is the first of the largest elements in absolute value, a NaN counting as larger
// than all numbers. Where a pivot is zero nothing is divided. The result is the
// first column whose pivot is zero or not finite, -1 if there is none, and -2 if
// the panel is as it was and the portable function has to factor it, which is
// what happens to some panels with subnormal pivots, NaN or Inf. work holds 8*ldw
// elements, ldw >= m and a multiple of a cache line, and is the caller's again
// afterwards.
//
// Trsm solves with the k x k lower triangle on top of the m x k matrix L, element
// (i, p) at l[i*rs + p*cs], for n columns of B, row i at b[i*ldb]:
//
//	B[0:k] = L11^-1 B[0:k],  B[k:m] -= L21 B[0:k]
//
// Strides may be negative: an upper triangle is a lower one read from its last row
// and column. dinv is nil for a diagonal of ones, otherwise dinv[p*ds] is the
// reciprocal of diagonal element p. Neither the diagonal nor what is above it is
// read. The bits of a column of B do not depend on the other columns.
//
// TrsvLower, TrsvUpper and the transposes overwrite x with the solution for one
// n x n triangle, element (i, j) at a[i*lda + j]: unit lower, or upper with a
// diagonal whose reciprocals are finite and normal. The other triangle, and the
// diagonal of a lower one, are not read.
//
// SwapRows exchanges rows i and piv[i] of n columns for i = lo, lo+step, .. before
// hi; lo is not hi. CopyAbs copies an m x n matrix and adds the absolute values of
// each column to sum.
//
// # Limits
//
// Assembly cannot be preempted: one call does at most about 50 microseconds of
// work. Callers keep m <= 8 Ki in LUPanel, m*k*n <= 512 Ki in Trsm unless n <= 8,
// n <= 256 in Trsv*, m*kc <= 64 Ki in Gemm (at most 6.3 Mflop), n times rows and entries
// <= 128 Ki in Sparse, at most 16 Ki
// elements in vector kernels and at most 32 Ki elements of the matrix in those of
// a matrix and a vector; groups have at most 32 x 32 tiles.
//
// # Rules for assembly
//
// Frameless NOSPLIT leaves in ABI0; SP, BP, R14 and R15 are never written; only
// VEX and, in avx512 files, EVEX forms, and VZEROUPPER before every RET; the file name says the
// highest instruction set its instructions may come from. isa_test.go reads the
// files and checks this. The race detector does not see assembly: a race build
// that wants kernels checked is made with -tags purego.
package asm
