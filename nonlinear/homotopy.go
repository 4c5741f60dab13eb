package nonlinear

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// Homotopy follows a curve from a = x0 at t = 0 to a root of F at t = 1: of the convex homotopy
//
//	H(x, t) = (1-t) (x - a) + t F(x) = 0
//
// or, if Global, of Newton's, H(x, t) = F(x) - (1-t) F(a), which does not mind the sign of F. For F(x) = x - G(x) the first is
// x = a + t (G(x) - a), which for G(n) = r + W'f(n) and a = r is n = r + t W'f(n). The curve may turn back in t, so the arc
// length, |v|^2/n + tau^2 for a direction (v, tau), is the parameter: predict along the tangent, correct on the hyperplane
// normal to it with one Jacobian (Keller 1977; Allgower & Georg, Introduction to Numerical Continuation Methods, SIAM
// 2003, chapters 2 and 6). Where the prediction passes t = 1, Newton's method lands on the root.
//
// The path counts as lost, and the method ends, where t falls below -1, where |x| passes 10^6 (1 + |a|), and after Corrections.
type Homotopy struct {
	Global      bool
	Corrections int // 0 means 500
}

// Name returns "homotopy", with the kind.
func (h Homotopy) Name() string {
	if h.Global {
		return "newton homotopy"
	}
	return "homotopy"
}

// homotopy is the state of a path; vectors have n+1 entries, the last for t.
type homotopy struct {
	m       la.Matrix[float64] // (H_x H_t) over the tangent
	lu      la.LU[float64]
	vectors []float64
	at      []float64 // last point on the curve
	tangent []float64
	y, d    []float64 // trial point, correction
	a, fa   []float64 // start
}

func (h *homotopy) bytes() int {
	lu, piv := h.lu.Factors()
	return 8*(cap(h.m.Data)+cap(lu.Data)+cap(h.vectors)) + 4*cap(piv)
}

func (h *homotopy) prepare(w *Solver) {
	n := w.p.N
	fitMatrix(&h.m, n+1, n+1)
	h.vectors = fit(h.vectors, 6*(n+1))
	part := func(i int) []float64 { return h.vectors[i*(n+1) : (i+1)*(n+1)] }
	h.at, h.tangent, h.y, h.d, h.a, h.fa = part(0), part(1), part(2), part(3), part(4)[:n], part(5)[:n]
	copy(h.a, w.x)
	copy(h.fa, w.fx)
	copy(h.at, w.x)
	h.at[n] = 0
	clear(h.tangent)
	h.tangent[n] = 1
}

// homotopy is the method's loop: one iteration is one correction.
func (w *Solver) homotopy(m Homotopy) {
	w.begin(Stop{Growth: math.Inf(1)}, math.MaxInt)
	h := &w.path
	h.prepare(w)
	n := w.p.N
	copy(h.y, h.at)
	if w.stop != 0 || !h.linearise(w, m, false) || !h.turn(0) {
		return
	}
	if m.Corrections <= 0 {
		m.Corrections = 500
	}
	far := pathFar * (1 + maxAbs(h.a))
	for step, left := pathFirst, m.Corrections; step >= pathShortest && left > 0 && h.at[n] >= -1; {
		length, landing := step, false
		if h.at[n]+step*h.tangent[n] >= 1 {
			length, landing = (1-h.at[n])/h.tangent[n], true
		}
		for j, v := range h.tangent {
			h.y[j] = h.at[j] + length*v
		}
		if landing {
			h.y[n] = 1
		}
		corrections, ok := h.correct(w, m, length, far, landing)
		if w.stop != 0 {
			return
		}
		left -= corrections
		if !ok {
			step = min(step, length) / 2
			continue
		}
		copy(h.at, h.y)
		if corrections <= 3 {
			step = min(2*step, pathLongest*max(1, maxAbs(h.a)))
		}
	}
}

// correct brings h.y back to the curve and turns the tangent, or reports that it cannot. A landing never succeeds
// by itself: it ends at a root, where w.stop is set, or not at all.
func (h *homotopy) correct(w *Solver, m Homotopy, length, far float64, landing bool) (corrections int, ok bool) {
	last := math.Inf(1)
	limit := pathCorrections
	if landing {
		limit *= 2
	}
	for k := 1; k <= limit; k++ {
		if !w.next() {
			return k, false
		}
		copy(w.x, h.y)
		w.norm = w.eval(w.fx, w.x)
		if w.stop != 0 {
			w.report()
			return k, true
		}
		if math.IsInf(w.norm, 1) || !(maxAbs(w.x) <= far) || (k == 1 || landing) && !h.linearise(w, m, landing) {
			return k, false
		}
		h.value(w, m)
		if h.lu.SolveVecTo(h.d, la.NoTrans, h.d) != nil {
			return k, false
		}
		size := h.length(h.d)
		if !(size <= pathContraction*last) || k == 1 && !landing && size > length {
			return k, false
		}
		last = size
		la.Axpy(1, h.d, h.y)
		copy(w.xt, w.x)
		copy(w.x, h.y)
		w.report()
		if !landing && size <= pathClose*length {
			return k, h.turn(pathTurn)
		}
	}
	return limit, false
}

// linearise factors the bordered Jacobian at w.x, h.y's t; the last row keeps corrections normal to the
// tangent, or at t = 1 for a landing.
func (h *homotopy) linearise(w *Solver, m Homotopy, landing bool) bool {
	if !w.jacobian() {
		return false
	}
	n := w.p.N
	t := h.y[n]
	for i := range n {
		row := h.m.Row(i)
		copy(row, w.jac.Row(i))
		if m.Global {
			row[n] = h.fa[i]
			continue
		}
		la.Scal(t, row[:n])
		row[i] += 1 - t
		row[n] = w.fx[i] - (w.x[i] - h.a[i])
	}
	row := h.m.Row(n)
	for j := range n {
		row[j] = h.tangent[j] / float64(n)
	}
	row[n] = h.tangent[n]
	if landing {
		clear(row)
		row[n] = 1
	}
	return h.lu.Factorize(nil, &h.m) == nil
}

// value sets h.d to -H, and 0 for the last row.
func (h *homotopy) value(w *Solver, m Homotopy) {
	n := w.p.N
	t := h.y[n]
	for i, f := range w.fx {
		if m.Global {
			h.d[i] = (1-t)*h.fa[i] - f
		} else {
			h.d[i] = -(1-t)*(w.x[i]-h.a[i]) - t*f
		}
	}
	h.d[n] = 0
}

// turn makes the tangent that of the factorised Jacobian, in the direction so far, and reports whether the cosine of the
// angle by which it turns is at least the given one.
func (h *homotopy) turn(least float64) bool {
	n := len(h.tangent) - 1
	clear(h.d)
	h.d[n] = 1
	if h.lu.SolveVecTo(h.d, la.NoTrans, h.d) != nil {
		return false
	}
	size := h.length(h.d)
	if !(size > 0 && size <= maxFloat) {
		return false
	}
	la.Scal(1/size, h.d)
	cos := la.Dot(h.d[:n], h.tangent[:n])/float64(n) + h.d[n]*h.tangent[n]
	if !(cos >= least) {
		return false
	}
	copy(h.tangent, h.d)
	return true
}

// length is the length of (v, tau).
func (h *homotopy) length(d []float64) float64 {
	n := len(d) - 1
	return math.Hypot(la.Nrm2(d[:n])/math.Sqrt(float64(n)), d[n])
}
