package la

import "math"

// RCond estimates 1/(|A| |A^-1|) in the 1-norm (LAPACK xGECON). The estimate is never below the true value but for
// rounding, and rarely above three times it. A singular matrix, or one with elements that are not finite, has 0, the
// empty matrix 1. It panics if nothing was factorized.
//
// W. W. Hager, Condition estimates, SIAM J. Sci. Stat. Comput. 5(2), 1984, with N. J. Higham's safeguards, FORTRAN codes
// for estimating the one-norm, ACM TOMS 14(4), 1988, algorithm 4.1: a gradient ascent of x -> |A^-1 x| over the unit ball,
// which ends at a vertex, against one fixed vector of alternating signs.
func (f *LU[T]) RCond() T {
	if !f.done {
		panic(notFactorized)
	}
	n := f.N()
	if n == 0 {
		return 1
	}
	// With all right-hand sides scaled by |A|, the ascent estimates |A| |A^-1| whatever the scale of A.
	norm := f.norm
	if f.bad >= 0 || !(norm > 0) || math.IsInf(float64(norm), 0) {
		return 0
	}
	work := getScratch[T](2 * n)
	defer work.put()
	x, sign := work.data[:n], work.data[n:2*n]
	for i := range x {
		x[i] = norm / T(n)
	}
	solveVec(f.lu, f.piv, NoTrans, x)
	est := Asum(x)
	clear(sign)
	last := -1
	for range 5 {
		if !signs(sign, x, norm) {
			break
		}
		copy(x, sign)
		solveVec(f.lu, f.piv, Transpose, x) // the gradient
		j := Iamax(x)
		if last >= 0 && abs(x[j]) == abs(x[last]) {
			break
		}
		last = j
		clear(x)
		x[j] = norm
		solveVec(f.lu, f.piv, NoTrans, x)
		old := est
		est = max(est, Asum(x))
		if !(est > old) {
			break
		}
	}
	for i := range x {
		x[i] = norm * (0.5 + 0.5*T(i)/T(max(n-1, 1)))
		if i%2 == 1 {
			x[i] = -x[i]
		}
	}
	solveVec(f.lu, f.piv, NoTrans, x)
	est = max(est, 4*Asum(x)/T(3*n))
	if !(est >= 1) { // NaN, or an estimate spoilt by rounding: no condition number is below 1
		if est != est {
			return 0
		}
		est = 1
	}
	return 1 / est
}

// signs writes norm times the signs of x to sign and reports whether that changed it.
func signs[T Float](sign, x []T, norm T) bool {
	changed := false
	for i, v := range x {
		s := T(math.Copysign(float64(norm), float64(v)))
		changed = changed || s != sign[i]
		sign[i] = s
	}
	return changed
}
