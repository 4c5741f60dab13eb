package nm

import (
	"context"
	"errors"
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// TrainOptions describes a training run; zero values are defaults.
type TrainOptions struct {
	Epochs    int       // passes over the training data; 0: 30
	Batch     int       // samples a step, at most all; 0: 128
	Optimizer Optimizer // Adam
	Rate      float64   // learning rate of the first step; 0: 2e-3 (Adam), 0.05 (SGD)
	FinalRate float64   // learning rate the last step reaches, linearly; 0: Rate throughout

	// For a network that stores only some edges ([Config.MaxEdges]). Scan is the share of the others whose gradients a step computes,
	// in turn; 0: all up to 16,384 nodes, beyond so many that a step's work does not grow (at 100,000 nodes a 37th); negative: none.
	// Enter is how many of them may enter the list a step, those of the largest gradients; 0: a 64th of MaxEdges. An edge enters with
	// the weight that its first step gives it. Where the list is full the smallest edge below the threshold leaves for it, and if there
	// is none the smallest of all, the new one included.
	Scan  float64
	Enter int

	Penalty Penalty // on graph edges, by a proximal step after every update
	// Jacobian is mu: what is minimised has mu * mean over samples of sum_k f'(n_k)^2 * sum_j w_kj^2 over kept edges beside the loss, in
	// no loss that is reported. 0.1 took 100 nodes from spectral radii of 1.5 - 2.9 to at most 0.7, with one solution proved, at the
	// same test error (three data sets, 2026-11-26).
	Jacobian float64

	Adjoint  Adjoint // how gradients go back through cyclic blocks; all but Exact are approximations
	Terms    int     // Neumann: terms after the first; 0: 5
	Patience int     // stop after so many epochs without a better validation result; 0: never

	// KeepLast leaves the network with its last weights. Without it Fit restores those of the best validation error, ties
	// broken by validation loss, if there is a validation set.
	KeepLast bool

	// ColdStart makes every solve of Fit begin cold. Otherwise it begins where the sample was last solved, see [State], unless
	// that took more memory than [WarmLimit].
	ColdStart bool

	OnEpoch func(Epoch)           // called after every epoch, and before the first with the state at the start (Epoch 0)
	OnStep  func(step, steps int) // called after every step; steps is the total of all epochs
}

// Check fills the defaults in and reports the first option that makes no sense; the error wraps [ErrConfig].
func (o *TrainOptions) Check() error {
	switch {
	case o.Epochs < 0 || o.Batch < 0 || o.Patience < 0:
		return badConfig("negative epochs, batch or patience")
	case !(o.Jacobian >= 0) || math.IsInf(o.Jacobian, 0):
		return badConfig("weight %v of the Jacobian penalty is not a number from 0 up", o.Jacobian)
	case o.Epochs > math.MaxInt32:
		return badConfig("more than %d epochs", math.MaxInt32)
	case int(o.Optimizer) >= len(optimizerNames):
		return badConfig("unknown optimizer %d", o.Optimizer)
	case int(o.Adjoint) >= len(adjointNames):
		return badConfig("unknown adjoint %d", o.Adjoint)
	case o.Terms < 0 || o.Terms > math.MaxInt32 || o.Terms > 0 && o.Adjoint != Neumann:
		return badConfig("%d terms of the %v adjoint", o.Terms, o.Adjoint)
	case !(o.Rate >= 0) || math.IsInf(o.Rate, 0) || !(o.FinalRate >= 0) || math.IsInf(o.FinalRate, 0):
		return badConfig("learning rates %v, %v are not numbers from 0 up", o.Rate, o.FinalRate)
	case !(o.Scan <= 1) || math.IsInf(o.Scan, 0) || o.Enter < 0:
		return badConfig("a scan of %v of the edges, of which %d may enter", o.Scan, o.Enter)
	}
	if o.Epochs == 0 {
		o.Epochs = 30
	}
	if o.Batch == 0 {
		o.Batch = 128
	}
	if o.Rate == 0 {
		o.Rate = 2e-3
		if o.Optimizer == SGD {
			o.Rate = 0.05
		}
	}
	if o.FinalRate == 0 {
		o.FinalRate = o.Rate
	}
	if o.Terms == 0 && o.Adjoint == Neumann {
		o.Terms = 5
	}
	return o.Penalty.check()
}

// Epoch is the record of one epoch. Epoch 0 is the state before training, with no training figures.
type Epoch struct {
	Epoch, Step       int
	Loss, Error       float64 // over the epoch's batches, on the way, as by Evaluate
	ValLoss, ValError float64 // after the epoch; NaN without a validation set
	Modules                   // the kept graph after the epoch
	Stats             Stats   // of the epoch's steps, forward and backward; Rows is nil
	Seconds           float64 // since Fit began
}

// Report is what Fit did.
type Report struct {
	Epochs  []Epoch
	Best    int  // epoch whose weights the network has now; where none are restored the last one, -1 before the first
	Stopped bool // early, by Patience
}

// ErrDiverged says that no sample of an epoch had a usable gradient.
var ErrDiverged = errors.New("nm: training diverged")

// Trainer trains one network. It is not safe for concurrent use.
type Trainer[T la.Float] struct {
	net    *Network[T]
	opt    TrainOptions
	run    *run[T]
	grad   Params[T] // W is nil until Gradient is called
	rule   *optimizer[T]
	shrink *shrinker[T]
	edges  *edgeGradient[T]
	pass   *pass[T]
	store  *store[T]    // of a network that stores only some edges, in place of edges and pass
	batch  Data[T]      // gathered by Fit
	x      la.Matrix[T] // the batch's inputs without those of unconverged samples
	best   Params[T]
	progress

	warm      *State[T] // of the training set while Fit runs, and after Resume; nil: cold starts
	epoch     int       // Fit's, of the last step
	again     []int     // samples to be solved again
	cold      *run[T]   // for them
	coldBatch Data[T]

	share    T // of the gradients at work
	biasTask func(span int)
}

// NewTrainer returns a trainer of n. The error wraps [ErrConfig].
func NewTrainer[T la.Float](n *Network[T], opt TrainOptions) (*Trainer[T], error) {
	if n == nil {
		panic("nm: nil network")
	}
	if err := opt.Check(); err != nil {
		return nil, err
	}
	t := &Trainer[T]{
		net: n, opt: opt, run: newRun(n), cold: newRun(n), grad: newParamsBesideW[T](&n.cfg), rule: newOptimizer[T](opt.Optimizer, &n.cfg),
		shrink: newShrinker[T](opt.Penalty, n.cfg.Nodes), progress: progress{best: -1},
		batch: newBatch[T](), coldBatch: newBatch[T](),
	}
	if n.cfg.storesEdges() {
		t.grad.E = newEdges[T](n.cfg.Nodes)
		t.store = newStore(t)
	} else {
		t.edges = newEdgeGradient(t.run)
		t.pass = newPass(n, t.rule, t.shrink, t.edges)
	}
	t.biasTask = func(i int) { columnSums(t.grad.B, t.share, t.run.delta, i*columnSpan) }
	t.run.series, t.cold.series = opt.series(), opt.series()
	if opt.Jacobian > 0 {
		t.run.jacobian = newJacobian(opt.Jacobian, t.run)
		t.cold.jacobian = newJacobian(opt.Jacobian, t.cold)
	}
	return t, nil
}

// StepStats is what one step saw, before its update.
type StepStats struct {
	Loss  float64 // mean over converged samples; NaN if there are none
	Wrong int     // misclassified or unconverged samples
	Stats
}

// Gradient runs the batch d forward and backward and returns the gradient of its mean loss, and of the Jacobian penalty, at the present weights W_g, dense:
// every edge of the structure has one, kept or not (3)-(5), or where the network stores only some edges, every one of these. It is overwritten by the next
// call of Gradient or Step. Unconverged samples have no part in it.
func (t *Trainer[T]) Gradient(ctx context.Context, d *Data[T]) (Params[T], StepStats, error) {
	s, err := t.backpropagate(ctx, d)
	if err != nil {
		return Params[T]{}, StepStats{}, err
	}
	if t.edges != nil {
		t.edges.whole(&t.grad)
	}
	return t.grad, s, nil
}

// backpropagate runs the batch d forward and backward and computes all gradients but that of W, for which t.edges is ready.
func (t *Trainer[T]) backpropagate(ctx context.Context, d *Data[T]) (StepStats, error) {
	if err := d.check(&t.net.cfg); err != nil {
		return StepStats{}, err
	}
	warm, check := false, false
	var before watch
	if d.State != nil {
		d.State.check(d, &t.net.cfg)
		before = d.State.watch
		warm, check = d.State.watch.next()
	}
	err := t.run.train(ctx, d, warm, d.State != nil)
	if err == nil && warm {
		err = t.retry(ctx, d)
	}
	if err == nil && check {
		err = t.check(ctx, d)
	}
	if err != nil { // how far it came, which time decides, is to decide nothing
		t.run.forget()
		if d.State != nil {
			d.State.watch = before
		}
		return StepStats{}, err
	}
	s, x := t.settle(d.X)
	t.run.store()
	t.gradients(x, 1/T(max(1, s.Samples-s.Unconverged)))
	return s, nil
}

// outputs turns output pre-activations into dL/dA of every sample's own loss, in place, zero for unconverged samples.
func (r *run[T]) outputs(d *Data[T]) {
	g := r.net.cfg.Output
	output(g, r.a)
	r.loss, r.wrong = resize(r.loss, r.a.Rows), resize(r.wrong, r.a.Rows)
	for i, f := range r.failed {
		y := r.a.Row(i)
		if f != 0 {
			clear(y)
			continue
		}
		r.loss[i], r.wrong[i] = d.sampleLoss(g, y, i)
		d.outputGradient(g, y, i)
	}
}

// settle takes the samples that the forward or the adjoint pass could not solve out of the batch, sums up the others, and
// returns the inputs without those: a NaN there would outlive its zero gradient.
func (t *Trainer[T]) settle(x *la.Matrix[T]) (StepStats, *la.Matrix[T]) {
	r := t.run
	s := StepStats{Stats: r.stats()}
	if s.Unconverged > 0 {
		reshape(&t.x, x.Rows, x.Cols)
		la.Copy(&t.x, x)
		x = &t.x
	}
	for i, f := range r.failed {
		if f != 0 {
			s.Wrong++
			for _, m := range []*la.Matrix[T]{x, r.a, r.z, r.delta} {
				clear(m.Row(i))
			}
			continue
		}
		s.Loss += r.loss[i]
		if r.wrong[i] {
			s.Wrong++
		}
	}
	s.Loss /= float64(s.Samples - s.Unconverged)
	return s, x
}

// Step trains on one batch at the given learning rate: gradient, update, proximal step of the penalty, column cap. If the
// batch has no converged sample, or ctx ends, the weights stay as they are. It panics if the rate is no number from 0 up.
func (t *Trainer[T]) Step(ctx context.Context, d *Data[T], rate float64) (StepStats, error) {
	if !(rate >= 0) || math.IsInf(rate, 0) {
		panic("nm: bad learning rate")
	}
	s, err := t.backpropagate(ctx, d)
	if err != nil || s.Unconverged == s.Samples {
		return s, err
	}
	n := t.net
	if t.store != nil {
		t.store.apply(&t.grad, rate)
	} else {
		t.pass.apply(&t.grad, rate)
	}
	if n.cfg.ColumnCap > 0 {
		n.capColumns(capPasses)
	}
	return s, nil
}

// Options returns the options of the run, defaults filled in, without callbacks.
func (t *Trainer[T]) Options() TrainOptions {
	o := t.opt
	o.OnEpoch, o.OnStep = nil, nil
	return o
}

// learner is a Trainer as the training loop sees it.
type learner[T la.Float] struct{ *Trainer[T] }

func (l learner[T]) Evaluate(ctx context.Context, d *Data[T]) (loss, errRate float64, st Stats, err error) {
	return l.net.Evaluate(ctx, d)
}

// Step begins every epoch without what solvers remember of the last one, so that a checkpoint, which forgets that too, changes nothing.
func (l learner[T]) Step(ctx context.Context, d *Data[T], rate float64) (StepStats, error) {
	if e := len(l.progress.epochs); e != l.epoch {
		l.epoch = e
		l.run.forget()
	}
	return l.Trainer.Step(ctx, d, rate)
}

func (l learner[T]) Modules() Modules { return l.net.Modules() }

func (l learner[T]) Keep() {
	if l.best.U == nil {
		l.best = newParams[T](&l.net.cfg)
	}
	l.best.copyFrom(&l.net.params)
}

func (l learner[T]) Restore() {
	l.net.params.copyFrom(&l.best)
	l.net.changed()
}

// Network returns the network that t trains.
func (t *Trainer[T]) Network() *Network[T] { return t.net }

// Fit trains until the given number of epochs is done, from the start or, after [Resume], from where the checkpoint was made.
// val may be nil or empty. When ctx ends it returns the report of what was done so far and ctx's error. The network then has the best
// weights seen, as after a full run. A later Fit starts again at epoch 1, with the optimiser as it is.
func (t *Trainer[T]) Fit(ctx context.Context, train, val *Data[T]) (Report, error) {
	if ctx == nil {
		ctx = context.Background()
	}
	if err := train.check(&t.net.cfg); err != nil {
		return Report{}, err
	}
	if train.X.Rows == 0 {
		return Report{}, badConfig("no training samples")
	}
	if val != nil {
		if err := val.check(&t.net.cfg); err != nil {
			return Report{}, err
		}
	}
	data := *train
	data.State = t.warmStarts(data.X.Rows)
	t.epoch = 0 // so that the first epoch forgets what solvers remember of an earlier Fit
	f := fit[T]{m: learner[T]{t}, o: &t.opt, seed: t.net.cfg.Seed, progress: &t.progress, batch: &t.batch, train: &data, val: val}
	rep, err := f.run(ctx)
	t.progress = progress{best: -1}
	t.warm = nil
	return rep, err
}
