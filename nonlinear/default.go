package nonlinear

// Default is the method that stands for nil: the cheap ones first, then those that go on where the Jacobian is singular
// or |F| has a minimum that is no root. Each goes on from the best iterate so far, but for those that are said to begin at the
// start.
//
//   - Systems of at least 16 unknowns get a chance to converge as fixed points x = x - F(x), by [Picard], without any
//     Jacobian, while that converges so fast that Newton's method would cost more.
//   - From 64 unknowns on, if there is no Jac, [NewtonKrylov].
//   - [Newton], with a line search and with Jacobians that serve as long as that pays.
//   - From the start, [Homotopy], for systems of at least 32 unknowns: where x - F(x) is bounded it arrives almost always, and the methods
//     below stall the more often the larger a system is.
//   - From the start, Newton with a [NonMonotone] search.
//   - [Dogleg], [LevenbergMarquardt] and [PseudoTransient].
//   - From the start, Newton with full steps, and both kinds of [Homotopy].
type Default struct{}

// Name returns "default".
func (Default) Name() string { return "default" }

// What pays. Measured on x = tanh(W x + c) with spectral radius 0.9, n = 50, 100, 300, 1000, 2026-11-25, AMD Zen 5, 2 cores of a
// shared server, AVX-512: one Jacobian with its factors costs as much as 6, 9, 19, 26 evaluations and solves with it, and
// Newton's method as a whole as much as 42, 63, 94, 95 fixed-point steps.
const (
	cheapFirst  = 16
	krylovFirst = 64
)

// pathFirstFrom: with spectral radius 3 (c of size 0.3, n = 300), where Newton stalls, the curve arrives in 90 to 900 corrections for 24 of
// 24 systems, most in 250; the methods after it solve 1 of 24 in 460 iterations (2026-11-26).
const pathFirstFrom = 32

// patience is what a new Jacobian costs, in steps with an old one.
func patience(n int, differences bool) int {
	if differences {
		return 4 + n
	}
	return 4 + n/32
}

// halving is within how many steps a fixed-point iteration has to halve the residual: at that rate it needs 33 times as many for
// ten digits. With 3 at every size, systems of 300 and 1000 unknowns that take 50 steps were left to Newton, for 1.6 and 2 times
// the time.
func halving(n int, differences bool) int {
	if differences {
		return max(3, n/20)
	}
	return 3 + min(2, n/256)
}

// byDefault runs the members of Default.
func (w *Solver) byDefault() {
	n, differences := w.p.N, w.p.Jac == nil
	if n >= cheapFirst && w.stop == 0 {
		w.iterate(cheap, nil, Reuse{}, Stop{Window: halving(n, differences), Drop: 0.5})
	}
	if n >= krylovFirst && differences && w.stop == 0 {
		w.iterate(matrixFree, nil, Reuse{}, Stop{Window: 10})
	}
	if w.stop == 0 {
		w.iterate(Newton{}, nil, Reuse{Steps: -1, Patience: patience(n, differences)}, Stop{})
	}
	if n >= pathFirstFrom {
		w.run(longPath)
	}
	for _, m := range robust {
		w.run(m)
	}
}

var (
	byDefault  Method  = Default{}
	cheap      Descent = Picard{}
	matrixFree Descent = NewtonKrylov{}
	longPath   Method  = Restart{Homotopy{Corrections: 1000}}
	robust             = Sequence{
		Restart{Algorithm{Descent: Newton{}, Globalization: NonMonotone{}, Stop: Stop{Window: 60}}},
		Dogleg{Unscaled: true, Radius: 1}, LevenbergMarquardt{}, PseudoTransient{},
		Restart{Algorithm{Descent: Newton{}, Globalization: FullStep{}, Stop: Stop{Window: 100}}},
		Restart{Homotopy{Corrections: 250}}, Restart{Homotopy{Global: true, Corrections: 300}},
	}
)
