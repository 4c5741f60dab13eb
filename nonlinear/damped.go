package nonlinear

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// LevenbergMarquardt takes steps (J'J + mu D^2) dx = -J'F, where mu follows the ratio of actual to
// predicted decrease of |F|^2 (Nielsen 1999) and D holds the largest norm each column of J has had
// (More 1978). It needs no regular Jacobian.
type LevenbergMarquardt struct {
	Damping float64 // first mu, relative to D^2; 0 means 1e-3
}

func (m LevenbergMarquardt) solve(w *work) {
	mu, nu := m.Damping, 2.0
	if mu == 0 {
		mu = 1e-3
	}
	a := newDamped(w)
	d2 := make([]float64, w.p.N)
	w.begin(descending)
	fresh := true // w.jac has to be computed at x
	for w.next() {
		if fresh {
			if !w.jacobian() {
				return
			}
			for j := range d2 {
				s := 0.0
				for i := range d2 {
					s += w.jac.At(i, j) * w.jac.At(i, j)
				}
				if d2[j] = max(d2[j], s); d2[j] == 0 {
					d2[j] = 1
				}
			}
		}
		predicted := a.step(w, mu, d2)
		if !(predicted > 0) || w.tooShort(1) {
			return
		}
		norm := w.try(1)
		if w.stop != 0 {
			return
		}
		actual := -1.0
		if !math.IsInf(norm, 1) {
			actual = sumSquares(w.fx, 1) - sumSquares(w.ft, 1)
		}
		if fresh = actual > 0; fresh {
			w.accept(norm)
			r := 2*actual/predicted - 1
			mu *= max(1./3, 1-r*r*r)
			nu = 2
		} else {
			mu *= nu
			nu *= 2
		}
	}
}

// damped solves the damped normal equations.
type damped struct {
	m *la.Matrix[float64]
	g []float64
}

func newDamped(w *work) damped {
	return damped{la.NewMatrix[float64](w.p.N, w.p.N), make([]float64, w.p.N)}
}

// step sets w.dx by (J'J + mu diag(d2)) dx = -J'F and returns the decrease of |F|^2 that the linear model
// predicts, 0 if there is no step: |F|^2 is stationary, or the matrix is singular.
func (a damped) step(w *work, mu float64, d2 []float64) float64 {
	la.Gemm(nil, la.Transpose, la.NoTrans, 1, w.jac, w.jac, 0, a.m)
	for i, d := range d2 {
		a.m.Set(i, i, a.m.At(i, i)+mu*d)
	}
	for j := range a.g {
		a.g[j] = 0
		for i, f := range w.fx {
			a.g[j] += w.jac.At(i, j) * f
		}
	}
	if w.lu.Factorize(nil, a.m) != nil || w.lu.SolveVecTo(w.dx, la.NoTrans, a.g) != nil {
		return 0
	}
	predicted := 0.0
	for j, d := range w.dx {
		predicted += d * (mu*d2[j]*d + a.g[j])
		w.dx[j] = -d
	}
	if !(predicted <= math.MaxFloat64) {
		return 0
	}
	return predicted
}

// PseudoTransient follows dx/dt = -F to its rest by linearised implicit Euler steps,
// (I/tau + J) dx = -F, with tau growing as |F| falls (Kelley & Keyes, SIAM J. Numer. Anal. 35 (1998)
// 508-523). |F| may rise on the way, so it leaves minima of |F| that are no roots.
type PseudoTransient struct {
	Tau float64 // first step in time; 0 means 1
}

func (m PseudoTransient) solve(w *work) {
	tau := m.Tau
	if tau == 0 {
		tau = 1
	}
	w.begin(wandering)
	for w.next() {
		if !w.jacobian() {
			return
		}
		norm := w.implicitEuler(&tau)
		if w.stop != 0 || math.IsInf(norm, 1) {
			return
		}
		tau = min(max(tau*w.norm/norm, tau/10), 10*tau)
		w.accept(norm)
	}
}

// implicitEuler tries a step of length tau and returns max|F| at its end. It shortens tau until F is
// finite there, and returns +Inf where no length does.
func (w *work) implicitEuler(tau *float64) float64 {
	shift := 0.0 // on the diagonal so far
	for range 20 {
		for i := range w.p.N {
			w.jac.Set(i, i, w.jac.At(i, i)+(1 / *tau - shift))
		}
		shift = 1 / *tau
		if w.newtonStep() {
			if norm := w.try(1); w.stop != 0 || !math.IsInf(norm, 1) {
				return norm
			}
		}
		*tau /= 4
	}
	return math.Inf(1)
}
