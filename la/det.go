package la

import "math"

// Det returns A's determinant. It is Inf or 0 where the determinant leaves the range of float64, which for a large matrix is
// the rule: see [LU.LogDet]. It panics if nothing was factorized.
func (f *LU[T]) Det() float64 {
	if !f.done {
		panic(notFactorized)
	}
	det, exp := diagonalProduct(f.lu)
	for i, j := range f.piv {
		if int(j) != i {
			det = -det
		}
		if f.scaled { // by powers of two
			exp -= math.Ilogb(float64(f.row[i])) + math.Ilogb(float64(f.col[i]))
		}
	}
	return math.Ldexp(det, exp)
}

// Det returns A's determinant; NaN if Factorize failed. It is Inf or 0 where the determinant leaves the range of float64,
// which for a large matrix is the rule: see [Cholesky.LogDet]. It panics if nothing was factorized.
func (f *Cholesky[T]) Det() float64 {
	if f.err() != nil {
		return math.NaN()
	}
	det, exp := diagonalProduct(f.u)
	return math.Ldexp(det*det, 2*exp)
}

// diagonalProduct returns the product of the diagonal as frac * 2^exp, |frac| < 1: no part of it overflows.
func diagonalProduct[T Float](a Matrix[T]) (frac float64, exp int) {
	frac = 1
	for i := range a.Rows {
		var e int
		frac, e = math.Frexp(frac * float64(a.Data[i*a.Stride+i]))
		exp += e
	}
	return frac, exp
}
