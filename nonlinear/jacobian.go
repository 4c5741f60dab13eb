package nonlinear

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// reusable reports whether the Jacobian that there is serves for another step.
func (w *Solver) reusable() bool {
	r := w.reuse
	if w.age < 0 || r.Steps >= 0 && w.age >= max(r.Steps, 1) {
		return false
	}
	if r.Patience == 0 || w.age == 0 {
		return true
	}
	rate := w.norm / w.lastNorm
	return rate < 1 && math.Log(w.tol/w.norm) >= float64(r.Patience)*math.Log(rate)
}

// refresh sees to a Jacobian as new as the reuse policy asks for, and reports whether there is one.
func (w *Solver) refresh() bool {
	if !w.reusable() && !w.jacobian() {
		return false
	}
	w.age++
	return true
}

// stale drops the Jacobian if it is of an earlier iterate, and reports whether it was.
func (w *Solver) stale() bool {
	old := w.age > 1
	w.age = -1
	return old
}

// factors makes w.lu the factors of w.jac and reports whether that is regular.
func (w *Solver) factors() bool {
	w.factored = w.factored || w.lu.Factorize(nil, &w.jac) == nil
	return w.factored
}

// jacobian sets w.jac to the Jacobian at x, which may hold what is not finite; it reports false only if w.stop is set
// meanwhile. Afterwards xt and ft are arbitrary.
func (w *Solver) jacobian() bool {
	n := w.p.N
	fitMatrix(&w.jac, n, n)
	w.age, w.factored = 0, false
	if w.p.Jac != nil {
		w.p.Jac(&w.jac, w.x)
	} else {
		w.columns()
	}
	if w.p.Jac != nil || w.p.JacVec != nil { // differences know the scale already
		for i, s := range w.set.FScale {
			la.Scal(1/s, w.jac.Row(i))
		}
	}
	return w.stop == 0
}

// columns sets w.jac column by column, or several at once where the pattern allows, from products with
// unit vectors or from differences.
func (w *Solver) columns() {
	n := w.p.N
	w.scratch = fit(w.scratch, 2*n)
	h, df := w.scratch[:n], w.scratch[n:]
	w.groups.prepare(w.p.Pattern, n)
	if w.p.Pattern != nil {
		clear(w.jac.Data)
	}
	if w.p.JacVec != nil {
		clear(h)
	} else {
		copy(w.xt, w.x)
	}
	for c := range w.groups.count() {
		group := w.groups.of(c)
		if w.p.JacVec != nil {
			for _, j := range group {
				h[j] = 1
			}
			w.p.JacVec(df, w.x, h)
		} else {
			w.differences(group, h, df)
		}
		for _, j := range group {
			if w.p.Pattern == nil {
				for i, f := range df {
					w.jac.Data[i*n+int(j)] = f / h[j]
				}
			} else {
				for _, i := range w.p.Pattern.Out(int(j)) {
					w.jac.Data[int(i)*n+int(j)] = df[i] / h[j]
				}
			}
			if w.p.JacVec != nil {
				h[j] = 0
			}
		}
	}
}

// differences moves the unknowns of a group at once: it sets h[j] to their steps and df to the difference of F. Forward
// steps are sqrt(eps) times the size of x_j, below which rounding in F would swamp the difference (Dennis &
// Schnabel 1983, 5.4), central ones cbrt(eps). Where F is not finite on one side the other side serves alone.
// w.xt is x before and after.
func (w *Solver) differences(group []int32, h, df []float64) {
	root := math.Sqrt(eps[float64]())
	if w.set.Central {
		root = math.Cbrt(eps[float64]())
	}
	clear(w.ft)
	ahead := w.shift(group, root, df)
	for _, j := range group {
		h[j] = w.xt[j] - w.x[j] // what rounding has left of the step
	}
	finite := !math.IsInf(ahead, 1)
	if finite && !w.set.Central {
		w.restore(group, df, w.fx)
		return
	}
	if math.IsInf(w.shift(group, -root, w.ft), 1) {
		w.restore(group, df, w.fx) // not finite unless ahead was
		return
	}
	if finite {
		for _, j := range group {
			h[j] += w.x[j] - w.xt[j]
		}
		w.restore(group, df, w.ft)
		return
	}
	for _, j := range group {
		h[j] = w.xt[j] - w.x[j]
	}
	copy(df, w.ft)
	w.restore(group, df, w.fx)
}

// shift evaluates F where the unknowns of a group are moved by root times their sizes.
func (w *Solver) shift(group []int32, root float64, f []float64) float64 {
	for _, j := range group {
		size := 1e-3
		if w.set.XScale != nil {
			size = w.set.XScale[j]
		}
		w.xt[j] = w.x[j] + root*max(abs(w.x[j]), size)
	}
	return w.call(f, w.xt)
}

// restore subtracts base from df and moves the unknowns of a group back.
func (w *Solver) restore(group []int32, df, base []float64) {
	for i, b := range base {
		df[i] -= b
	}
	for _, j := range group {
		w.xt[j] = w.x[j]
	}
}

// product sets jv = J(x) v at the point x where F is fx, by JacVec, or a difference along v; xt and ft are arbitrary
// afterwards if scratch is them. It reports false if F has no finite value there.
func (w *Solver) product(jv, x, fx, v, scratch []float64) bool {
	if w.p.JacVec != nil {
		w.p.JacVec(jv, x, v)
		for i, s := range w.set.FScale {
			jv[i] /= s
		}
		return true
	}
	length, size := maxAbs(v), max(maxAbs(x), 1e-3)
	if length == 0 {
		clear(jv)
		return true
	}
	h := math.Sqrt(eps[float64]()) * size / length
	for i, d := range v {
		scratch[i] = x[i] + h*d
	}
	if math.IsInf(w.call(jv, scratch), 1) {
		return false
	}
	for i, f := range fx {
		jv[i] = (jv[i] - f) / h
	}
	return true
}
