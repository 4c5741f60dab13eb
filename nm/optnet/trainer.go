package optnet

import (
	"context"
	"math"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
)

// Trainer trains one classifier by Adam on the cross-entropy. It is not safe for concurrent use.
type Trainer[T la.Float] struct {
	net    *Network[T]
	opt    nm.TrainOptions
	run    run[T]
	grad   Params[T]
	adam   adam[T]
	inputs la.Matrix[T] // a batch without the samples that have no part in the gradient
	best   Params[T]
}

// NewTrainer returns a trainer of n. The options mean what they mean for package nm, but for what a program has not: a
// Penalty, and an Optimizer other than Adam, are errors, and records of epochs hold no modules. The error wraps
// [nm.ErrConfig].
func NewTrainer[T la.Float](n *Network[T], opt nm.TrainOptions) (*Trainer[T], error) {
	switch {
	case opt.Optimizer != nm.Adam:
		return nil, badConfig("the optimizer is Adam, not %v", opt.Optimizer)
	case opt.Penalty != nm.Penalty{}:
		return nil, badConfig("there are no edges to penalise")
	}
	if err := opt.Check(); err != nil {
		return nil, err
	}
	return &Trainer[T]{net: n, opt: opt, grad: newParams[T](&n.cfg),
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
	return nm.FitLearner[T](ctx, learner[T]{t}, t.net.cfg.Seed, t.opt, train, val)
}

// learner is a Trainer as the training loop sees it.
type learner[T la.Float] struct{ *Trainer[T] }

func (l learner[T]) Evaluate(ctx context.Context, d *nm.Data[T]) (loss, errRate float64, st nm.Stats, err error) {
	return l.net.Evaluate(ctx, d)
}

func (l learner[T]) Modules() nm.Modules { return nm.Modules{} }

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
