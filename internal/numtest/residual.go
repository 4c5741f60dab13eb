package numtest

import "math"

// Threshold is LAPACK's THRESH: a test ratio at or above it is a failure.
const Threshold = 30

// The ratios below follow LAPACK's TESTING/LIN (xGET01, xGET02). They divide by
// the unit roundoff u, LAPACK's epsilon, and return NaN if an operand holds NaN,
// so tests ask for !(ratio < Threshold).

// norm1 is the largest column sum of absolute values of the m x n matrix a.
func norm1[T Float](m, n int, a []T, lda int) float64 {
	best := 0.0
	for j := range n {
		s := 0.0
		for i := range m {
			s += math.Abs(float64(a[i*lda+j]))
		}
		if s > best || s != s {
			best = s
		}
	}
	return best
}

// ratio is norm/(scale*u), 0 for an exact result of zero operands.
func ratio[T Float](norm, scale float64) float64 {
	if norm == 0 {
		return 0
	}
	return norm / (scale * Eps[T]())
}

// SolveRatio returns |B - op(A) X| / (|op(A)| |X| u) in the 1-norm, the largest
// over the columns. A is n x n, X and B are n x r.
func SolveRatio[T Float](n, r int, a []T, lda int, transpose bool, x []T, ldx int, b []T, ldb int) float64 {
	at := func(i, j int) float64 {
		if transpose {
			i, j = j, i
		}
		return float64(a[i*lda+j])
	}
	anorm := 0.0
	for j := range n {
		s := 0.0
		for i := range n {
			s += math.Abs(at(i, j))
		}
		if s > anorm || s != s {
			anorm = s
		}
	}
	worst := 0.0
	for j := range r {
		res, xn := 0.0, 0.0
		for i := range n {
			s := float64(b[i*ldb+j])
			for k := range n {
				s = math.FMA(-at(i, k), float64(x[k*ldx+j]), s)
			}
			res += math.Abs(s)
			xn += math.Abs(float64(x[i*ldx+j]))
		}
		if q := ratio[T](res, anorm*xn); q > worst || q != q {
			worst = q
		}
	}
	return worst
}

// LURatio returns |P A - L U| / (n |A| u) in the 1-norm. lu holds U and, below
// its diagonal, the unit lower L; row i was swapped with row piv[i], in order.
func LURatio[T Float](n int, a []T, lda int, lu []T, ldlu int, piv []int) float64 {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	for i, p := range piv {
		rows[i], rows[p] = rows[p], rows[i]
	}
	diff := make([]float64, n*n)
	for i := range n {
		for j := range n {
			s := float64(a[rows[i]*lda+j])
			for k := range min(i, j+1) {
				s = math.FMA(-float64(lu[i*ldlu+k]), float64(lu[k*ldlu+j]), s)
			}
			if i <= j {
				s -= float64(lu[i*ldlu+j])
			}
			diff[i*n+j] = s
		}
	}
	return ratio[T](norm1(n, n, diff, n), float64(n)*norm1(n, n, a, lda))
}

// ErrorRatio returns |X - X*| rcond / (|X*| u) in the max norm, the largest over
// the columns, for the exact solution X*; X and X* are n x r.
func ErrorRatio[T Float](n, r int, x []T, ldx int, exact []T, lde int, rcond float64) float64 {
	worst := 0.0
	for j := range r {
		diff, norm := 0.0, 0.0
		for i := range n {
			d := math.Abs(float64(x[i*ldx+j]) - float64(exact[i*lde+j]))
			if d > diff || d != d {
				diff = d
			}
			norm = math.Max(norm, math.Abs(float64(exact[i*lde+j])))
		}
		if q := ratio[T](diff*rcond, norm); q > worst || q != q {
			worst = q
		}
	}
	return worst
}
