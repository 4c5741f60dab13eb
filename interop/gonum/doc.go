// Package gonum lets programs written for gonum compute with the kernels of package la. One call at the start of main,
//
//	gonum.Use(sched.New(0))
//
// replaces the real BLAS behind blas64 and blas32 by type [BLAS], and with it everything in gonum that reaches the BLAS
// through those packages: mat's products, solutions and factorizations, all of lapack/gonum. [Matrix] and [General] turn
// a blas64.General into a la.Matrix and back without copying.
//
// # What is replaced
//
// gemm, trsm, trsv, gemv, ger, dot, axpy, scal and nrm2 in both precisions, with unit increments, from the sizes where
// la was measured to be at least as fast; all else, and every call with a bad argument, is gonum's own code. LAPACK is
// not replaced: built on this BLAS, gonum's LU is as fast as la's to within a few per cent, up to order 500.
// Not reachable from outside are package floats and those parts of mat that call gonum's assembly directly.
//
// # What stays and what changes
//
// Argument checks, panics, quick returns, beta = 0, storage that must not be touched, and operands that overlap are as in
// gonum. Results differ in rounding. They do not depend on the number of workers, and a NaN or an infinity
// reaches the result from every product: gonum's gemm and trsm skip zeros in one operand, so there a zero hides a NaN in the
// other.
//
// gonum's gemm starts goroutines of its own, up to GOMAXPROCS; this one uses the workers of the pool it was given. A
// body of a loop on that pool must not wait for another goroutine that calls gonum, as package sched explains; programs
// that do so give Use a pool of its own.
package gonum
