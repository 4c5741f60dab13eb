// Package la is dense linear algebra over float32 and float64 in pure Go: matrices, BLAS operations of levels 1 to 3, the
// LU, Cholesky and QR factorizations, LU and products of batches, and elementwise functions.
//
// # Matrices
//
// A [Matrix] is row-major with a stride: element (i, j) is Data[i*Stride+j]. [Matrix.View] cuts out a block without
// copying. Elements between the columns and the stride are padding, which nothing reads or writes. A [Batch] is many
// matrices of one shape, one after the other, a [CSR] a sparse matrix. Sizes of zero are allowed everywhere.
//
// # Workers
//
// Functions that can use several cores take a [sched.Pool]; nil means the calling goroutine. Nothing else starts a
// goroutine. Work is split over elements of the result, never over a sum, so on one instruction set the same input gives
// the same bits for every number of workers. Everything is safe for concurrent use on distinct results.
//
// # Errors
//
// Misuse (a shape, stride, length or flag that does not fit, a partial overlap) panics with a constant string that
// begins with "la:". What depends on the data is an error value, and results stay defined: a [SingularError] or
// [BatchError] comes with complete factors, a [NotPositiveDefiniteError] with those of a leading block, and a solution
// that does not exist is filled with NaN.
//
// NaN and Inf propagate as in IEEE arithmetic: no operand is tested for zero. A beta of zero overwrites the result
// without reading it.
//
// # Memory
//
// After the first call with given sizes nothing is allocated, but for error values: scratch memory comes from free lists,
// which the garbage collector may empty, and [LU], [MixedLU], [BatchLU], [Cholesky], [QR], [PackedMatrix],
// [QuantizedRows] and [QuantizedMatrix] keep their storage.
//
// # Kernels
//
// The innermost loops are in package la/asm, in assembly where there is some for the processor. The environment
// variable NMCORE_ISA forces one set of kernels ("generic", "avx2", "avx512"); [CheckISA] tells whether that is possible and
// [Info] what runs. The build tag purego leaves out all assembly.
package la
