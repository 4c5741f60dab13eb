package la

import "math"

// RCond estimates 1/(|A| |A^-1|) in the 1-norm (LAPACK xGECON). The estimate is never below the true value but for
// rounding, and rarely above three times it. If Factorize failed or the norm of A overflows it is 0, for the empty
// matrix 1. It panics if nothing was factorized.
//
// W. W. Hager, Condition estimates, SIAM J. Sci. Stat. Comput. 5(2), 1984, with N. J. Higham's safeguards, FORTRAN codes
// for estimating the one-norm, ACM TOMS 14(4), 1988, algorithm 4.1: a gradient ascent of x -> |A^-1 x| over the unit ball,
// which ends at a vertex, against one fixed vector of alternating signs.
func (f *LU[T]) RCond() T {
	if !f.done {
		panic(notFactorized)
	}
	if f.bad >= 0 {
		return 0
	}
	return rcond(f.N(), f.norm, func(t Trans, x []T) { solveVec(f.lu, f.piv, t, x, f.safe) })
}

// rcond is RCond for an n x n matrix with the given 1-norm; solve overwrites x with the solution of op(A) y = x.
func rcond[T Float](n int, norm T, solve func(t Trans, x []T)) T {
	if n == 0 {
		return 1
	}
	if !(norm > 0) || math.IsInf(float64(norm), 0) {
		return 0
	}
	// Right-hand sides of size s, about the root of |A|, keep everything far from both ends of the range, whatever the
	// scale of A: terms of a solve are of size s times the condition, solutions of size s/|A| times that.
	_, e := math.Frexp(float64(norm))
	s := T(math.Ldexp(1, e/2))
	work := getScratch[T](2 * n)
	defer work.put()
	x, sign := work.data[:n], work.data[n:2*n]
	for i := range x {
		x[i] = s / T(n)
	}
	solve(NoTrans, x)
	est := Asum(x)
	clear(sign)
	last := -1
	for range 5 {
		if !signs(sign, x, s) {
			break
		}
		copy(x, sign)
		solve(Transpose, x) // the gradient
		j := Iamax(x)
		if last >= 0 && abs(x[j]) == abs(x[last]) {
			break
		}
		last = j
		clear(x)
		x[j] = s
		solve(NoTrans, x)
		old := est
		est = max(est, Asum(x))
		if !(est > old) {
			break
		}
	}
	for i := range x {
		x[i] = s * (0.5 + 0.5*T(i)/T(max(n-1, 1)))
		if i%2 == 1 {
			x[i] = -x[i]
		}
	}
	solve(NoTrans, x)
	est = max(est, 4*Asum(x)/T(3*n)) * (norm / s)
	if !(est >= 1) { // NaN, or an estimate spoilt by rounding: no condition number is below 1
		if est != est {
			return 0
		}
		est = 1
	}
	return 1 / est
}

// signs writes s times the signs of x to sign and reports whether that changed it.
func signs[T Float](sign, x []T, s T) bool {
	changed := false
	for i, v := range x {
		t := T(math.Copysign(float64(s), float64(v)))
		changed = changed || t != sign[i]
		sign[i] = t
	}
	return changed
}
