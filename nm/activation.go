package nm

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// apply writes z = f(n); z and n have equal length and may be the same slice.
func apply[T la.Float](f Activation, z, n []T) {
	switch f {
	case Tanh:
		la.Tanh(z, n)
	case Sigmoid:
		la.Sigmoid(z, n)
	case ReLU:
		la.ReLU(z, n)
	case Softplus:
		la.Log1pExp(z, n)
	}
}

// slope writes d = f'(n) given z = f(n): every f here has a derivative that is a function of its value.
func slope[T la.Float](f Activation, d, z []T) {
	switch f {
	case Tanh:
		la.TanhSlope(d, z)
	case Sigmoid:
		la.SigmoidSlope(d, z)
	case ReLU:
		for i, v := range z {
			d[i] = 0
			if v > 0 {
				d[i] = 1
			}
		}
	case Softplus: // f' = sigmoid(n) = 1 - exp(-f)
		for i, v := range z {
			d[i] = T(-math.Expm1(-float64(v)))
		}
	}
}
