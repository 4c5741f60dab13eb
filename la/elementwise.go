package la

import "math"

// Tanh writes tanh(src) to dst. (placeholder)
func Tanh[T Float](dst, src []T) {
	for i, v := range src {
		dst[i] = T(math.Tanh(float64(v)))
	}
}

// Exp writes exp(src) to dst. (placeholder)
func Exp[T Float](dst, src []T) {
	for i, v := range src {
		dst[i] = T(math.Exp(float64(v)))
	}
}

// Sigmoid writes 1/(1+exp(-src)) to dst. (placeholder)
func Sigmoid[T Float](dst, src []T) {
	for i, v := range src {
		dst[i] = T(1 / (1 + math.Exp(-float64(v))))
	}
}

// Log1pExp writes log(1+exp(src)) (softplus) to dst. (placeholder)
func Log1pExp[T Float](dst, src []T) {
	for i, v := range src {
		dst[i] = T(math.Max(float64(v), 0) + math.Log1p(math.Exp(-math.Abs(float64(v)))))
	}
}

// ReLU writes max(src, 0) to dst. (placeholder)
func ReLU[T Float](dst, src []T) {
	for i, v := range src {
		dst[i] = max(v, 0)
	}
}
