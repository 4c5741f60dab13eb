package nonlinear

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// NewtonKrylov solves J dx = -F only as well as it pays, by GMRES with restarts (Saad & Schultz 1986), from products J v
// alone: those of JacVec, of Jac, or differences of F. The share of |F| that may remain is Eisenstat & Walker's second choice,
// 0.9 (|F_k|/|F_k-1|)^2 with their safeguards (SIAM J. Sci. Comput. 17 (1996) 16-32). It goes with [Backtracking].
type NewtonKrylov struct {
	Restart int // vectors held; 0 means 30
	Cycles  int // of Restart products each, for one step; 0 means 4
	// Precondition sets z to about J(x)^-1 v; it is applied on the right, so that residuals stay what they are. nil: none.
	Precondition func(z, x, v []float64)
}

// krylov is the state of GMRES.
type krylov struct {
	data    []float64 // restart+1 vectors of the basis, and two more
	small   []float64 // Hessenberg matrix by columns, rotations, right side
	forcing float64
}

// Name returns "newton-krylov".
func (NewtonKrylov) Name() string         { return "newton-krylov" }
func (NewtonKrylov) moved(*Solver)        {}
func (NewtonKrylov) renew(*Solver) bool   { return false }
func (NewtonKrylov) usual() Globalization { return Backtracking{} }
func (NewtonKrylov) begin(w *Solver)      { w.krylov.forcing = 0 }

// direction chooses the share of |F| that may remain, and solves.
func (d NewtonKrylov) direction(w *Solver) bool {
	const gamma, most = 0.9, 0.9
	k := &w.krylov
	eta := 0.5
	if k.forcing > 0 {
		ratio := w.norm / w.lastNorm
		eta = gamma * ratio * ratio
		if safe := gamma * k.forcing * k.forcing; safe > 0.1 {
			eta = max(eta, safe)
		}
	}
	eta = min(max(eta, 0.5*w.tol/w.norm, 1e-12), most)
	k.forcing = eta
	if w.p.Jac != nil && w.p.JacVec == nil && !w.jacobian() {
		return false
	}
	return d.gmres(w, eta)
}

// times sets jv = J v at the iterate.
func (d NewtonKrylov) times(w *Solver, jv, v []float64) bool {
	if w.p.Jac != nil && w.p.JacVec == nil {
		la.Gemv(nil, la.NoTrans, 1, &w.jac, v, 0, jv)
		return true
	}
	return w.product(jv, w.x, w.fx, v, w.xt)
}

// gmres sets w.dx such that |F + J dx| <= eta |F|, or as near to it as the cycles allow, and reports whether
// that is a step which lowers the model at all.
func (d NewtonKrylov) gmres(w *Solver, eta float64) bool {
	n := w.p.N
	m := d.Restart
	if m <= 0 {
		m = 30
	}
	m = min(m, n)
	cycles := d.Cycles
	if cycles <= 0 {
		cycles = 4
	}
	k := &w.krylov
	k.data = fit(k.data, (m+3)*n)
	basis := func(i int) []float64 { return k.data[i*n : (i+1)*n] }
	z, sum := basis(m+1), basis(m+2)
	k.small = fit(k.small, m*(m+1)+3*(m+1))
	column := func(j int) []float64 { return k.small[j*(m+1) : (j+1)*(m+1)] }
	rest := k.small[m*(m+1):]
	cos, sin, g := rest[:m+1], rest[m+1:2*(m+1)], rest[2*(m+1):]

	clear(w.dx)
	size := la.Nrm2(w.fx)
	goal := eta * size
	left := size
	for range cycles {
		// v0 = -(F + J dx), normalised.
		v := basis(0)
		if left == size {
			copy(v, w.fx)
		} else {
			if !d.times(w, v, w.dx) {
				return false
			}
			la.Axpy(1, w.fx, v)
		}
		la.Scal(-1, v)
		beta := la.Nrm2(v)
		if !(beta > goal) || beta-beta != 0 {
			break
		}
		la.Scal(1/beta, v)
		g[0] = beta
		used := 0
		for used < m && abs(g[used]) > goal {
			j := used
			from := basis(j)
			if d.Precondition != nil {
				d.Precondition(z, w.x, from)
				from = z
			}
			v, h := basis(j+1), column(j)
			if !d.times(w, v, from) {
				return false
			}
			before := la.Nrm2(v)
			for i := range j + 1 {
				h[i] = la.Dot(basis(i), v)
				la.Axpy(-h[i], basis(i), v)
			}
			h[j+1] = la.Nrm2(v)
			if h[j+1] < 1e-3*before { // what cancellation has spoilt: orthogonalise once more
				for i := range j + 1 {
					c := la.Dot(basis(i), v)
					h[i] += c
					la.Axpy(-c, basis(i), v)
				}
				h[j+1] = la.Nrm2(v)
			}
			ended := !(h[j+1] > 1e-14*before)
			if !ended {
				la.Scal(1/h[j+1], v)
			}
			for i := range j {
				h[i], h[i+1] = cos[i]*h[i]+sin[i]*h[i+1], cos[i]*h[i+1]-sin[i]*h[i]
			}
			r := math.Hypot(h[j], h[j+1])
			if !(r > 0) || math.IsInf(r, 1) {
				break
			}
			cos[j], sin[j] = h[j]/r, h[j+1]/r
			h[j] = r
			g[j+1] = -sin[j] * g[j]
			g[j] *= cos[j]
			used++
			if ended {
				break
			}
		}
		// y solves the triangle; dx += M (sum of y_i v_i).
		clear(sum)
		for i := used - 1; i >= 0; i-- {
			h := column(i)
			y := g[i] / h[i]
			for l := range i {
				g[l] -= y * h[l]
			}
			la.Axpy(y, basis(i), sum)
		}
		if d.Precondition != nil {
			d.Precondition(z, w.x, sum)
			sum, z = z, sum
		}
		la.Axpy(1, sum, w.dx)
		if used == 0 || !(abs(g[used]) < left) {
			break
		}
		left = abs(g[used])
		if left <= goal {
			break
		}
	}
	return left < size && maxAbs(w.dx) <= maxFloat
}
