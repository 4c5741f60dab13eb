package nonlinear

import "github.com/neuralmodules/nmcore/la"

// normal solves the damped normal equations (J'J + mu D^2) dx = -J'F of one Jacobian.
type normal struct {
	jtj, m  la.Matrix[float64]
	g, d2   []float64 // J'F, diagonal of D^2
	vectors []float64
}

// prepare sets J'J and J'F from w.jac and w.fx. The entries of d2 stay as they are.
func (a *normal) prepare(w *Solver) {
	n := w.p.N
	fitMatrix(&a.jtj, n, n)
	fitMatrix(&a.m, n, n)
	a.vectors = fit(a.vectors, 2*n)
	a.g, a.d2 = a.vectors[:n], a.vectors[n:]
	la.Gemm(nil, la.Transpose, la.NoTrans, 1, &w.jac, &w.jac, 0, &a.jtj)
	la.Gemv(nil, la.Transpose, 1, &w.jac, w.fx, 0, a.g)
}

// step sets w.dx by (J'J + mu diag(d2)) dx = -J'F and returns the decrease of |F|^2 that the linear model
// predicts, 0 if there is no step: |F|^2 is stationary, or the matrix is singular.
func (a *normal) step(w *Solver, mu float64) float64 {
	copy(a.m.Data, a.jtj.Data)
	for i, d := range a.d2 {
		a.m.Data[i*a.m.Stride+i] += mu * d
	}
	if w.lu.Factorize(nil, &a.m) != nil || w.lu.SolveVecTo(w.dx, la.NoTrans, a.g) != nil {
		return 0
	}
	predicted := 0.0
	for j, d := range w.dx {
		predicted += d * (mu*a.d2[j]*d + a.g[j])
		w.dx[j] = -d
	}
	if !(predicted <= maxFloat) {
		return 0
	}
	return predicted
}
