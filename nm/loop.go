package nm

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/neuralmodules/nmcore/la"
)

// Learner is a model that the training loop can train: this package's networks, and others that share its data and records.
type Learner[T la.Float] interface {
	// Step trains on one batch, which is overwritten by the next; Evaluate measures, as a [Network] does.
	Step(ctx context.Context, d *Data[T], rate float64) (StepStats, error)
	Evaluate(ctx context.Context, d *Data[T]) (loss, errRate float64, st Stats, err error)
	Modules() Modules // zero for a model without a graph
	Keep()            // remembers the present weights as the best
	Restore()         // brings them back
}

// FitLearner trains m from the start, as [Trainer.Fit] does its network: epochs in an order that seed decides, rates, validation,
// patience, records, best weights. The caller has checked the data, which must not be empty, and opt by [TrainOptions.Check].
// val may be nil or empty.
func FitLearner[T la.Float](ctx context.Context, m Learner[T], seed uint64, opt TrainOptions, train, val *Data[T]) (Report, error) {
	if ctx == nil {
		ctx = context.Background()
	}
	batch := newBatch[T]()
	f := fit[T]{m: m, o: &opt, seed: seed, progress: &progress{best: -1}, batch: &batch, train: train, val: val}
	return f.run(ctx)
}

// progress is how far Fit has come; a checkpoint holds it.
type progress struct {
	epochs []Epoch
	best   int // epoch of the best validation result; -1: none yet
}

// fit is one run of the loop.
type fit[T la.Float] struct {
	m          Learner[T]
	o          *TrainOptions
	seed       uint64
	progress   *progress
	batch      *Data[T] // gathered rows
	train, val *Data[T] // val may be nil or empty
	start      time.Time
	before     float64 // seconds of the epochs before a checkpoint
}

// run trains and, at the end or at an error, restores the best weights.
func (f *fit[T]) run(ctx context.Context) (Report, error) {
	f.start = time.Now()
	if f.val != nil && f.val.X.Rows == 0 {
		f.val = nil
	}
	stopped, err := f.epochs(ctx)
	p := f.progress
	rep := Report{Epochs: p.epochs, Best: len(p.epochs) - 1, Stopped: stopped}
	if f.selecting() && p.best >= 0 {
		f.m.Restore()
		rep.Best = p.best
	}
	return rep, err
}

// selecting says whether the best weights are kept aside.
func (f *fit[T]) selecting() bool { return f.val != nil && !f.o.KeepLast }

// epochs trains epoch by epoch and says whether patience ended it.
func (f *fit[T]) epochs(ctx context.Context) (stopped bool, err error) {
	o, t := f.o, f.progress
	if done := len(t.epochs); done > 0 {
		f.before = t.epochs[done-1].Seconds
	} else if err := f.record(ctx, Epoch{Loss: math.NaN(), Error: math.NaN()}); err != nil {
		return false, err
	}
	order := make([]int, f.train.X.Rows)
	for e := len(t.epochs); ; e++ {
		last := &t.epochs[e-1]
		switch {
		case last.Epoch > 0 && last.Stats.Unconverged == last.Stats.Samples:
			return false, fmt.Errorf("%w: every sample of epoch %d was unconverged", ErrDiverged, last.Epoch)
		case e > o.Epochs:
			return false, nil
		case o.Patience > 0 && f.val != nil && last.Epoch-t.best >= o.Patience:
			return true, nil
		}
		rec, err := f.epoch(ctx, e, f.order(order, e))
		if err != nil {
			return false, err
		}
		if err := f.record(ctx, rec); err != nil {
			return false, err
		}
	}
}

// order shuffles the rows for epoch e, whatever the orders before.
func (f *fit[T]) order(rows []int, e int) []int {
	for i := range rows {
		rows[i] = i
	}
	r := stream(f.seed, streamShuffle+uint64(e)<<32)
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return rows
}

// epoch trains once over the data in the given order.
func (f *fit[T]) epoch(ctx context.Context, e int, order []int) (Epoch, error) {
	o := f.o
	batch := min(o.Batch, len(order))
	perEpoch := (len(order) + batch - 1) / batch
	rec := Epoch{Epoch: e, Step: e * perEpoch}
	total := o.Epochs * perEpoch
	wrong, used := 0, 0
	for i := range perEpoch {
		step := (e-1)*perEpoch + i
		rate := o.Rate
		if total > 1 {
			rate += (o.FinalRate - o.Rate) * float64(step) / float64(total-1)
		}
		s, err := f.m.Step(ctx, f.batch.gather(f.train, order[i*batch:min((i+1)*batch, len(order))]), rate)
		if err != nil {
			return rec, err
		}
		if good := s.Samples - s.Unconverged; good > 0 {
			rec.Loss += s.Loss * float64(good)
			used += good
		}
		wrong += s.Wrong
		s.Stats.Rows = nil
		rec.Stats.add(s.Stats, 0)
		if o.OnStep != nil {
			o.OnStep(step+1, total)
		}
	}
	rec.Loss /= float64(used)
	rec.Error = float64(wrong) / float64(rec.Stats.Samples)
	return rec, nil
}

// record completes an epoch's record, keeps the weights if they are the best so far, and tells the caller.
func (f *fit[T]) record(ctx context.Context, rec Epoch) error {
	t := f.progress
	rec.ValLoss, rec.ValError = math.NaN(), math.NaN()
	if f.val != nil {
		var err error
		if rec.ValLoss, rec.ValError, _, err = f.m.Evaluate(ctx, f.val); err != nil {
			return err
		}
	}
	rec.Modules = f.m.Modules()
	rec.Seconds = f.before + time.Since(f.start).Seconds()
	t.epochs = append(t.epochs, rec)
	if t.better(rec) {
		t.best = rec.Epoch
		if f.selecting() {
			f.m.Keep()
		}
	}
	if f.o.OnEpoch != nil {
		f.o.OnEpoch(rec)
	}
	return nil
}

// better compares validation results with the best so far; a NaN is never better.
func (p *progress) better(rec Epoch) bool {
	if p.best < 0 {
		return !math.IsNaN(rec.ValError)
	}
	b := p.epochs[p.best]
	return rec.ValError < b.ValError || rec.ValError == b.ValError && rec.ValLoss < b.ValLoss
}

// gather copies the given rows of d into b, which shares d's state.
func (b *Data[T]) gather(d *Data[T], rows []int) *Data[T] {
	reshape(b.X, len(rows), d.X.Cols)
	for i, r := range rows {
		copy(b.X.Row(i), d.X.Row(r))
	}
	if d.Labels != nil {
		b.Labels = b.Labels[:0]
		for _, r := range rows {
			b.Labels = append(b.Labels, d.Labels[r])
		}
	}
	if d.Targets != nil && d.Targets.Rows > 0 { // what was gathered itself may have an empty one
		reshape(b.Targets, len(rows), d.Targets.Cols)
		for i, r := range rows {
			copy(b.Targets.Row(i), d.Targets.Row(r))
		}
	}
	b.State, b.rows = d.State, rows
	return b
}

// newBatch returns data that gather can fill.
func newBatch[T la.Float]() Data[T] {
	return Data[T]{X: &la.Matrix[T]{}, Targets: &la.Matrix[T]{}}
}
