package nonlinear

import (
	"errors"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/internal/classical"
	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
)

// chain is F_i = x_i^2 - x_(i-1) + sin x_(i+1), a tridiagonal system, with all that a Problem can hold.
func chain(n int) Problem {
	g := &graph.Digraph{Nodes: n, Start: make([]int, 1, n+1)}
	for j := range n {
		for i := max(j-1, 0); i <= min(j+1, n-1); i++ {
			g.Head = append(g.Head, int32(i))
		}
		g.Start = append(g.Start, len(g.Head))
	}
	one := func(x []float64, i int) float64 {
		f := x[i] * x[i]
		if i > 0 {
			f -= x[i-1]
		}
		if i < n-1 {
			f += math.Sin(x[i+1])
		}
		return f
	}
	entry := func(x []float64, i, j int) float64 {
		switch j - i {
		case -1:
			return -1
		case 0:
			return 2 * x[i]
		case 1:
			return math.Cos(x[j])
		}
		return 0
	}
	return Problem{
		N: n,
		F: func(fx, x []float64) {
			for i := range fx {
				fx[i] = one(x, i)
			}
		},
		Jac: func(jac *la.Matrix[float64], x []float64) {
			for i := range n {
				for j := range n {
					jac.Set(i, j, entry(x, i, j))
				}
			}
		},
		JacVec: func(jv, x, v []float64) {
			for i := range n {
				jv[i] = 0
				for j := max(i-1, 0); j <= min(i+1, n-1); j++ {
					jv[i] += entry(x, i, j) * v[j]
				}
			}
		},
		Pattern: g,
		Rows: func(fx, x []float64, rows []int32) {
			for k, i := range rows {
				fx[k] = one(x, int(i))
			}
		},
	}
}

func point5(n int, seed uint64) []float64 {
	rng := numtest.Rand(seed)
	x := make([]float64, n)
	for i := range x {
		x[i] = 0.5 + rng.NormFloat64()
	}
	return x
}

func TestCheckJacobian(t *testing.T) {
	for _, n := range []int{0, 1, 2, 9} {
		if err := CheckJacobian(chain(n), point5(n, 1)); err != nil {
			t.Errorf("n = %d: %v", n, err)
		}
	}
	const n = 9
	x := point5(n, 2)
	for _, c := range []struct {
		source   string
		row, col int
		spoil    func(p *Problem)
	}{
		{"Jac", 3, 2, func(p *Problem) {
			right := p.Jac
			p.Jac = func(jac *la.Matrix[float64], x []float64) { right(jac, x); jac.Set(3, 2, -1.001) }
		}},
		{"Jac", 8, 0, func(p *Problem) {
			right := p.Jac
			p.Jac = func(jac *la.Matrix[float64], x []float64) { right(jac, x); jac.Set(8, 0, math.NaN()) }
		}},
		{"JacVec", 4, 5, func(p *Problem) {
			right := p.JacVec
			p.JacVec = func(jv, x, v []float64) { right(jv, x, v); jv[4] += 0.01 * v[5] }
		}},
		{"Pattern", 6, 5, func(p *Problem) {
			g := &graph.Digraph{Nodes: n, Start: []int{0}}
			for j := range n {
				for _, i := range p.Pattern.Out(j) {
					if i != 6 || j != 5 {
						g.Head = append(g.Head, i)
					}
				}
				g.Start = append(g.Start, len(g.Head))
			}
			p.Pattern = g
		}},
	} {
		p := chain(n)
		c.spoil(&p)
		var e *JacobianError
		if err := CheckJacobian(p, x); !errors.As(err, &e) || e.Source != c.source || e.Row != c.row || e.Col != c.col {
			t.Errorf("%s (%d, %d): %v", c.source, c.row, c.col, err)
		}
	}
}

// TestJacobianSources: a Jacobian from Jac, from JacVec and from differences of both kinds, with the pattern and without, is the
// same but for the error of differences; and the pattern saves evaluations.
func TestJacobianSources(t *testing.T) {
	const n = 23
	x := point5(n, 3)
	full := chain(n)
	want := la.NewMatrix[float64](n, n)
	full.Jac(want, x)
	for _, c := range []struct {
		name          string
		jacvec, shape bool
		central       bool
		evaluations   int
		tol           float64
	}{
		{"products", true, false, false, 1, 0}, {"products, grouped", true, true, false, 1, 0},
		{"forward", false, false, false, 1 + n, 1e-6}, {"forward, grouped", false, true, false, 1 + 3, 1e-6},
		{"central", false, false, true, 1 + 2*n, 1e-9}, {"central, grouped", false, true, true, 1 + 2*3, 1e-9},
	} {
		p := Problem{N: n, F: full.F}
		if c.jacvec {
			p.JacVec = full.JacVec
		}
		if c.shape {
			p.Pattern = full.Pattern
		}
		var w Solver
		w.open(t.Context(), p, (&Settings{Central: c.central}).withDefaults(n), x)
		if !w.jacobian() || w.evaluations != c.evaluations {
			t.Errorf("%s: %d evaluations, want %d", c.name, w.evaluations, c.evaluations)
		}
		for i, v := range w.jac.Data {
			if math.Abs(v-want.Data[i]) > c.tol {
				t.Fatalf("%s: entry %d is %g, want %g", c.name, i, v, want.Data[i])
			}
		}
	}
}

// TestDifferencesAtEdge: beside a region where F is undefined the other side serves, forward and central.
func TestDifferencesAtEdge(t *testing.T) {
	p := Problem{N: 2, F: func(fx, x []float64) { fx[0], fx[1] = math.Sqrt(1-x[0])+x[1], math.Sqrt(x[1]-1)+x[0] }}
	for _, central := range []bool{false, true} {
		var w Solver
		w.open(t.Context(), p, (&Settings{Central: central}).withDefaults(2), []float64{1 - 1e-12, 1 + 1e-12})
		if !w.jacobian() || !(maxAbs(w.jac.Data) <= maxFloat) {
			t.Errorf("central %v: %v", central, w.jac.Data)
		}
	}
}

func TestGroupsAreIndependent(t *testing.T) {
	rng := numtest.Rand(4)
	for trial := range 50 {
		n := 1 + rng.IntN(40)
		w := la.NewMatrix[float64](n, n)
		for i := range w.Data {
			if rng.IntN(8) == 0 {
				w.Data[i] = 1
			}
		}
		var g graph.Digraph
		graph.Threshold(&g, w, 0.5)
		var c groups
		c.prepare(&g, n)
		seen := make([]bool, n)
		for k := range c.count() {
			row := make([]bool, n)
			for _, j := range c.of(k) {
				if seen[j] {
					t.Fatalf("trial %d: column %d twice", trial, j)
				}
				seen[j] = true
				for _, i := range g.Out(int(j)) {
					if row[i] {
						t.Fatalf("trial %d: row %d twice in group %d", trial, i, k)
					}
					row[i] = true
				}
			}
		}
		for j, s := range seen {
			if !s {
				t.Fatalf("trial %d: column %d missing", trial, j)
			}
		}
	}
}

func TestClassicalRoots(t *testing.T) {
	if len(classical.Problems) != 23 {
		t.Fatalf("%d problems", len(classical.Problems))
	}
	for _, p := range classical.Problems {
		f := make([]float64, len(p.Start))
		for _, root := range p.Roots {
			p.F(f, root)
			if m := maxAbs(f); !(m <= 1e-11) {
				t.Errorf("%s: residual %g at %v", p.Name, m, root)
			}
		}
	}
}
