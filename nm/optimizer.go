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
	first, second Params[T] // Adam: averages of g and g^2; SGD: first is the velocity
}

func newOptimizer[T la.Float](kind Optimizer, c *Config) *optimizer[T] {
	o := &optimizer[T]{kind: kind, first: newParams[T](c)}
	if kind == Adam {
		o.second = newParams[T](c)
	}
	return o
}

// step moves p by one step of the given rate along the gradient g.
func (o *optimizer[T]) step(pool *sched.Pool, p, g *Params[T], rate float64) {
	o.steps++
	var move func(w, g, m, v []T)
	if o.kind == Adam {
		b1, b2 := T(0.9), T(0.999)
		fix1 := 1 - math.Pow(0.9, float64(o.steps))
		fix2 := math.Sqrt(1 - math.Pow(0.999, float64(o.steps)))
		scale, eps := T(rate*fix2/fix1), T(1e-8*fix2)
		move = func(w, g, m, v []T) {
			for i, d := range g {
				m[i] = b1*m[i] + (1-b1)*d
				v[i] = b2*v[i] + (1-b2)*d*d
				w[i] -= scale * m[i] / (sqrt(v[i]) + eps)
			}
		}
	} else {
		r := T(rate)
		move = func(w, g, m, _ []T) {
			for i, d := range g {
				m[i] = 0.9*m[i] + d
				w[i] -= r * m[i]
			}
		}
	}
	weights, grads, first, second := p.groups(), g.groups(), o.first.groups(), [5][]T{}
	if o.kind == Adam {
		second = o.second.groups()
	}
	for i, w := range weights {
		tasks := (len(w) + span - 1) / span
		// The step is all or nothing: it does not listen to a context.
		_ = pool.For(nil, tasks, func(t int) {
			from, to := t*span, min((t+1)*span, len(w))
			var v []T
			if second[i] != nil {
				v = second[i][from:to]
			}
			move(w[from:to], grads[i][from:to], first[i][from:to], v)
		})
	}
}

func sqrt[T la.Float](v T) T { return T(math.Sqrt(float64(v))) }
