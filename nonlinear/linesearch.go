package nonlinear

import "math"

// FullStep goes the whole way wherever F is finite; from a point where it is not, half of it, and
// so on.
type FullStep struct{}

func (FullStep) begin(*Solver) {}
func (FullStep) window() int   { return wandering }

func (FullStep) advance(w *Solver, _ Descent) bool {
	for lambda := 1.0; !w.tooShort(lambda); lambda /= 2 {
		if norm := w.try(lambda); w.stop != 0 {
			return true
		} else if !math.IsInf(norm, 1) {
			w.accept(norm)
			return true
		}
	}
	return false
}

// Backtracking shortens the step until |F|_2^2 has dropped by at least Slope times what the linear
// model promises, by safeguarded quadratic interpolation (Dennis & Schnabel 1983, A6.3.1).
type Backtracking struct {
	Slope float64 // 0 means 1e-4
}

func (Backtracking) begin(*Solver) {}
func (Backtracking) window() int   { return descending }

func (s Backtracking) advance(w *Solver, _ Descent) bool {
	slope := s.Slope
	if slope == 0 {
		slope = 1e-4
	}
	f0, lambda := sumSquares(w.fx, w.norm), 1.0
	for tried := 0; tried < most && !w.tooShort(lambda); tried++ {
		norm := w.try(lambda)
		if w.stop != 0 {
			return true
		}
		if math.IsInf(norm, 1) {
			lambda /= 2
			continue
		}
		f := sumSquares(w.ft, w.norm)
		if f <= (1-2*slope*lambda)*f0 {
			w.accept(norm)
			return true
		}
		lambda = parabola(lambda, f0, f)
	}
	return false
}

// parabola returns the minimum of the parabola through f0 at 0, with slope -2 f0 there, and f at lambda, but
// not less than a tenth and not more than a half of lambda.
func parabola(lambda, f0, f float64) float64 {
	l := lambda * lambda * f0 / (f + (2*lambda-1)*f0)
	return min(max(l, lambda/10), lambda/2)
}

// NonMonotone lets |F|_2^2 rise now and then: it must stay below the largest of the last Memory values plus
// |F(x0)|^2/(1+k)^2 minus 1e-4 lambda^2 |F|^2 in iteration k (La Cruz, Martinez & Raydan, Math. Comp. 75 (2006)
// 1429-1448). With BothWays it tries -dx after each dx, for directions that may point uphill.
type NonMonotone struct {
	Memory   int // 0 means 10
	BothWays bool
}

// search is the state of line searches.
type search struct {
	past  []float64 // |F|^2 of the last iterates, in units of the first
	k     int       // iterations
	unit  float64   // max|F| of the first
	first float64   // |F|^2 of the first
	sigma float64   // spectral coefficient

	// MoreThuente: J(x + lambda dx) dx, and scratch for it.
	slope, scratch []float64
}

func (s NonMonotone) begin(w *Solver) {
	if s.Memory <= 0 {
		s.Memory = 10
	}
	w.search.past = fit(w.search.past, s.Memory)
	for i := range w.search.past {
		w.search.past[i] = math.Inf(-1)
	}
	w.search.k, w.search.unit, w.search.first = 0, w.norm, sumSquares(w.fx, w.norm)
}

func (NonMonotone) window() int { return wandering }

func (s NonMonotone) advance(w *Solver, _ Descent) bool {
	q := &w.search
	f0 := sumSquares(w.fx, q.unit)
	q.past[q.k%len(q.past)] = f0
	q.k++
	bound := math.Inf(-1)
	for _, f := range q.past {
		bound = max(bound, f)
	}
	bound += q.first / float64(q.k*q.k)
	forward, backward := 1.0, 1.0
	for tried := 0; tried < most && !w.tooShort(forward); tried++ {
		for lambda := forward; ; lambda = -backward {
			norm := w.try(lambda)
			if w.stop != 0 {
				return true
			}
			f := math.Inf(1)
			if !math.IsInf(norm, 1) {
				f = sumSquares(w.ft, q.unit)
			}
			if f <= bound-1e-4*lambda*lambda*f0 {
				w.accept(norm)
				return true
			}
			if lambda > 0 {
				forward = shorten(lambda, f0, f)
			} else {
				backward = shorten(-lambda, f0, f)
			}
			if lambda < 0 || !s.BothWays {
				break
			}
		}
	}
	return false
}

// shorten is parabola, or half where f is not finite.
func shorten(lambda, f0, f float64) float64 {
	if math.IsInf(f, 1) {
		return lambda / 2
	}
	return parabola(lambda, f0, f)
}
