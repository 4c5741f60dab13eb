package nonlinear

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// Anderson mixes the last steps of a fixed-point iteration, for F(x) = x - G(x): dx = -beta (F - DF gamma) - DX gamma, where
// gamma makes |F - DF gamma| least and the columns of DX and DF are differences of successive iterates and
// residuals (type II: Walker & Ni, SIAM J. Numer. Anal. 49 (2011) 1715-1735). DF is kept as QR factors, to which a column
// is added and from which the oldest is dropped in O(N Depth); so are columns that make R ill-conditioned. It begins
// anew where the residual blows up, and goes with [FullStep].
type Anderson struct {
	Depth  int     // 0 means 5
	Mixing float64 // beta; 0 means 1
}

const (
	andersonCondition = 1e-7 // least ratio of R's diagonal entries
	andersonRestart   = 1e3  // times the best residual
)

// Name returns "anderson".
func (Anderson) Name() string         { return "anderson" }
func (Anderson) usual() Globalization { return FullStep{} }
func (Anderson) renew(w *Solver) bool { return w.memory.forget() }

func (d Anderson) begin(w *Solver) {
	if d.Depth <= 0 {
		d.Depth = 5
	}
	w.memory.prepare(min(d.Depth, w.p.N), w.p.N)
}

// direction leaves F in dx, subtracts its projection on DF, and then the mixed differences of x.
func (d Anderson) direction(w *Solver) bool {
	beta := d.Mixing
	if beta == 0 {
		beta = 1
	}
	m := &w.memory
	copy(w.dx, w.fx)
	w.search.slope = fit(w.search.slope, len(m.u))
	gamma := w.search.slope[:m.count]
	for i := range gamma {
		gamma[i] = la.Dot(m.v[i], w.dx)
		la.Axpy(-gamma[i], m.v[i], w.dx)
	}
	la.Scal(-beta, w.dx)
	depth := len(m.u)
	for i := m.count - 1; i >= 0; i-- {
		gamma[i] /= m.r[i*depth+i]
		for k := range i {
			gamma[k] -= gamma[i] * m.r[i*depth+k]
		}
		la.Axpy(-gamma[i], m.u[i], w.dx)
	}
	return maxAbs(w.dx) <= maxFloat
}

// moved adds the differences of the step.
func (d Anderson) moved(w *Solver) {
	m := &w.memory
	depth := len(m.u)
	if w.norm > andersonRestart*w.bestNorm {
		m.count = 0
		return
	}
	if depth == 0 {
		return
	}
	if m.count == depth {
		m.drop()
	}
	for !m.push(w) && m.count > 0 { // the newest difference is the best: older ones make room until it is a new direction
		m.drop()
	}
	for m.count > 1 && m.spread() < andersonCondition {
		m.drop()
	}
}

// push adds the differences of the last step, unless that of F lies in the span of those that are there.
func (m *memory) push(w *Solver) bool {
	s, q := m.u[m.count], m.v[m.count]
	for i, f := range w.fx {
		s[i] = w.x[i] - w.xt[i]
		q[i] = f - w.ft[i]
	}
	size := la.Nrm2(q)
	r := m.r[m.count*len(m.u):]
	for i := range m.count {
		r[i] = la.Dot(m.v[i], q)
		la.Axpy(-r[i], m.v[i], q)
	}
	rest := la.Nrm2(q)
	if !(rest > andersonCondition*size) {
		return false
	}
	r[m.count] = rest
	la.Scal(1/rest, q)
	m.count++
	return true
}

// spread is the ratio of the least to the largest diagonal entry of R.
func (m *memory) spread() float64 {
	least, most := math.Inf(1), 0.0
	for i := range m.count {
		v := abs(m.r[i*len(m.u)+i])
		least, most = min(least, v), max(most, v)
	}
	return least / most
}

// drop removes the oldest column of DX and DF: what is left of R has one entry below the diagonal in each column,
// which rotations of neighbouring rows remove.
func (m *memory) drop() {
	depth := len(m.u)
	first := m.u[0]
	copy(m.u[:m.count], m.u[1:m.count])
	m.u[m.count-1] = first
	for j := range m.count - 1 {
		copy(m.r[j*depth:j*depth+j+2], m.r[(j+1)*depth:(j+1)*depth+j+2])
	}
	m.count--
	for i := range m.count {
		a, b := m.r[i*depth+i], m.r[i*depth+i+1]
		h := math.Hypot(a, b)
		c, s := a/h, b/h
		for j := i; j < m.count; j++ {
			a, b := m.r[j*depth+i], m.r[j*depth+i+1]
			m.r[j*depth+i], m.r[j*depth+i+1] = c*a+s*b, c*b-s*a
		}
		q, p := m.v[i], m.v[i+1]
		for k, a := range q {
			b := p[k]
			q[k], p[k] = c*a+s*b, c*b-s*a
		}
	}
}
