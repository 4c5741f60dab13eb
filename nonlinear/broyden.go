package nonlinear

import "github.com/neuralmodules/nmcore/la"

// Broyden is the quasi-Newton direction dx = -H F, where H begins as the inverse of a Jacobian and learns from each step by
// a change of rank one, kept as a product of vectors (Kelley, Iterative Methods for Linear and Nonlinear Equations,
// SIAM 1995, section 7.3). When Memory steps have been learnt, or none leads on, it begins again with a new Jacobian.
// It goes with [Backtracking].
type Broyden struct {
	Memory int  // 0 means 20
	Bad    bool // Broyden's second, "bad" update, which changes H least; the first changes its inverse least
	// Scaled begins with the identity instead of a Jacobian, for F(x) = x - G(x). It goes with [FullStep].
	Scaled bool
}

// Name returns "broyden", with the variant.
func (d Broyden) Name() string {
	if d.Bad {
		return "bad broyden"
	}
	return "broyden"
}

func (d Broyden) usual() Globalization {
	if d.Scaled {
		return FullStep{}
	}
	return Backtracking{}
}

func (d Broyden) begin(w *Solver) {
	if d.Memory <= 0 {
		d.Memory = 20
	}
	w.memory.prepare(d.Memory, w.p.N)
}

func (d Broyden) renew(w *Solver) bool {
	w.age = -1
	return w.memory.forget()
}

func (d Broyden) direction(w *Solver) bool {
	if w.age < 0 && !d.Scaled && !w.jacobian() {
		return false
	}
	w.age = 1
	if !d.apply(w, w.dx, w.fx) {
		d.renew(w)
		return !d.Scaled && w.jacobian() && w.regularisedStep()
	}
	for i, v := range w.dx {
		w.dx[i] = -v
	}
	return maxAbs(w.dx) <= maxFloat
}

// apply sets dst = H b.
func (d Broyden) apply(w *Solver, dst, b []float64) bool {
	if d.Scaled {
		copy(dst, b)
	} else if !w.factors() || w.lu.SolveVecTo(dst, la.NoTrans, b) != nil {
		return false
	}
	m := &w.memory
	for i := range m.count {
		of := dst
		if d.Bad {
			of = b
		}
		la.Axpy(la.Dot(m.v[i], of), m.u[i], dst)
	}
	return true
}

// moved learns the secant condition H y = s: with v = s (good; applied to what the factors before have made of a vector)
// or v = y (bad), H grows by (s - H y) v'/v'Hy or v'/v'y.
func (d Broyden) moved(w *Solver) {
	m := &w.memory
	if m.count == len(m.u) {
		d.renew(w)
		return
	}
	if w.age < 0 { // the step was a regularised one
		return
	}
	u, v := m.u[m.count], m.v[m.count]
	for i, f := range w.fx {
		v[i] = f - w.ft[i]
	}
	if !d.apply(w, u, v) {
		return
	}
	y := v
	scale := 0.0
	if d.Bad {
		scale = la.Dot(y, y)
	}
	for i, hy := range u {
		s := w.x[i] - w.xt[i]
		u[i] = s - hy
		if !d.Bad {
			scale += s * hy
			v[i] = s
		}
	}
	if abs(scale) <= 1e-14*la.Nrm2(v)*(la.Nrm2(u)+la.Nrm2(v)) || scale-scale != 0 {
		return // the update would be singular
	}
	la.Scal(1/scale, u)
	m.count++
}
