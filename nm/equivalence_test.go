package nm

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

// explicit runs one sample through an acyclic network node by node, in index order, and backwards by the chain rule: what a
// textbook does for a perceptron or a DAG. It returns the outputs and adds the gradients for dL/da = ga(y).
func explicit(n *Network[float64], x []float64, ga func(y []float64) []float64, g *Params[float64]) []float64 {
	p, f, m, q := n.params, n.cfg.Activation, n.cfg.Nodes, n.cfg.Outputs
	w := kept(n)
	node, z := make([]float64, m), make([]float64, m)
	for j := range m {
		node[j] = p.B[j]
		for i, v := range x {
			node[j] += v * p.U.At(i, j)
		}
		for k := range j {
			node[j] += z[k] * w.At(k, j)
		}
		z[j] = activate(f, node[j])
	}
	y := make([]float64, q)
	for o := range y {
		y[o] = p.C[o]
		for k := range m {
			y[o] += z[k] * p.V.At(k, o)
		}
	}
	a := ga(y)
	delta := make([]float64, m)
	for j := m - 1; j >= 0; j-- {
		s := 0.0
		for o := range a {
			s += a[o] * p.V.At(j, o)
			g.V.Data[j*q+o] += z[j] * a[o]
		}
		for k := j + 1; k < m; k++ {
			s += delta[k] * w.At(j, k)
		}
		delta[j] = s * derivative(f, node[j])
		g.B[j] += delta[j]
		for i, v := range x {
			g.U.Data[i*m+j] += v * delta[j]
		}
	}
	for o := range a {
		g.C[o] += a[o]
	}
	for k := range m {
		for j := range m {
			g.W.Data[k*m+j] += z[k] * delta[j]
		}
	}
	return y
}

// TestExplicitEquivalence: layered and acyclic structures are their explicit forward pass and its gradients, to rounding.
func TestExplicitEquivalence(t *testing.T) {
	for _, c := range []Config{
		{Structure: Layered, Nodes: 30},
		{Structure: Layered, Nodes: 30, Layers: []int{12, 10, 8}},
		{Structure: Layered, Nodes: 30, Layers: []int{20, 10}, Activation: ReLU},
		{Structure: DAG, Nodes: 30, Spread: 1},
		{Structure: DAG, Nodes: 30, Spread: 1, Threshold: 0.1, Activation: Sigmoid},
		{Structure: DAG, Nodes: 30, Spread: 1, Keep: 0.3, Activation: Softplus},
	} {
		c.Inputs, c.Outputs, c.Output, c.Seed = 7, 4, Linear, 11
		t.Run(fmt.Sprintf("%v/%v/%v", c.Structure, c.Layers, c.Activation), func(t *testing.T) {
			n := mustNew[float64](t, c)
			d := randomData[float64](c, 70, 1)
			y := predict(t, n, d.X)
			g, s, err := mustTrainer(t, n, TrainOptions{}).Gradient(context.Background(), d)
			require.NoError(t, err)
			require.Zero(t, s.Picard+s.Newton+s.Factorizations, "an acyclic network needs no solver")
			require.Zero(t, n.Modules().Cyclic)
			want := newParams[float64](&c)
			for i := range d.X.Rows {
				out := explicit(n, d.X.Row(i), func(y []float64) []float64 {
					a := slices.Clone(y)
					for o, v := range d.Targets.Row(i) {
						a[o] = (a[o] - v) / float64(d.X.Rows)
					}
					return a
				}, &want)
				near(t, "y", y.Row(i), out, 1e-13)
			}
			clearOutside(&n.mask, &want)
			for i, group := range g.groups() {
				near(t, [5]string{"dU", "dW", "db", "dV", "dc"}[i], group, want.groups()[i], 1e-12)
			}
		})
	}
}

// TestPerModuleEqualsMonolithic: solving module by module and block by block gives the solution, and the gradient, of the whole
// system at once.
func TestPerModuleEqualsMonolithic(t *testing.T) {
	c := Config{Inputs: 5, Nodes: 60, Outputs: 3, Output: Linear, Threshold: 0.145, Spread: 0.4, Seed: 4, Tolerance: 1e-14}
	n := mustNew[float64](t, c)
	mod := n.Modules()
	require.Greater(t, mod.Modules, 1, "%+v", mod)
	require.Positive(t, mod.Isolated)
	// Close one cycle in the largest module and one in a smaller one.
	p := n.currentPlan()
	require.GreaterOrEqual(t, len(p.modules), 2)
	n.Edit(func(q Params[float64]) {
		for _, m := range p.modules[:2] {
			nodes := p.nodes[m.first:m.last]
			for i, v := range nodes {
				if len(nodes) > 1 {
					q.W.Set(int(v), int(nodes[(i+1)%len(nodes)]), 0.4)
				}
			}
		}
	})
	require.Positive(t, n.Modules().Cyclic)
	d := randomData[float64](c, 45, 9)
	g, s, err := mustTrainer(t, n, TrainOptions{}).Gradient(context.Background(), d)
	require.NoError(t, err)
	require.Zero(t, s.Unconverged)
	y := predict(t, n, d.X)
	w, m := kept(n), c.Nodes
	db := make([]float64, m)
	for i := range d.X.Rows {
		node := monolithic(t, n, d.X.Row(i))
		out, gz, slopes := make([]float64, c.Outputs), make([]float64, m), make([]float64, m)
		for o := range out {
			out[o] = n.params.C[o]
			for k := range m {
				out[o] += activate(Tanh, node[k]) * n.params.V.At(k, o)
			}
		}
		near(t, "y", y.Row(i), out, 1e-12)
		// Monolithic adjoint: (I - D W) delta = D g.
		jac := la.NewMatrix[float64](m, m)
		for k := range m {
			slopes[k] = derivative(Tanh, node[k])
			for o := range out {
				gz[k] += (out[o] - d.Targets.At(i, o)) / float64(d.X.Rows) * n.params.V.At(k, o) * slopes[k]
			}
			for j := range m {
				jac.Set(k, j, -slopes[k]*w.At(k, j))
			}
			jac.Set(k, k, 1)
		}
		var lu la.LU[float64]
		require.NoError(t, lu.Factorize(nil, jac))
		require.NoError(t, lu.SolveVecTo(gz, la.NoTrans, gz))
		for j := range db {
			db[j] += gz[j]
		}
	}
	near(t, "db", g.B, db, 1e-11)
}

// TestSolversAgree: Newton first and Picard first end at the same solution where it is unique.
func TestSolversAgree(t *testing.T) {
	c := Config{Inputs: 8, Nodes: 50, Outputs: 4, Seed: 6, Tolerance: 1e-13}
	d := randomData[float64](c, 40, 2)
	picard, newton := c, c
	picard.PicardAbove, newton.PicardAbove = -1, 1000
	a, b := mustNew[float64](t, picard), mustNew[float64](t, newton)
	ya, yb := la.NewMatrix[float64](40, 4), la.NewMatrix[float64](40, 4)
	sa, err := a.Predict(context.Background(), ya, d.X)
	require.NoError(t, err)
	sb, err := b.Predict(context.Background(), yb, d.X)
	require.NoError(t, err)
	require.Zero(t, sa.Unconverged+sb.Unconverged)
	require.Zero(t, sa.Newton)
	require.Positive(t, sa.Picard)
	require.Positive(t, sb.Newton)
	near(t, "y", ya.Data, yb.Data, 1e-11)
}

// TestResidual: node values solve the paper's forward system, for every sample, with all f and thresholds.
func TestResidual(t *testing.T) {
	for _, gamma := range []float64{0, 0.05, 0.1} {
		c := Config{Inputs: 6, Nodes: 80, Outputs: 3, Threshold: gamma, Seed: 8}
		n := mustNew[float64](t, c)
		d := randomData[float64](c, 50, 3)
		r := newRun(n)
		r.begin(context.Background(), 50, false)
		require.NoError(t, r.forward(d.X))
		require.Zero(t, r.stats().Unconverged)
		w := kept(n)
		for s := range 50 {
			norm := 0.0
			for _, v := range r.n.Row(s) {
				norm = max(norm, math.Abs(v))
			}
			for j := range c.Nodes {
				f := r.n.At(s, j) - n.params.B[j]
				for i, v := range d.X.Row(s) {
					f -= v * n.params.U.At(i, j)
				}
				for k := range c.Nodes {
					f -= math.Tanh(r.n.At(s, k)) * w.At(k, j)
				}
				require.LessOrEqual(t, math.Abs(f), 1.01e-10*max(1, norm))
			}
		}
	}
}
