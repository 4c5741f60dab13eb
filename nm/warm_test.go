package nm

import (
	"bytes"
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// warmConfigs are networks whose blocks are solved in different ways: several modules, one block by sweeps, one by Newton.
func warmConfigs() []Config {
	return []Config{
		hardConfig(),
		{Inputs: 10, Nodes: 90, Outputs: 5, Seed: 12, Spread: 0.8},
		{Inputs: 10, Nodes: 90, Outputs: 5, Seed: 12, Spread: 0.8, PicardAbove: 100},
		{Inputs: 10, Nodes: 20, Outputs: 5, Seed: 12, Activation: Softplus},
		{Inputs: 10, Nodes: 90, Outputs: 5, Seed: 12, Keep: 0.03, Output: Linear, Activation: Sigmoid, Spread: 2},
	}
}

// work is the iterations of a step.
func work(s StepStats) int { return s.Picard + s.Quick + s.Newton }

// flatten is a copy of all groups.
func flatten[T la.Float](p *Params[T]) []T {
	var all []T
	for _, g := range p.groups() {
		all = append(all, g...)
	}
	return all
}

// TestWarmGradient: along a training path, warm starts give the gradient of cold ones to the tolerance, in fewer iterations.
func TestWarmGradient(t *testing.T) {
	for i, c := range warmConfigs() {
		n := mustNew[float64](t, c)
		cold, warm := mustTrainer(t, n, TrainOptions{Optimizer: SGD}), mustTrainer(t, n, TrainOptions{})
		batches := []*Data[float64]{randomData[float64](c, 70, 1), randomData[float64](c, 70, 2)}
		states := []*State[float64]{NewState(n, 70), NewState(n, 70)}
		coldWork, warmWork := 0, 0
		for step := range 12 {
			d := *batches[step%2]
			g, s, err := cold.Gradient(context.Background(), &d)
			require.NoError(t, err)
			require.Zero(t, s.Unconverged)
			d.State = states[step%2]
			h, ws, err := warm.Gradient(context.Background(), &d)
			require.NoError(t, err)
			require.Zero(t, ws.Unconverged)
			near(t, "gradient", flatten(&h), flatten(&g), 1e-8)
			require.InDelta(t, s.Loss, ws.Loss, 1e-9)
			if step < 2 { // nothing is known yet
				require.Equal(t, flatten(&g), flatten(&h))
			} else {
				coldWork += work(s)
				warmWork += work(ws)
			}
			_, err = cold.Step(context.Background(), batches[step%2], 2e-3)
			require.NoError(t, err)
		}
		t.Logf("configuration %d: %d iterations cold, %d warm", i, coldWork, warmWork)
		require.Less(t, float64(warmWork), 0.9*float64(coldWork), "configuration %d", i)
	}
}

// TestWarmAtTheSolution: started at their solution, samples are solved without an iteration forward and with next to none backward.
func TestWarmAtTheSolution(t *testing.T) {
	for i, c := range warmConfigs() {
		n := mustNew[float64](t, c)
		tr := mustTrainer(t, n, TrainOptions{})
		d := randomData[float64](c, 70, 1)
		d.State = NewState(n, 70)
		_, first, err := tr.Gradient(context.Background(), d)
		require.NoError(t, err)
		_, again, err := tr.Gradient(context.Background(), d)
		require.NoError(t, err)
		require.Less(t, 5*work(again), work(first), "configuration %d", i)
	}
}

// TestBadStarts: samples are solved and gradients right wherever the starts are, in another trainer's memory, far away or nowhere.
func TestBadStarts(t *testing.T) {
	spoil := map[string]func(row []float64){
		"far": func(row []float64) {
			for i := range row {
				row[i] = 1e9 * math.Sin(float64(i))
			}
		},
		"at the end of the numbers": func(row []float64) {
			for i := range row {
				row[i] = math.MaxFloat64
			}
		},
		"infinite": func(row []float64) { row[2] = math.Inf(1) },
		"no number": func(row []float64) {
			for i := range row[1:] {
				row[i+1] = math.NaN()
			}
		},
		"backward only": func(row []float64) {
			for i := len(row) / 2; i < len(row); i++ {
				row[i] = math.NaN()
			}
		},
	}
	for name, change := range spoil {
		for i, c := range warmConfigs() {
			n := mustNew[float64](t, c)
			tr := mustTrainer(t, n, TrainOptions{})
			d := randomData[float64](c, 70, 1)
			g, cold, err := tr.Gradient(context.Background(), d)
			require.NoError(t, err)
			want := flatten(&g)
			d.State = NewState(n, 70)
			for range 3 {
				_, _, err = tr.Gradient(context.Background(), d)
				require.NoError(t, err)
			}
			for _, s := range []int{0, 5, 64, 69} {
				change(d.State.data.Row(s))
			}
			batch := newBatch[float64]() // as in Fit
			rows := make([]int, 70)
			for s := range rows {
				rows[s] = 69 - s
			}
			g, st, err := tr.Gradient(context.Background(), batch.gather(d, rows))
			require.NoError(t, err)
			require.Zero(t, st.Unconverged, "%s, configuration %d", name, i)
			require.Equal(t, 70, st.Warm)
			if name == "infinite" && i == 2 {
				require.Equal(t, 4, st.Again)
			}
			near(t, name, flatten(&g), want, 1e-8)
			if name == "infinite" && i == 2 {
				require.Equal(t, make([]float64, c.Nodes), d.State.record(5).ds, "nothing is left of a start that failed")
			}
			_, st, err = tr.Gradient(context.Background(), d)
			require.NoError(t, err)
			require.Zero(t, st.Unconverged)
			require.Less(t, 5*work(st), work(cold), "what is remembered of a sample solved again is its new solution alone")
		}
	}
}

// TestUnsolvedStartCold: a sample without a solution is not remembered, also if it was solved before.
func TestUnsolvedStartCold(t *testing.T) {
	n := mustNew[float64](t, Config{Inputs: 1, Nodes: 20, Outputs: 2, Activation: ReLU})
	n.Edit(func(p Params[float64]) { // no solution where x > 0
		for i := range p.U.Data {
			p.U.Data[i] = 1
		}
		for i := range p.W.Data {
			p.W.Data[i] = 2. / 19
		}
	})
	d := &Data[float64]{X: la.NewMatrix[float64](3, 1), Labels: []int{0, 1, 0}, State: NewState(n, 3)}
	copy(d.X.Data, []float64{-1, 1, -2})
	tr := mustTrainer(t, n, TrainOptions{})
	solved := func() [3]bool { return [3]bool{d.State.has(0), d.State.has(1), d.State.has(2)} }
	for range 2 {
		_, s, err := tr.Gradient(context.Background(), d)
		require.NoError(t, err)
		require.Equal(t, []int{1}, s.Rows)
		require.Equal(t, [3]bool{true, false, true}, solved())
	}
	d.X.Data[0] = 1
	_, s, err := tr.Gradient(context.Background(), d)
	require.NoError(t, err)
	require.Equal(t, []int{0, 1}, s.Rows)
	require.Equal(t, [3]bool{false, false, true}, solved())
	d.State.Clear()
	require.Equal(t, [3]bool{}, solved())
}

// TestEvaluationIgnoresState: evaluation neither reads nor writes a state, and Fit has its own.
func TestEvaluationIgnoresState(t *testing.T) {
	c := hardConfig()
	n := mustNew[float64](t, c)
	tr := mustTrainer(t, n, TrainOptions{Epochs: 1})
	d := blobs[float64](10, 5, 100, 1)
	plain := *d
	other := NewState(mustNew[float64](t, Config{Inputs: 1, Nodes: 2, Outputs: 1}), 1)
	_, _, _, err := n.Evaluate(context.Background(), &Data[float64]{X: d.X, Labels: d.Labels, State: other})
	require.NoError(t, err)
	d.State = NewState(n, 100)
	_, _, err = tr.Gradient(context.Background(), d)
	require.NoError(t, err)
	before := append([]float64(nil), d.State.data.Data...)
	loss, _, st, err := n.Evaluate(context.Background(), d)
	require.NoError(t, err)
	want, _, wantStats, err := n.Evaluate(context.Background(), &plain)
	require.NoError(t, err)
	require.Equal(t, want, loss)
	require.Equal(t, wantStats, st)
	_, err = tr.Fit(context.Background(), d, d)
	require.NoError(t, err)
	require.Equal(t, before, d.State.data.Data)
}

// TestWarmSameBits: with warm starts, too, training gives the same bits for any number of workers.
func TestWarmSameBits(t *testing.T) {
	t.Run("float64", testWarmSameBits[float64])
	t.Run("float32", testWarmSameBits[float32])
}

func testWarmSameBits[T la.Float](t *testing.T) {
	workers, epochs := []int{1, 2, 3}, 6
	if testing.Short() {
		workers, epochs = []int{1, 3}, 2
	}
	d := blobs[T](10, 5, 300, 3)
	for _, c := range []Config{hardConfig(), {Inputs: 10, Nodes: 90, Outputs: 5, Seed: 12, Spread: 0.9}, {Inputs: 10, Nodes: 90, Outputs: 5, Seed: 12, Keep: 0.02, ColumnCap: 0.9}} {
		var want []T
		for _, workers := range workers {
			pool := sched.New(workers)
			c.Pool = pool
			n := mustNew[T](t, c)
			tr := mustTrainer(t, n, TrainOptions{Epochs: epochs, Batch: 70, Penalty: Penalty{Lambda: 0.05, Size: ModuleEdges}})
			_, err := tr.Fit(context.Background(), d, nil)
			require.NoError(t, err)
			got := flatten(&n.params)
			pool.Close()
			if workers == 1 {
				want = got
				continue
			}
			require.Equal(t, want, got, "%d workers, %+v", workers, c)
		}
	}
}

// TestWarmResume: a run of six epochs, one with a checkpoint after the third, and what resumes from that end with the same bits and
// records, and the warm starts have a part in them; also where sweeps are tried in vain, which solvers remember.
func TestWarmResume(t *testing.T) {
	for _, spread := range []float64{0.8, 2} {
		c := Config{Inputs: 10, Nodes: 40, Outputs: 4, Seed: 5, Spread: spread}
		d := blobs[float32](10, 4, 150, 1)
		o := TrainOptions{Epochs: 6, Batch: 40, Rate: 3e-3}
		fit := func(tr *Trainer[float32]) ([]float32, []string) {
			rep, err := tr.Fit(context.Background(), d, nil)
			require.NoError(t, err)
			require.Nil(t, tr.warm)
			for i := range rep.Epochs {
				rep.Epochs[i].Seconds = 0
			}
			return flatten(&tr.net.params), plain(t, rep)
		}
		var file []byte
		tr := mustTrainer(t, mustNew[float32](t, c), o)
		tr.Watch(func(e Epoch) {
			if e.Epoch == 3 {
				file = checkpoint(t, tr)
			}
		}, nil)
		want, wantReport := fit(tr)
		got, report := fit(mustTrainer(t, mustNew[float32](t, c), o))
		require.Equal(t, want, got)
		require.Equal(t, wantReport, report)
		back, err := Resume[float32](bytes.NewReader(file))
		require.NoError(t, err)
		require.NotNil(t, back.warm)
		require.Equal(t, file, checkpoint(t, back))
		got, report = fit(back)
		require.Equal(t, want, got)
		require.Equal(t, wantReport, report)

		back, err = Resume[float32](bytes.NewReader(file))
		require.NoError(t, err)
		back.warm.Clear()
		got, _ = fit(back)
		require.NotEqual(t, want, got, "without the warm starts it must be another run")
		o.ColdStart = true
		cold := mustTrainer(t, mustNew[float32](t, c), o)
		cold.Watch(func(Epoch) { file = checkpoint(t, cold) }, nil)
		got, _ = fit(cold)
		require.NotEqual(t, want, got)
		back, err = Resume[float32](bytes.NewReader(file))
		require.NoError(t, err)
		require.True(t, back.Options().ColdStart)
		require.Nil(t, back.warm)
	}
}

// TestWarmLimit: Fit keeps no state that is too large or of no use.
func TestWarmLimit(t *testing.T) {
	n := mustNew[float64](t, Config{Inputs: 1, Nodes: 10, Outputs: 2})
	most := WarmLimit / 8 / (4*10 + 2 + 2)
	require.True(t, affordable[float64](&n.cfg, most))
	require.False(t, affordable[float64](&n.cfg, most+1))
	require.True(t, affordable[float32](&n.cfg, 2*most))
	tr := mustTrainer(t, n, TrainOptions{})
	require.Nil(t, tr.warmStarts(most+1))
	require.NotNil(t, tr.warmStarts(3))
	require.Nil(t, mustTrainer(t, n, TrainOptions{ColdStart: true}).warmStarts(3))
	require.Nil(t, mustTrainer(t, mustNew[float64](t, Config{Inputs: 1, Nodes: 10, Outputs: 2, Structure: DAG}), TrainOptions{}).warmStarts(3))
}

// TestFollow: motion along a line is followed all the way, motion back and forth not at all, and scaled with the loss.
func TestFollow(t *testing.T) {
	v, dv := make([]float64, 3), make([]float64, 3)
	require.Zero(t, follow(v, dv, []float64{1, 2, 3}, 7, false))
	require.Equal(t, []float64{1, 2, 3}, v)
	require.Equal(t, []float64{0, 0, 0}, dv)
	require.Zero(t, follow(v, dv, []float64{2, 2, 3}, 1, true))
	require.Equal(t, 1.0, follow(v, dv, []float64{3, 2, 3}, 1, true))
	require.Equal(t, 0.5, follow(v, dv, []float64{3.5, 2, 3}, 1, true))
	require.Equal(t, 1.0, follow(v, dv, []float64{8, 4, 6}, 2, true), "twice the loss, and on by as much")
	require.Equal(t, []float64{8, 4, 6}, v)
	require.Equal(t, []float64{1, 0, 0}, dv)
	require.Zero(t, follow(v, dv, []float64{2, 4, 6}, 1, true))
}

// TestStrayed: two nodes with strong edges between them have two solutions for a small input, and a warm start stays with the
// one that a cold start no longer leads to. The sixteenth step finds that out and is right; where all samples stray, all start cold from
// then on.
func TestStrayed(t *testing.T) {
	const copies = 20 // of the two nodes, in one block
	c := Config{Inputs: 1, Nodes: 2 * copies, Outputs: 2}
	n := mustNew[float64](t, c)
	n.Edit(func(p Params[float64]) {
		for j := range c.Nodes {
			p.U.Data[j] = 1
			for k := range c.Nodes {
				p.W.Set(k, j, 2./float64(c.Nodes))
			}
		}
	})
	tr := mustTrainer(t, n, TrainOptions{})
	for _, stray := range []int{1, 60} {
		d := &Data[float64]{X: la.NewMatrix[float64](60, 1), Labels: make([]int, 60)}
		for i := range d.X.Data {
			d.X.Data[i] = 1
		}
		warm := *d
		warm.State = NewState(n, 60)
		_, _, err := tr.Gradient(context.Background(), &warm)
		require.NoError(t, err)
		for i := range stray {
			d.X.Data[i] = -0.1
		}
		_, cold, err := tr.Gradient(context.Background(), d)
		require.NoError(t, err)
		for step := 2; step <= 18; step++ {
			_, s, err := tr.Gradient(context.Background(), &warm)
			require.NoError(t, err)
			require.Zero(t, s.Unconverged)
			switch {
			case step < checkEvery:
				require.Equal(t, 60, s.Warm)
				require.Greater(t, math.Abs(s.Loss-cold.Loss), 1e-3, "step %d: still where it was", step)
			case step == checkEvery:
				require.Equal(t, stray, s.Strayed)
				require.Zero(t, s.Warm)
				require.Equal(t, cold.Loss, s.Loss)
			default:
				require.InDelta(t, cold.Loss, s.Loss, 1e-9, "step %d", step)
				require.Equal(t, stray == 60, s.Warm == 0, "step %d", step)
			}
		}
		require.Equal(t, stray == 60, warm.State.watch.Off)
		warm.State.Clear()
		require.Equal(t, watch{}, warm.State.watch)
	}
}

// TestStateOfOthers: a state of other samples or another network is misuse.
func TestStateOfOthers(t *testing.T) {
	n := mustNew[float64](t, Config{Inputs: 3, Nodes: 10, Outputs: 2})
	other := mustNew[float64](t, Config{Inputs: 3, Nodes: 11, Outputs: 2})
	tr := mustTrainer(t, n, TrainOptions{})
	d := blobs[float64](3, 2, 20, 1)
	for _, s := range []*State[float64]{NewState(n, 19), NewState(other, 20)} {
		d.State = s
		require.PanicsWithValue(t, "nm: state of other samples or another network", func() { _, _ = tr.Step(context.Background(), d, 0.1) })
	}
}

// endsAfter is a context that ends at a call of Err.
type endsAfter struct {
	context.Context
	calls int
}

func (c *endsAfter) Err() error {
	if c.calls--; c.calls < 0 {
		return context.Canceled
	}
	return nil
}

// TestCancelledStep: how far a step came before its context ended, which only time decides, changes nothing that comes after.
func TestCancelledStep(t *testing.T) {
	c := Config{Inputs: 6, Nodes: 60, Outputs: 3, Spread: 1.6, Seed: 7}
	rows := 70
	if raceEnabled { // portable kernels take minutes
		c.Nodes, rows = 24, 20
	}
	d := blobs[float64](6, 3, rows, 2)
	for _, known := range []int{3, checkEvery - 1} { // a warm step follows, a cold one that checks
		var want []float64
		for calls := 0; ; calls += 1 + calls/2 {
			n := mustNew[float64](t, c)
			tr := mustTrainer(t, n, TrainOptions{})
			d.State = NewState(n, rows)
			step := func(ctx context.Context) error {
				_, err := tr.Step(ctx, d, 2e-2)
				return err
			}
			for range known {
				require.NoError(t, step(nil))
			}
			before := d.State.watch
			if step(&endsAfter{context.Background(), calls}) == nil {
				require.Positive(t, calls)
				break
			}
			require.Equal(t, before, d.State.watch)
			require.Zero(t, tr.run.links, "solvers remember what a cancelled step left")
			for range 2 {
				require.NoError(t, step(nil))
			}
			if got := flatten(&n.params); want == nil {
				want = got
			} else {
				require.Equal(t, want, got, "ended after %d calls", calls)
			}
		}
	}
}
