package optnet

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
)

// Trainer trains one classifier by Adam on the cross-entropy. It is not safe for concurrent use.
type Trainer[T la.Float] struct {
	net     *Network[T]
	opt     nm.TrainOptions
	run     run[T]
	grad    Params[T]
	adam    adam[T]
	shuffle *rand.Rand
	x       la.Matrix[T] // a batch gathered by Fit
	inputs  la.Matrix[T] // a batch without the samples that have no part in the gradient
	labels  []int
	best    Params[T]
}

// NewTrainer returns a trainer of n. The options mean what they mean for package nm, but for what a program has not: a
// Penalty, and an Optimizer other than Adam, are errors, and records of epochs hold no modules. The error wraps
// [nm.ErrConfig].
func NewTrainer[T la.Float](n *Network[T], opt nm.TrainOptions) (*Trainer[T], error) {
	switch {
	case opt.Epochs < 0 || opt.Batch < 0 || opt.Patience < 0:
		return nil, badConfig("negative epochs, batch or patience")
	case opt.Optimizer != nm.Adam:
		return nil, badConfig("the optimizer is Adam, not %v", opt.Optimizer)
	case opt.Penalty != nm.Penalty{}:
		return nil, badConfig("there are no edges to penalise")
	case !(opt.Rate >= 0) || math.IsInf(opt.Rate, 0) || !(opt.FinalRate >= 0) || math.IsInf(opt.FinalRate, 0):
		return nil, badConfig("learning rates %v, %v are not numbers from 0 up", opt.Rate, opt.FinalRate)
	}
	if opt.Epochs == 0 {
		opt.Epochs = 30
	}
	if opt.Batch == 0 {
		opt.Batch = 128
	}
	if opt.Rate == 0 {
		opt.Rate = 2e-3
	}
	if opt.FinalRate == 0 {
		opt.FinalRate = opt.Rate
	}
	return &Trainer[T]{net: n, opt: opt, grad: newParams[T](&n.cfg), shuffle: stream(n.cfg.Seed, streamShuffle),
		adam: adam[T]{first: newParams[T](&n.cfg), second: newParams[T](&n.cfg)}}, nil
}

// adam is the rule of Kingma & Ba (ICLR 2015, algorithm 1) with beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8.
type adam[T la.Float] struct {
	steps         int
	first, second Params[T] // averages of the gradient and of its square
}

func (a *adam[T]) step(p, g *Params[T], rate float64) {
	a.steps++
	fix1 := 1 - math.Pow(0.9, float64(a.steps))
	fix2 := math.Sqrt(1 - math.Pow(0.999, float64(a.steps)))
	scale, eps := T(rate*fix2/fix1), T(1e-8*fix2)
	weights, grads, first, second := p.groups(), g.groups(), a.first.groups(), a.second.groups()
	for k, w := range weights {
		m, v := first[k], second[k]
		for i, d := range grads[k] {
			m[i] = 0.9*m[i] + 0.1*d
			v[i] = 0.999*v[i] + 0.001*d*d
			w[i] -= scale * m[i] / (sqrt(v[i]) + eps)
		}
	}
}

// Gradient runs the batch d forward and backward and returns the gradient of its mean loss. It is overwritten by the next
// call. Samples whose program was not solved, or whose derivative was not, have no part in it and are counted as unconverged.
func (t *Trainer[T]) Gradient(ctx context.Context, d *nm.Data[T]) (Params[T], nm.StepStats, error) {
	n, r := t.net, &t.run
	if err := n.check(d); err != nil {
		return Params[T]{}, nm.StepStats{}, err
	}
	solver := n.current()
	if err := r.forward(ctx, n, solver, d.X); err != nil {
		return Params[T]{}, nm.StepStats{}, err
	}
	s := nm.StepStats{}
	good := 0
	for i, st := range r.sol.Status {
		y := r.a.Row(i)
		if st != Converged {
			s.Wrong++
			clear(y)
			continue
		}
		good++
		l, wrong := loss(y, d.Labels[i])
		s.Loss += l
		if wrong {
			s.Wrong++
		}
		y[d.Labels[i]]--
	}
	s.Loss /= float64(good)
	la.Scal(1/T(max(good, 1)), r.a.Data)
	reshape(&r.dz, d.X.Rows, n.cfg.Nodes)
	la.Gemm(n.pool, la.NoTrans, la.Transpose, 1, &r.a, n.params.V, 0, &r.dz)
	if err := solver.Backward(ctx, n.pool, &r.grad, &r.sol, &r.dz); err != nil {
		return Params[T]{}, nm.StepStats{}, err
	}
	s.Stats = r.stats()
	for i, st := range r.grad.Status {
		if r.sol.Status[i] != Converged {
			continue
		}
		s.Factorizations++
		if st != Converged {
			clear(r.a.Row(i))
			s.Unconverged++
			s.Rows = append(s.Rows, i)
		}
	}
	r.grad.masked(&t.inputs, d.X)
	t.collect(&t.inputs)
	return t.grad, s, nil
}

// collect turns the gradient of the programs into that of the weights.
func (t *Trainer[T]) collect(x *la.Matrix[T]) {
	pool, p, q, g := t.net.pool, &t.net.params, &t.run.grad, &t.grad
	la.Gemm(pool, la.Transpose, la.NoTrans, 1, x, &q.P, 0, g.U)
	la.Gemm(pool, la.Transpose, la.NoTrans, 1, &q.z, &t.run.a, 0, g.V)
	sumRows(g.B, &q.P)
	sumRows(g.C, &t.run.a)
	GramGradient(pool, g.L, &q.Q, p.L)
	lower(g.L)
	// h = G z0 + s0, b = A z0.
	la.Copy(g.G, &q.G)
	la.Ger(1, q.H, p.Z0, g.G)
	la.Copy(g.A, &q.A)
	la.Ger(1, q.B, p.Z0, g.A)
	copy(g.S0, q.H)
	la.Gemv(nil, la.Transpose, 1, p.G, q.H, 0, g.Z0)
	la.Gemv(nil, la.Transpose, 1, p.A, q.B, 1, g.Z0)
}

// sumRows writes the sums of m's columns to dst.
func sumRows[T la.Float](dst []T, m *la.Matrix[T]) {
	clear(dst)
	for i := range m.Rows {
		la.Axpy(1, m.Row(i), dst)
	}
}

// Step trains on one batch at the given learning rate. If the batch has no converged sample, or ctx ends, the weights stay
// as they are.
func (t *Trainer[T]) Step(ctx context.Context, d *nm.Data[T], rate float64) (nm.StepStats, error) {
	g, s, err := t.Gradient(ctx, d)
	if err != nil || s.Unconverged == s.Samples {
		return s, err
	}
	p := &t.net.params
	t.adam.step(p, &g, rate)
	for i, v := range p.S0 {
		p.S0[i] = max(v, leastSlack)
	}
	t.net.changed()
	return s, nil
}

// Fit trains for the given number of epochs, as nm.Trainer.Fit does. val may be nil. When ctx ends it returns the report of
// what was done so far and ctx's error. Unless opt.KeepLast, the network then has the weights of the best validation error.
func (t *Trainer[T]) Fit(ctx context.Context, train, val *nm.Data[T]) (nm.Report, error) {
	for _, d := range []*nm.Data[T]{train, val} {
		if d == nil {
			continue
		}
		if err := t.net.check(d); err != nil {
			return nm.Report{}, err
		}
	}
	if train.X.Rows == 0 {
		return nm.Report{}, badConfig("no training samples")
	}
	f := fit[T]{t: t, train: train, val: val, start: time.Now(), bestError: math.Inf(1), bestLoss: math.Inf(1), best: -1}
	err := f.run(ctx)
	if f.selecting() && f.best >= 0 {
		t.net.params.copyFrom(&t.best)
		t.net.changed()
		f.report.Best = f.best
	}
	return f.report, err
}

// fit is one call of Fit.
type fit[T la.Float] struct {
	t                   *Trainer[T]
	train, val          *nm.Data[T]
	start               time.Time
	report              nm.Report
	bestError, bestLoss float64
	best                int // epoch of the best validation result; -1: none yet
}

// selecting says whether the best weights are kept aside.
func (f *fit[T]) selecting() bool { return f.val != nil && !f.t.opt.KeepLast }

func (f *fit[T]) run(ctx context.Context) error {
	o := &f.t.opt
	if err := f.record(ctx, nm.Epoch{Loss: math.NaN(), Error: math.NaN()}); err != nil {
		return err
	}
	order := make([]int, f.train.X.Rows)
	for i := range order {
		order[i] = i
	}
	for e := 1; e <= o.Epochs; e++ {
		f.t.shuffle.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		rec, err := f.epoch(ctx, e, order)
		if err != nil {
			return err
		}
		if err := f.record(ctx, rec); err != nil {
			return err
		}
		if rec.Stats.Unconverged == rec.Stats.Samples {
			return fmt.Errorf("%w: every sample of epoch %d was unconverged", nm.ErrDiverged, e)
		}
		if o.Patience > 0 && f.val != nil && e-f.best >= o.Patience {
			f.report.Stopped = true
			return nil
		}
	}
	return nil
}

// epoch trains once over the data in the given order.
func (f *fit[T]) epoch(ctx context.Context, e int, order []int) (nm.Epoch, error) {
	t, o := f.t, &f.t.opt
	steps := (len(order) + o.Batch - 1) / o.Batch
	total := o.Epochs * steps
	rec := nm.Epoch{Epoch: e, Step: e * steps}
	wrong, used := 0, 0
	for i := range steps {
		step := (e-1)*steps + i
		rate := o.Rate
		if total > 1 {
			rate += (o.FinalRate - o.Rate) * float64(step) / float64(total-1)
		}
		s, err := t.Step(ctx, t.gather(f.train, order[i*o.Batch:min((i+1)*o.Batch, len(order))]), rate)
		if err != nil {
			return rec, err
		}
		if good := s.Samples - s.Unconverged; good > 0 {
			rec.Loss += s.Loss * float64(good)
			used += good
		}
		wrong += s.Wrong
		s.Stats.Rows = nil
		add(&rec.Stats, s.Stats, 0)
		if o.OnStep != nil {
			o.OnStep(step+1, total)
		}
	}
	rec.Loss /= float64(used)
	rec.Error = float64(wrong) / float64(rec.Stats.Samples)
	return rec, nil
}

// record completes an epoch's record, keeps the weights if they are the best so far, and tells the caller.
func (f *fit[T]) record(ctx context.Context, rec nm.Epoch) error {
	n := f.t.net
	rec.ValLoss, rec.ValError = math.NaN(), math.NaN()
	if f.val != nil {
		var err error
		if rec.ValLoss, rec.ValError, _, err = n.Evaluate(ctx, f.val); err != nil {
			return err
		}
	}
	rec.Seconds = time.Since(f.start).Seconds()
	f.report.Epochs = append(f.report.Epochs, rec)
	f.report.Best = rec.Epoch
	if rec.ValError < f.bestError || rec.ValError == f.bestError && rec.ValLoss < f.bestLoss {
		f.best, f.bestError, f.bestLoss = rec.Epoch, rec.ValError, rec.ValLoss
		if f.selecting() {
			if f.t.best.U == nil {
				f.t.best = newParams[T](&n.cfg)
			}
			f.t.best.copyFrom(&n.params)
		}
	}
	if f.t.opt.OnEpoch != nil {
		f.t.opt.OnEpoch(rec)
	}
	return nil
}

// gather copies the given rows of d into the trainer's batch.
func (t *Trainer[T]) gather(d *nm.Data[T], rows []int) *nm.Data[T] {
	reshape(&t.x, len(rows), d.X.Cols)
	t.labels = t.labels[:0]
	for i, r := range rows {
		copy(t.x.Row(i), d.X.Row(r))
		t.labels = append(t.labels, d.Labels[r])
	}
	return &nm.Data[T]{X: &t.x, Labels: t.labels}
}
