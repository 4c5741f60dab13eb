package asm

// QuantTop and QuantTopA are the largest integers of the two factors of a quantized product, QuantZeroA what stands for zero
// in the first one. Sums of two products then fit 16 bits, which processors without VNNI need: 2*127*127 < 2^15.
const (
	QuantTop   = 127
	QuantTopA  = 63
	QuantZeroA = 64
)

// QuantKernels are the operations of a product of quantized matrices. Four values that follow each other along the sum are
// one group, a uint32, the first in its lowest byte:
//
//	A: m x k    q+QuantZeroA, |q| <= QuantTopA; group g of row i at a[i*rsa + g*csa] holds columns 4g .. 4g+3
//	B: k x n    q as an int8, |q| <= QuantTop; group g of column j at b[g*rsb + j] holds rows 4g .. 4g+3
//
// What A has past k is arbitrary, as B is zero there. A scale belongs to every row of A and every column of B. All records
// give the same bits: integers are exact, and every operation of elements rounds on its own, in the order written.
type QuantKernels[T Float] struct {
	Pays bool // whether Gemm is faster than that of the record, one worker, float32
	NR   int  // columns of a strip, at most
	Vec  int  // columns of one vector, a power of two that divides NR

	// Gemm adds the product of kc >= 1 groups to an m x n strip of C, 1 <= n <= NR, element (i, j) at c[i*ldc+j]:
	//
	//	C[i][j] += T(start[j] + sum of products of bytes) * row[i] * col[j]
	//
	// start[j] is -QuantZeroA times the sum of column j of B; start, and only that, has a whole number of vectors of Vec.
	// Sums are int32, whose limits may be exceeded on the way. It fetches kc rows of a strip at next, as Kernels.Gemm does.
	// C does not overlap what is read. m*kc <= 48 Ki.
	Gemm func(kc int, a *uint32, rsa, csa int, b *uint32, rsb int, next *uint32, c *T, ldc, m, n int, start *int32, row, col *T)

	// Largest computes the largest of every row of m x n differences, m, n >= 1: change[i] = max |y - z|, NaN if one is. m*n <= 64 Ki.
	Largest func(m, n int, change, y *T, ldy int, z *T, ldz int)

	// Change quantizes those differences d = y - z into rows of groups at q[i*ldq], and adds what it took to z:
	//
	//	scale[i] = change[i] * (1/63)
	//	q        = d * (63/change[i])   to the nearest integer, to even
	//	z        = z + scale[i]*q
	//
	// If change[i] is below Tiny or not finite, q and scale[i] are zero and z stays. The (n+15)&^15 bytes of a row may be
	// written, those past n with arbitrary values. y and z do not overlap. m*n <= 64 Ki.
	Change func(m, n int, q *uint32, ldq int, scale, change, y *T, ldy int, z *T, ldz int)

	// MaxAbs raises top[j] >= 0 to the largest |b[i*ldb+j]| of m >= 1 rows and n columns, 1 <= n <= NR. A NaN is above all. m*n <= 32 Ki.
	MaxAbs func(m, n int, b *T, ldb int, top *T)

	// Columns quantizes m x n elements of a B, m >= 1, 1 <= n <= NR, element (i, j) at b[i*ldb+j]: q = b*inv[j] to the nearest
	// integer, to even. Group g of column j goes to q[g*n+j], -QuantZeroA times the sum of column j is added to start[j]. The
	// last group is filled with zeros. Where |b*inv[j]| is not below QuantTop+1/2 the integers are arbitrary. m*n <= 32 Ki.
	Columns func(m, n int, b *T, ldb int, inv *T, q *uint32, start *int32)
}
