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
	w, g, m, v []T // one group
	rate, eps  T
	task       func(t int)
}

func newOptimizer[T la.Float](kind Optimizer, c *Config) *optimizer[T] {
	o := &optimizer[T]{kind: kind, first: newParams[T](c)}
	if kind == Adam {
		o.second = newParams[T](c)
	} else {
		o.second = Params[T]{U: &la.Matrix[T]{}, W: &la.Matrix[T]{}, V: &la.Matrix[T]{}}
	}
	o.task = func(t int) {
		from, to := t*span, min((t+1)*span, len(o.w))
		if o.kind == Adam {
			adam(o.w[from:to], o.g[from:to], o.m[from:to], o.v[from:to], o.rate, o.eps)
		} else {
			momentum(o.w[from:to], o.g[from:to], o.m[from:to], o.rate)
		}
	}
	return o
}

// step moves p by one step of the given rate along the gradient g.
func (o *optimizer[T]) step(pool *sched.Pool, p, g *Params[T], rate float64) {
	o.steps++
	o.rate = T(rate)
	if o.kind == Adam { // the corrections of both averages' bias, folded into rate and epsilon
		fix1 := 1 - math.Pow(0.9, float64(o.steps))
		fix2 := math.Sqrt(1 - math.Pow(0.999, float64(o.steps)))
		o.rate, o.eps = T(rate*fix2/fix1), T(1e-8*fix2)
	}
	weights, grads, first, second := p.groups(), g.groups(), o.first.groups(), o.second.groups()
	for i := range weights {
		o.w, o.g, o.m, o.v = weights[i], grads[i], first[i], second[i]
		// The step is all or nothing: it does not listen to a context.
		_ = pool.For(nil, (len(o.w)+span-1)/span, o.task)
	}
}

func adam[T la.Float](w, g, m, v []T, rate, eps T) {
	for i, d := range g {
		m[i] = 0.9*m[i] + 0.1*d
		v[i] = 0.999*v[i] + 0.001*d*d
		w[i] -= rate * m[i] / (sqrt(v[i]) + eps)
	}
}

func momentum[T la.Float](w, g, m []T, rate T) {
	la.Scal(0.9, m)
	la.Axpy(1, g, m)
	la.Axpy(-rate, m, w)
}

// sqrt is rounded correctly for both types: a float64 root rounded to float32 is the float32 root.
func sqrt[T la.Float](v T) T { return T(math.Sqrt(float64(v))) }
