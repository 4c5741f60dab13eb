package nm

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

// mustNew returns a network or fails the test.
func mustNew[T la.Float](t testing.TB, c Config) *Network[T] {
	t.Helper()
	n, err := New[T](c)
	require.NoError(t, err)
	return n
}

func mustTrainer[T la.Float](t testing.TB, n *Network[T], o TrainOptions) *Trainer[T] {
	t.Helper()
	tr, err := NewTrainer(n, o)
	require.NoError(t, err)
	return tr
}

// randomData draws samples for n.
func randomData[T la.Float](c Config, rows int, seed uint64) *Data[T] {
	r := rand.New(rand.NewPCG(seed, 99))
	d := &Data[T]{X: la.NewMatrix[T](rows, c.Inputs)}
	for i := range d.X.Data {
		d.X.Data[i] = T(r.NormFloat64())
	}
	if c.Output == Linear {
		d.Targets = la.NewMatrix[T](rows, c.Outputs)
		for i := range d.Targets.Data {
			d.Targets.Data[i] = T(r.NormFloat64())
		}
		return d
	}
	d.Labels = make([]int, rows)
	for i := range d.Labels {
		d.Labels[i] = r.IntN(c.Outputs)
	}
	return d
}

// blobs draws classes that can be told apart: class means on a sphere, unit noise.
func blobs[T la.Float](inputs, classes, rows int, seed uint64) *Data[T] {
	r := rand.New(rand.NewPCG(7, 7))
	means := make([]float64, inputs*classes)
	for i := range means {
		means[i] = 1.2 * r.NormFloat64()
	}
	r = rand.New(rand.NewPCG(seed, 8))
	d := &Data[T]{X: la.NewMatrix[T](rows, inputs), Labels: make([]int, rows)}
	for i := range rows {
		c := r.IntN(classes)
		d.Labels[i] = c
		for j := range inputs {
			d.X.Set(i, j, T(means[c*inputs+j]+r.NormFloat64()))
		}
	}
	return d
}

func predict[T la.Float](t testing.TB, n *Network[T], x *la.Matrix[T]) *la.Matrix[T] {
	t.Helper()
	y := la.NewMatrix[T](x.Rows, n.cfg.Outputs)
	st, err := n.Predict(context.Background(), y, x)
	require.NoError(t, err)
	require.Zero(t, st.Unconverged)
	return y
}

// near fails unless got is want to the given relative error of the larger magnitude in want.
func near[T la.Float](t testing.TB, what string, got, want []T, rel float64) {
	t.Helper()
	require.Equal(t, len(want), len(got), what)
	scale := 0.0
	for _, v := range want {
		scale = max(scale, math.Abs(float64(v)))
	}
	for i := range want {
		if d := math.Abs(float64(got[i]) - float64(want[i])); !(d <= rel*scale) {
			t.Fatalf("%s[%d] = %v, want %v: off by %.3g of %.3g", what, i, got[i], want[i], d, scale)
		}
	}
}

// activate is f in plain float64, independent of package la.
func activate(f Activation, v float64) float64 {
	switch f {
	case Sigmoid:
		return 1 / (1 + math.Exp(-v))
	case ReLU:
		return max(v, 0)
	case Softplus:
		return max(v, 0) + math.Log1p(math.Exp(-math.Abs(v)))
	}
	return math.Tanh(v)
}

func derivative(f Activation, v float64) float64 {
	switch f {
	case Sigmoid:
		s := activate(Sigmoid, v)
		return s * (1 - s)
	case ReLU:
		if v > 0 {
			return 1
		}
		return 0
	case Softplus:
		return activate(Sigmoid, v)
	}
	z := math.Tanh(v)
	return 1 - z*z
}

// kept returns W_g as it should be: W without what does not exceed gamma.
func kept(n *Network[float64]) *la.Matrix[float64] {
	w, gamma := n.Weights()
	for i, v := range w.Data {
		if !(math.Abs(v) > gamma) {
			w.Data[i] = 0
		}
	}
	return w
}

// monolithic solves n = x U + f(n) W_g + b for one sample by plain Newton on the whole system, ignoring modules.
func monolithic(t testing.TB, net *Network[float64], x []float64) []float64 {
	t.Helper()
	p, w, f, m := net.params, kept(net), net.cfg.Activation, net.cfg.Nodes
	r := make([]float64, m)
	for j := range r {
		r[j] = p.B[j]
		for i, v := range x {
			r[j] += v * p.U.At(i, j)
		}
	}
	n := append([]float64(nil), r...)
	for range 50 {
		res, worst := make([]float64, m), 0.0
		jac := la.NewMatrix[float64](m, m)
		for j := range m {
			res[j] = n[j] - r[j]
			for k := range m {
				res[j] -= activate(f, n[k]) * w.At(k, j)
				jac.Set(j, k, -w.At(k, j)*derivative(f, n[k]))
			}
			jac.Set(j, j, jac.At(j, j)+1)
			worst = max(worst, math.Abs(res[j]))
		}
		if worst < 1e-13 {
			return n
		}
		var lu la.LU[float64]
		require.NoError(t, lu.Factorize(nil, jac))
		require.NoError(t, lu.SolveVecTo(res, la.NoTrans, res))
		for j := range n {
			n[j] -= res[j]
		}
	}
	t.Fatal("the monolithic solve did not converge")
	return nil
}
