package la

import (
	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// Triangles of at most inverseBase rows are inverted or multiplied directly, larger ones are halved. 24 and 32 are 3 to 10 %
// slower at n = 100 to 500, 64 up to 20 % (BenchmarkInverse, avx512, 2026-11-25, AMD Zen 5, 2 cores of a shared server). A
// variable for the tests.
var inverseBase = 16

// InverseTo writes the inverse of A to dst, n x n, on p's workers (LAPACK xGETRI): A^-1 = U^-1 L^-1 P. To solve a system
// use SolveTo, which costs less and is more accurate. If A is singular it fills dst with NaN and returns the
// *SingularError of Factorize. It panics if the shape is wrong or nothing was factorized.
func (f *LU[T]) InverseTo(p *sched.Pool, dst *Matrix[T]) error {
	err := f.err()
	if !dst.checkInverse(f.N()) {
		return err
	}
	if err != nil {
		fillNaN(*dst)
		return err
	}
	k := asm.Active[T]()
	copyUpper(*dst, f.lu)
	invertUpper(p, k, *dst)
	trsm(p, k, Right, Lower, NoTrans, Unit, f.lu, *dst)
	for i := range dst.Rows {
		row := dst.Row(i)
		for j := len(row) - 1; j >= 0; j-- {
			l := f.piv[j]
			row[j], row[l] = row[l], row[j]
		}
	}
	if f.scaled { // A^-1 = C (R A C)^-1 R
		scaleRows(*dst, f.col)
		for i := range dst.Rows {
			multiply(dst.Row(i), f.row)
		}
	}
	return nil
}

// InverseTo writes the inverse of A, both triangles, to dst, n x n, on p's workers (LAPACK xPOTRI): A^-1 = U^-1 U^-1'. The
// result is symmetric to the last bit. If Factorize failed it fills dst with NaN and returns Factorize's error. It panics
// if the shape is wrong or nothing was factorized.
func (f *Cholesky[T]) InverseTo(p *sched.Pool, dst *Matrix[T]) error {
	err := f.err()
	if !dst.checkInverse(f.N()) {
		return err
	}
	if err != nil {
		fillNaN(*dst)
		return err
	}
	k := asm.Active[T]()
	copyUpper(*dst, f.u)
	invertUpper(p, k, *dst)
	squareUpper(p, k, *dst)
	mirrorUpper(*dst)
	return nil
}

// checkInverse panics unless m is n x n; it reports whether m has elements.
func (m *Matrix[T]) checkInverse(n int) bool {
	m.checkShape()
	if m.Rows != n || m.Cols != n {
		panic(badShape)
	}
	m.checkData()
	return n > 0
}

// copyUpper copies the upper triangle of src to dst and zeros what is below in dst.
func copyUpper[T Float](dst, src Matrix[T]) {
	for i := range src.Rows {
		row := dst.Row(i)
		clear(row[:i])
		copy(row[i:], src.Row(i)[i:])
	}
}

// mirrorUpper overwrites what is below the diagonal with what is above.
func mirrorUpper[T Float](a Matrix[T]) {
	k, n := asm.Active[T](), a.Rows
	const block = 16
	for j := 0; j < n; j += block {
		w := min(block, n-j)
		for l := j; l < j+w; l++ {
			for i := l + 1; i < j+w; i++ {
				a.Data[i*a.Stride+l] = a.Data[l*a.Stride+i]
			}
		}
		for i := j + w; i < n; i += block {
			packRows(k, a.Data[i*a.Stride+j:], a.Stride, a.Data[j*a.Stride+i:], 1, a.Stride, min(block, n-i), w)
		}
	}
}

// invertUpper overwrites the upper triangle of U with U^-1; below the diagonal U is zero (LAPACK xTRTRI):
//
//	[U11 U12]-1   [U11^-1  -U11^-1 U12 U22^-1]
//	[    U22]   = [              U22^-1      ]
func invertUpper[T Float](p *sched.Pool, k *asm.Kernels[T], u Matrix[T]) {
	n := u.Rows
	if n <= inverseBase {
		invertSmall(k, u)
		return
	}
	n1 := split(n, inverseBase)
	u11, u12, u22 := u.View(0, 0, n1, n1), u.View(0, n1, n1, n-n1), u.View(n1, n1, n-n1, n-n1)
	for i := range n1 {
		scal(k, -1, u12.Row(i))
	}
	trsm(p, k, Left, Upper, NoTrans, NonUnit, u11, u12)
	trsm(p, k, Right, Upper, NoTrans, NonUnit, u22, u12)
	invertUpper(p, k, u11)
	invertUpper(p, k, u22)
}

// invertSmall is invertUpper row by row from below: row i of the inverse is (e(i) - sum over l > i of U(i, l) times row l)
// over U(i, i).
func invertSmall[T Float](k *asm.Kernels[T], u Matrix[T]) {
	n := u.Rows
	s := getScratch[T](n)
	for i := n - 1; i >= 0; i-- {
		row := u.Row(i)[i:]
		old := s.data[:len(row)]
		copy(old, row)
		clear(row)
		row[0] = 1
		for l := 1; l < len(row); l++ {
			k.Axpy(-old[l], u.Row(i + l)[i+l:], row[l:])
		}
		divide(k, row, old[0])
	}
	s.put()
}

// squareUpper overwrites the upper triangle of V, an upper triangular matrix, with that of V V' (LAPACK xLAUUM):
//
//	[V11 V12] [V11'     ]   [V11 V11' + V12 V12'  V12 V22']
//	[    V22] [V12' V22']   [                     V22 V22']
func squareUpper[T Float](p *sched.Pool, k *asm.Kernels[T], v Matrix[T]) {
	n := v.Rows
	if n <= inverseBase {
		for i := range n {
			row := v.Row(i)
			for j := i; j < n; j++ {
				row[j] = k.Dot(row[j:], v.Row(j)[j:])
			}
		}
		return
	}
	n1 := split(n, inverseBase)
	v11, v12, v22 := v.View(0, 0, n1, n1), v.View(0, n1, n1, n-n1), v.View(n1, n1, n-n1, n-n1)
	squareUpper(p, k, v11)
	syrk(p, k, Upper, NoTrans, 1, v12, 1, v11)
	timesUpperTransposed(p, k, v12, v22)
	squareUpper(p, k, v22)
}

// timesUpperTransposed computes B = B V' for an upper triangular V with zeros below its diagonal (BLAS xTRMM):
//
//	[B1 B2] [V11'     ]
//	        [V12' V22'] = [B1 V11' + B2 V12'  B2 V22']
func timesUpperTransposed[T Float](p *sched.Pool, k *asm.Kernels[T], b, v Matrix[T]) {
	m, n := b.Rows, b.Cols
	if n <= inverseBase {
		s := getScratch[T](m * n)
		c := Matrix[T]{Rows: m, Cols: n, Stride: n, Data: s.data[:m*n]}
		Copy(&c, &b)
		gemm(p, k, NoTrans, Transpose, 1, &c, &v, 0, &b)
		s.put()
		return
	}
	n1 := split(n, inverseBase)
	b1, b2 := b.View(0, 0, m, n1), b.View(0, n1, m, n-n1)
	v12 := v.View(0, n1, n1, n-n1)
	timesUpperTransposed(p, k, b1, v.View(0, 0, n1, n1))
	gemm(p, k, NoTrans, Transpose, 1, &b2, &v12, 1, &b1)
	timesUpperTransposed(p, k, b2, v.View(n1, n1, n-n1, n-n1))
}
