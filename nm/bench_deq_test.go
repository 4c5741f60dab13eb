package nm

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
)

// deqProblem is a deep-equilibrium network and 20 minibatches of 64 samples that a solver sees in turn: every edge kept, W
// normal with standard deviation 0.9/sqrt(nodes), 128 inputs, 6 classes, labels at random.
func deqProblem(tb testing.TB, cfg Config) (*Network[float32], []Data[float32]) {
	cfg.Inputs, cfg.Outputs, cfg.Seed = 128, 6, 1
	cfg.Tolerance = deqTolerance
	rng := rand.New(rand.NewPCG(1, 1))
	n := mustNew[float32](tb, cfg)
	n.Edit(func(p Params[float32]) {
		normal(rng, p.W.Data, 0.9/math.Sqrt(float64(cfg.Nodes)))
		normal(rng, p.U.Data, 1/math.Sqrt(float64(cfg.Inputs)))
		normal(rng, p.V.Data, 1/math.Sqrt(float64(cfg.Nodes)))
	})
	batches := make([]Data[float32], 20)
	for i := range batches {
		x := la.NewMatrix[float32](64, cfg.Inputs)
		normal(rng, x.Data, 1)
		batches[i] = Data[float32]{X: x, Labels: make([]int, x.Rows)}
		for s := range x.Rows {
			batches[i].Labels[s] = rng.IntN(cfg.Outputs)
		}
	}
	return n, batches
}

// deqTolerance bounds the largest residual of a sample. TestDEQResidual holds it against the other measure of equilibrium
// models, a change of 1e-6 of the batch's norm at the next sweep, forward and backward.
const deqTolerance = 1.2e-6

func normal(rng *rand.Rand, v []float32, deviation float64) {
	for i := range v {
		v[i] = float32(deviation * rng.NormFloat64())
	}
}

// change is ||a-b|| / ||a||.
func change(a, b []float32) float64 {
	var d, s float64
	for i, v := range a {
		d += math.Pow(float64(v)-float64(b[i]), 2)
		s += float64(v) * float64(v)
	}
	return math.Sqrt(d / s)
}

func TestDEQResidual(t *testing.T) {
	t.Run("cold", func(t *testing.T) { testDEQResidual(t, 3, false) })
	t.Run("warm", func(t *testing.T) { testDEQResidual(t, 60, true) })
}

func testDEQResidual(t *testing.T, steps int, warm bool) {
	sizes := []int{100, 300}
	if raceEnabled { // whose portable kernels take minutes
		sizes, steps = sizes[:1], min(steps, 12)
	}
	for _, nodes := range sizes {
		n, batches := deqProblem(t, Config{Nodes: nodes})
		if warm {
			remembered(n, batches)
		}
		tr := mustTrainer(t, n, TrainOptions{Optimizer: SGD})
		mostForward, mostBackward := 0.0, 0.0
		for step := range steps {
			d := &batches[step%10]
			g, s, err := tr.Gradient(context.Background(), d)
			require.NoError(t, err)
			require.Zero(t, s.Unconverged)
			p, r := &n.params, tr.run
			next := la.NewMatrix[float32](64, nodes)
			for i := range next.Rows {
				copy(next.Row(i), p.B)
			}
			la.Gemm(nil, la.NoTrans, la.NoTrans, 1, d.X, p.U, 1, next)
			la.Gemm(nil, la.NoTrans, la.NoTrans, 1, r.z, p.W, 1, next)
			apply(Tanh, next.Data, next.Data)
			forward := change(next.Data, r.z.Data)
			// Backward the others iterate on v = g + delta W^T, where delta = d o v.
			v, w := la.NewMatrix[float32](64, nodes), la.NewMatrix[float32](64, nodes)
			la.Gemm(nil, la.NoTrans, la.Transpose, 1, r.a, p.V, 0, v)
			la.Copy(w, v)
			la.Gemm(nil, la.NoTrans, la.Transpose, 1, r.delta, p.W, 1, v)
			dv := la.NewMatrix[float32](64, nodes)
			la.Mul(dv.Data, v.Data, r.d.Data)
			la.Gemm(nil, la.NoTrans, la.Transpose, 1, dv, p.W, 1, w)
			backward := change(w.Data, v.Data)
			mostForward, mostBackward = max(mostForward, forward), max(mostBackward, backward)
			if forward > 1e-6 || backward > 1e-6 {
				t.Errorf("nodes %d: change %g forward, %g backward", nodes, forward, backward)
			}
			tr.pass.apply(&g, 1e-3)
		}
		t.Logf("nodes %d: at most %.2g forward, %.2g backward", nodes, mostForward, mostBackward)
	}
}

// BenchmarkDEQStep times a training step of deqProblem on one worker, every solve from its cold start.
func BenchmarkDEQStep(b *testing.B) { benchDEQ(b, false) }

// BenchmarkDEQWarmStep is the same with warm starts: each batch was last seen 20 steps ago.
func BenchmarkDEQWarmStep(b *testing.B) { benchDEQ(b, true) }

func benchDEQ(b *testing.B, warm bool) {
	for _, nodes := range []int{100, 300, 1000, 3000} {
		b.Run(fmt.Sprintf("nodes=%d", nodes), func(b *testing.B) {
			if nodes > 1000 && testing.Short() {
				b.Skip("long")
			}
			n, batches := deqProblem(b, Config{Nodes: nodes})
			if warm {
				remembered(n, batches)
			}
			benchSteps(b, n, batches, 1e-3)
		})
	}
}

// BenchmarkModulesStep is the same step where W has blocks of 50 nodes, a mask that does not change: the rate is so small
// that no weight outside them reaches the threshold.
func BenchmarkModulesStep(b *testing.B) {
	const size = 50
	for _, nodes := range []int{100, 300, 1000, 3000} {
		b.Run(fmt.Sprintf("nodes=%d", nodes), func(b *testing.B) {
			if nodes > 1000 && testing.Short() {
				b.Skip("long")
			}
			n, batches := deqProblem(b, Config{Nodes: nodes, Threshold: 0.01})
			n.Edit(func(p Params[float32]) {
				grow := float32(math.Sqrt(float64(nodes) / size))
				for k := range nodes {
					row := p.W.Row(k)
					from := k / size * size
					clear(row[:from])
					la.Scal(grow, row[from:from+size])
					clear(row[from+size:])
				}
			})
			benchSteps(b, n, batches, 1e-6)
		})
	}
}

// remembered gives every batch a state.
func remembered(n *Network[float32], batches []Data[float32]) {
	for i := range batches {
		batches[i].State = NewState(n, batches[i].X.Rows)
	}
}

// benchRun: training begins anew after so many steps, as many as the programs make that it is compared with. After a thousand
// the labels, which are random, have driven the weights to where float32 cannot meet deqTolerance any more.
const benchRun = 200

// benchSteps reports milliseconds of processor time a step and sweeps a sample, forward and backward together.
func benchSteps(b *testing.B, n *Network[float32], batches []Data[float32], rate float64) {
	tr := mustTrainer(b, n, TrainOptions{Optimizer: SGD})
	step, sweeps := 0, 0
	if batches[0].State != nil {
		for i := range batches { // first solutions
			_, err := tr.Step(context.Background(), &batches[i], rate)
			require.NoError(b, err)
		}
	}
	var start [][]float32
	for _, v := range n.params.groups() {
		start = append(start, slices.Clone(v))
	}
	b.ReportAllocs()
	began := cpuTime()
	for b.Loop() {
		if step%benchRun == 0 {
			n.Edit(func(p Params[float32]) {
				for i, v := range p.groups() {
					copy(v, start[i])
				}
			})
		}
		s, err := tr.Step(context.Background(), &batches[step%len(batches)], rate)
		if err != nil || s.Unconverged > 0 {
			b.Fatal(err, s.Unconverged)
		}
		step++
		sweeps += s.Picard + s.Newton
	}
	b.ReportMetric((cpuTime()-began).Seconds()*1e3/float64(step), "cpu-ms/step")
	b.ReportMetric(float64(sweeps)/float64(step)/64, "sweeps/sample")
}

// BenchmarkSparseStep is the same step where W has ten edges a node at random places, which make one block of nearly all nodes.
func BenchmarkSparseStep(b *testing.B) {
	const degree = 10
	for _, nodes := range []int{100, 300, 1000, 3000} {
		b.Run(fmt.Sprintf("nodes=%d", nodes), func(b *testing.B) {
			if nodes > 1000 && testing.Short() {
				b.Skip("long")
			}
			n, batches := deqProblem(b, Config{Nodes: nodes, Threshold: 1e-3})
			sparsify(n, degree)
			benchSteps(b, n, batches, 1e-6)
		})
	}
}

// sparsify makes W a matrix of about degree edges a node at random places with spectral radius 0.9.
func sparsify(n *Network[float32], degree int) {
	rng := rand.New(rand.NewPCG(2, 2))
	n.Edit(func(p Params[float32]) {
		for i := range p.W.Data {
			p.W.Data[i] = 0
			if rng.IntN(n.cfg.Nodes) < degree {
				p.W.Data[i] = float32(0.9 / math.Sqrt(float64(degree)) * rng.NormFloat64())
			}
		}
	})
}
