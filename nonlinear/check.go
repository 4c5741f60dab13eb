package nonlinear

import (
	"fmt"
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// JacobianError names the entry of a Jacobian that differs most from differences of F, in multiples of what their error allows.
type JacobianError struct {
	Source   string // "Jac", "JacVec" or "Pattern"
	Row, Col int
	Got      float64 // by Source; 0 for an entry that Pattern leaves out
	Want     float64 // by differences of F
}

// Error names the entry and both values.
func (e *JacobianError) Error() string {
	return fmt.Sprintf("nonlinear: %s is wrong: dF[%d]/dx[%d] is %.6g, differences give %.6g", e.Source, e.Row, e.Col, e.Got, e.Want)
}

// CheckJacobian compares Jac, JacVec and Pattern, as far as p has them, with central differences of F at x, and returns a
// *[JacobianError] if one of them is wrong. Where F is not finite around x, or too rough for differences to tell, it
// says nothing. It costs 4 N evaluations and N products. It panics as [Solve] does.
func CheckJacobian(p Problem, x []float64) error {
	if p.F == nil {
		panic(nilProblem)
	}
	if p.N < 0 {
		panic(badSize)
	}
	if len(x) != p.N {
		panic(badStart)
	}
	if p.Pattern != nil && p.Pattern.Nodes != p.N {
		panic(badPattern)
	}
	n := p.N
	at := append([]float64(nil), x...)
	jac := la.NewMatrix[float64](n, n)
	if p.Jac != nil {
		p.Jac(jac, at)
	}
	jv, e, inside := make([]float64, n), make([]float64, n), make([]bool, n)
	var near, far [2][]float64
	for i := range near {
		near[i], far[i] = make([]float64, n), make([]float64, n)
	}
	var worst *JacobianError
	excess := 1.0
	for j := range n {
		if p.JacVec != nil {
			e[j] = 1
			p.JacVec(jv, at, e)
			e[j] = 0
		}
		if p.Pattern != nil {
			clear(inside)
			for _, i := range p.Pattern.Out(j) {
				inside[i] = true
			}
		}
		h := math.Pow(eps[float64](), 0.2) * max(abs(x[j]), 1e-2) // for the error of fourth order that is left below
		for side, sign := range [2]float64{1, -1} {
			at[j] = x[j] + sign*h
			p.F(near[side], at)
			at[j] = x[j] + 2*sign*h
			p.F(far[side], at)
		}
		at[j] = x[j]
		for i := range n {
			d := (near[0][i] - near[1][i]) / (2 * h)
			d2 := (far[0][i] - far[1][i]) / (4 * h)
			want := d + (d-d2)/3 // Richardson
			rounding := eps[float64]() * max(abs(near[0][i]), abs(near[1][i]), abs(far[0][i]), abs(far[1][i])) / h
			allowed := abs(d-d2) + 100*rounding + 1e-7*abs(want) + 1e-300
			judge := func(source string, got float64) {
				if r := abs(got-want) / allowed; want-want == 0 && (r > excess || got != got) {
					worst, excess = &JacobianError{Source: source, Row: i, Col: j, Got: got, Want: want}, r
				}
			}
			if p.Jac != nil {
				judge("Jac", jac.At(i, j))
			}
			if p.JacVec != nil {
				judge("JacVec", jv[i])
			}
			if p.Pattern != nil && !inside[i] {
				judge("Pattern", 0)
			}
		}
	}
	if worst == nil {
		return nil
	}
	return worst
}
