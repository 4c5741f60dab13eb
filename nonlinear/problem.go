package nonlinear

import (
	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
)

// Problem is a square system F(x) = 0 of N unknowns.
type Problem struct {
	N int
	// F sets fx = F(x). It must not write x nor keep either slice. Where F is not defined it may
	// leave NaN in fx; the methods turn back from there.
	F func(fx, x []float64)
	// Jac sets jac[i][j] = dF_i/dx_j at x. If nil, columns come from JacVec, and without that from differences.
	Jac func(jac *la.Matrix[float64], x []float64)
	// JacVec sets jv = J(x) v. [NewtonKrylov] needs nothing else; if nil it takes products with Jac, or differences.
	JacVec func(jv, x, v []float64)
	// Pattern tells which entries of J may differ from 0: an edge j -> i for dF_i/dx_j, the diagonal like any other.
	// Columns without a row in common then share an evaluation. Entries outside the pattern count as 0.
	Pattern *graph.Digraph
	// Rows sets fx[k] = F_i(x), i = rows[k]. Only [SolveBlocks] uses it. It reads no other x_j than those
	// that Pattern gives to these rows, and may be called by several goroutines at once.
	Rows func(fx, x []float64, rows []int32)
}

// Settings are tolerances and budgets. The zero value of a field means its default.
type Settings struct {
	Tolerance      float64 // a root is a point where max|F| <= Tolerance; 0 means 1e-10
	Relative       float64 // or where max|F| <= Relative * max|F(x0)|; 0: no such points
	MaxIterations  int     // over all methods; 0 means 2000
	MaxEvaluations int     // of F, those for differences included, the last check not; 0 means no limit

	// FScale and XScale are the sizes of F's values and of the unknowns that count as one; nil means 1 for F
	// and 1/1000 for x. Residuals, in the result too, are max|F_i|/FScale_i; differences take steps
	// relative to max(|x_j|, XScale_j). All must be positive and finite.
	FScale, XScale []float64
	// Central makes differences central ones: twice the evaluations, and errors of eps^(2/3) instead of eps^(1/2).
	Central bool
	// Trace is told of every iteration as it ends; [History.Add] keeps them.
	Trace func(Step)
	// TraceCondition asks for [Step.RCond], which costs a few triangular solves.
	TraceCondition bool
}

// Result is the outcome of a solve.
type Result struct {
	X           []float64 // the best iterate, whatever the status
	Status      Status
	Residual    float64 // max|F(X)|, computed anew at the end; NaN if F is NaN there
	Iterations  int
	Evaluations int // calls of F
}

// withDefaults returns the settings that s stands for, after checks.
func (s *Settings) withDefaults(n int) Settings {
	var v Settings
	if s != nil {
		v = *s
	}
	if !(v.Tolerance >= 0 && v.Relative >= 0 && v.Tolerance <= maxFloat && v.Relative <= maxFloat) {
		panic(badTolerance)
	}
	for _, scale := range [2][]float64{v.FScale, v.XScale} {
		if scale == nil {
			continue
		}
		if len(scale) != n {
			panic(badScale)
		}
		for _, u := range scale {
			if !(u > 0 && u <= maxFloat) {
				panic(badScale)
			}
		}
	}
	if v.Tolerance == 0 {
		v.Tolerance = 1e-10
	}
	if v.MaxIterations <= 0 {
		v.MaxIterations = 2000
	}
	return v
}
