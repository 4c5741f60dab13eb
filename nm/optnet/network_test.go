package optnet

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
	"github.com/neuralmodules/nmcore/sched"
)

// rings draws two classes no line separates: inside and outside a circle, in the first two of the inputs.
func rings[T la.Float](inputs, rows int, seed uint64) *nm.Data[T] {
	r := numtest.Rand(seed)
	d := &nm.Data[T]{X: la.NewMatrix[T](rows, inputs), Labels: make([]int, rows)}
	for i := range rows {
		d.Labels[i] = i % 2
		radius, angle := 0.5+float64(i%2)+0.2*r.NormFloat64(), 2*math.Pi*r.Float64()
		for j := range inputs {
			d.X.Set(i, j, T(r.NormFloat64()/4))
		}
		d.X.Set(i, 0, T(radius*math.Cos(angle)))
		d.X.Set(i, 1, T(radius*math.Sin(angle)))
	}
	return d
}

// TestNetworkGradient compares the gradient of every weight with central differences.
func TestNetworkGradient(t *testing.T) {
	for _, equalities := range []int{0, 2} {
		t.Run(fmt.Sprint("equalities=", equalities), func(t *testing.T) {
			net, err := New[float64](Config{Inputs: 3, Nodes: 6, Outputs: 3, Inequalities: 5, Equalities: equalities, Seed: 5, Settings: Settings{Tolerance: 1e-13}})
			require.NoError(t, err)
			d := rings[float64](3, 7, 1)
			la.Scal(4, d.X.Data)
			d.Labels[4] = 2
			trainer, err := NewTrainer(net, nm.TrainOptions{})
			require.NoError(t, err)
			r := numtest.Rand(2)
			net.Edit(func(p Params[float64]) { // away from symmetric starting values
				for _, x := range [][]float64{p.B, p.Z0, p.C} {
					for i := range x {
						x[i] = r.NormFloat64() / 3
					}
				}
				for i := range p.S0 {
					p.S0[i] = 0.1 + 0.2*r.Float64()
				}
			})
			g, s, err := trainer.Gradient(context.Background(), d)
			require.NoError(t, err)
			require.Zero(t, s.Unconverged)
			active := 0
			for i, m := range trainer.run.sol.Margin {
				require.Greater(t, m, 1e-3)
				for _, l := range trainer.run.sol.Lambda.Row(i) {
					if l > 1e-3 {
						active++
					}
				}
			}
			require.Greater(t, active, 5)
			params := net.params.groups()
			for k, x := range params {
				want := make([]float64, len(x))
				for i, v := range x {
					if k == 2 && i%6 > i/6 {
						continue // above the diagonal of L
					}
					difference := func(step float64) float64 {
						at := func(v float64) float64 {
							x[i] = v
							net.changed()
							mean, _, st, err := net.Evaluate(context.Background(), d)
							require.NoError(t, err)
							require.Zero(t, st.Unconverged)
							return mean
						}
						up, down := at(v+step), at(v-step)
						at(v)
						return (up - down) / (2 * step)
					}
					want[i] = (4*difference(1e-4) - difference(2e-4)) / 3
				}
				bound := numtest.Fill(make([]float64, len(x)), 1e-6*max(1e-3, maxAbs(want)))
				numtest.Within(t, fmt.Sprint("group ", k), g.groups()[k], want, bound)
			}
		})
	}
}

// TestFit trains on classes no linear classifier can tell apart; without its inequalities the network would be linear.
func TestFit(t *testing.T) {
	t.Run("float64", testFit[float64])
	t.Run("float32", testFit[float32])
}

func testFit[T la.Float](t *testing.T) {
	train, val := rings[T](4, 300, 1), rings[T](4, 100, 2)
	pool := sched.New(2)
	defer pool.Close()
	fit := func(pool *sched.Pool) (*Network[T], nm.Report) {
		net, err := New[T](Config{Inputs: 4, Nodes: 10, Outputs: 2, Equalities: 1, Seed: 3, Pool: pool})
		require.NoError(t, err)
		trainer, err := NewTrainer(net, nm.TrainOptions{Epochs: 20, Batch: 25, Rate: 0.01})
		require.NoError(t, err)
		report, err := trainer.Fit(context.Background(), train, val)
		require.NoError(t, err)
		return net, report
	}
	net, report := fit(pool)
	require.Len(t, report.Epochs, 21)
	last := report.Epochs[20]
	if best := report.Epochs[report.Best]; last.Loss > 0.3 || best.ValError > 0.1 {
		t.Errorf("loss %g, validation error %g", last.Loss, best.ValError)
	}
	// In float32 about one program in a thousand ends just above its tolerance and is reported; which one depends on the
	// rounding of the record.
	unconverged, samples := 0, 0
	for _, e := range report.Epochs {
		unconverged += e.Stats.Unconverged
		samples += e.Stats.Samples
	}
	allowed := 0
	if isFloat32[T]() {
		allowed = samples / 1000
	}
	require.LessOrEqual(t, unconverged, allowed)

	_, errRate, _, err := net.Evaluate(context.Background(), val)
	require.NoError(t, err)
	require.Equal(t, report.Epochs[report.Best].ValError, errRate, "the best weights are not those restored")

	serial, again := fit(nil)
	require.Equal(t, report.Best, again.Best)
	for k, w := range serial.params.groups() {
		numtest.Equal(t, fmt.Sprint("weights of another worker count, group ", k), w, net.params.groups()[k])
	}

	// A row alone, several goroutines at once.
	y := la.NewMatrix[T](val.X.Rows, 2)
	_, err = net.Predict(context.Background(), y, val.X)
	require.NoError(t, err)
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			one := la.NewMatrix[T](1, 2)
			for i := g; i < val.X.Rows; i += 4 {
				row := val.X.View(i, 0, 1, 4)
				if _, err := net.Predict(context.Background(), one, &row); err != nil {
					t.Error(err)
				}
				numtest.Equal(t, fmt.Sprint("prediction of row alone ", i), one.Data, y.Row(i))
			}
		})
	}
	wg.Wait()
}

// TestBadSamples: samples without a solution are counted and leave the gradient alone.
func TestBadSamples(t *testing.T) {
	net, err := New[float64](Config{Inputs: 2, Nodes: 4, Outputs: 2})
	require.NoError(t, err)
	trainer, err := NewTrainer(net, nm.TrainOptions{})
	require.NoError(t, err)
	good := rings[float64](2, 3, 1)
	g, _, err := trainer.Gradient(nil, good)
	require.NoError(t, err)
	want := newParams[float64](&net.cfg)
	want.copyFrom(&g)

	bad := rings[float64](2, 4, 1)
	la.Copy(&la.Matrix[float64]{Rows: 3, Cols: 2, Stride: 2, Data: bad.X.Data}, good.X)
	bad.X.Set(3, 0, math.NaN())
	_, s, err := trainer.Gradient(nil, bad)
	require.NoError(t, err)
	require.Equal(t, []int{3}, s.Rows)
	require.Equal(t, 1, s.Unconverged)
	for k, w := range trainer.grad.groups() {
		numtest.Equal(t, fmt.Sprint("group ", k), w, want.groups()[k])
	}
	_, errRate, st, err := net.Evaluate(nil, bad)
	require.NoError(t, err)
	require.Equal(t, 1, st.Unconverged)
	require.GreaterOrEqual(t, errRate, 0.25)

	net.Edit(func(p Params[float64]) { p.G.Set(0, 0, math.NaN()) })
	before := newParams[float64](&net.cfg)
	before.copyFrom(&net.params)
	_, err = trainer.Fit(nil, good, nil)
	require.ErrorIs(t, err, nm.ErrDiverged)
	for k, w := range net.params.groups() {
		numtest.Equal(t, fmt.Sprint("weights, group ", k), w, before.groups()[k])
	}
}

// TestLimits: training keeps the feasible set open, and large logits give probabilities.
func TestLimits(t *testing.T) {
	net, err := New[float64](Config{Inputs: 2, Nodes: 4, Outputs: 2})
	require.NoError(t, err)
	net.Edit(func(p Params[float64]) {
		la.Scal(3e4, p.V.Data)
		numtest.Fill(p.S0, 0.01)
	})
	trainer, err := NewTrainer(net, nm.TrainOptions{})
	require.NoError(t, err)
	d := rings[float64](2, 20, 1)
	for range 10 {
		_, err := trainer.Step(nil, d, 0.5)
		require.NoError(t, err)
	}
	require.Equal(t, leastSlack, slices.Min(net.params.S0))
	y := la.NewMatrix[float64](20, 2)
	st, err := net.Predict(nil, y, d.X)
	require.NoError(t, err)
	require.Zero(t, st.Unconverged)
	for i := range y.Rows {
		require.InDelta(t, 1, la.Asum(y.Row(i)), 1e-12)
	}
}

func TestBadConfig(t *testing.T) {
	for _, c := range []Config{
		{}, {Inputs: 1, Nodes: 1}, {Inputs: 1, Nodes: 2, Outputs: 1, Inequalities: -1}, {Inputs: 1, Nodes: 2, Outputs: 1, Equalities: 2},
		{Inputs: 1, Nodes: 2, Outputs: 1, Epsilon: math.NaN()}, {Inputs: 1, Nodes: 2, Outputs: 1, Settings: Settings{Tolerance: 1}},
		{Inputs: 1, Nodes: 2, Outputs: 1, Settings: Settings{MaxIterations: -1}}, {Inputs: math.MaxInt, Nodes: 2, Outputs: 1},
	} {
		_, err := New[float64](c)
		require.ErrorIs(t, err, nm.ErrConfig, "%+v", c)
	}
	net, err := New[float64](Config{Inputs: 2, Nodes: 2, Outputs: 2})
	require.NoError(t, err)
	for _, o := range []nm.TrainOptions{{Epochs: -1}, {Batch: -1}, {Rate: -1}, {FinalRate: math.Inf(1)}, {Optimizer: nm.SGD}, {Penalty: nm.Penalty{Lambda: 1}}} {
		_, err := NewTrainer(net, o)
		require.ErrorIs(t, err, nm.ErrConfig, "%+v", o)
	}
	_, _, _, err = net.Evaluate(nil, &nm.Data[float64]{X: la.NewMatrix[float64](1, 2), Labels: []int{2}})
	require.ErrorIs(t, err, nm.ErrConfig)
	require.PanicsWithValue(t, badShape, func() { _, _ = net.Predict(nil, la.NewMatrix[float64](1, 2), la.NewMatrix[float64](1, 3)) })
}

func TestFitCancelled(t *testing.T) {
	net, err := New[float64](Config{Inputs: 2, Nodes: 4, Outputs: 2})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	trainer, err := NewTrainer(net, nm.TrainOptions{Batch: 10, OnStep: func(step, steps int) {
		require.Equal(t, 120, steps)
		if step == 6 {
			cancel()
		}
	}})
	require.NoError(t, err)
	report, err := trainer.Fit(ctx, rings[float64](2, 40, 1), nil)
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, report.Epochs, 2)
}
