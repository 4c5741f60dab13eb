package nm

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// Optimizer is the rule that turns gradients into steps.
type Optimizer uint8

const (
	Adam Optimizer = iota // Kingma & Ba 2015, algorithm 1, with beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8
	SGD                   // gradient descent with momentum 0.9
)

var optimizerNames = [...]string{"adam", "sgd"}

func (o Optimizer) String() string { return name(optimizerNames[:], int(o)) }

// span is the number of weights one optimiser task updates.
const span = 1 << 13

// optimizer holds the moving averages of one network's gradients.
type optimizer[T la.Float] struct {
	kind          Optimizer
	steps         int
	first, second Params[T] // Adam: averages of g and g^2; SGD: first is the velocity, second is empty

	// The step at work. Kept here, not in a closure, so that a step allocates nothing.
	rate       T
	adam       la.AdamStep[T]
	w, g, m, v []T // one group
	task       func(t int)
}

func newOptimizer[T la.Float](kind Optimizer, c *Config) *optimizer[T] {
	o := &optimizer[T]{kind: kind, first: newParams[T](c)}
	if kind == Adam {
		o.second = newParams[T](c)
	} else {
		o.second = Params[T]{U: &la.Matrix[T]{}, W: &la.Matrix[T]{}, V: &la.Matrix[T]{}}
	}
	o.task = func(t int) { o.move(o.w, o.g, o.m, o.v, t*span, min((t+1)*span, len(o.w))) }
	return o
}

// begin starts a step of the given rate.
func (o *optimizer[T]) begin(rate float64) {
	o.steps++
	o.rate = T(rate)
	if o.kind == Adam { // the corrections of both averages' bias, folded into rate and epsilon
		fix1 := 1 - math.Pow(0.9, float64(o.steps))
		fix2 := math.Sqrt(1 - math.Pow(0.999, float64(o.steps)))
		o.adam = la.AdamStep[T]{Decay1: 0.9, Gain1: 0.1, Decay2: 0.999, Gain2: 0.001, Rate: T(rate * fix2 / fix1), Epsilon: T(1e-8 * fix2)}
	}
}

// step moves all groups of p but W along the gradient g.
func (o *optimizer[T]) step(pool *sched.Pool, p, g *Params[T]) {
	weights, grads, first, second := p.besideW(), g.besideW(), o.first.besideW(), o.second.besideW()
	for i := range weights {
		o.w, o.g, o.m, o.v = weights[i], grads[i], first[i], second[i]
		// The step is all or nothing: it does not listen to a context.
		_ = pool.For(nil, (len(o.w)+span-1)/span, o.task)
	}
}

// row moves the weights from:to of w, row k of W, along the gradient g.
func (o *optimizer[T]) row(w, g []T, k, from, to int) {
	var v []T
	if o.kind == Adam {
		v = o.second.W.Row(k)
	}
	o.move(w, g, o.first.W.Row(k), v, from, to)
}

// move moves the weights w[from:to] along their gradients; v is nil for SGD.
func (o *optimizer[T]) move(w, g, m, v []T, from, to int) {
	if o.kind == Adam {
		la.Adam(w[from:to], g[from:to], m[from:to], v[from:to], &o.adam)
	} else {
		la.Momentum(w[from:to], g[from:to], m[from:to], 0.9, o.rate)
	}
}
