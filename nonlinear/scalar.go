package nonlinear

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// Root is the outcome of a scalar solve: f(X) = F, computed anew at the end, is the best value seen.
// For [Bisect], [Brent] and [ITP] f changes its sign between Low and High, and does so still when no float lies between
// them and none meets the tolerance: then f jumps there, or is too steep, and the status is [Stalled].
type Root struct {
	X, F        float64
	Low, High   float64
	Status      Status
	Iterations  int
	Evaluations int
}

// ErrNoBracket is wrapped, beside [ErrNotConverged], where f has the same sign at both ends.
var ErrNoBracket = errors.New("no change of sign between the ends")

// Bisect looks for a root of f between a and b, where f must differ in sign, by halving the interval (dichotomy). Settings and
// errors are those of [Solve]: |f| <= Tolerance makes a root. An infinite value counts by its sign.
func Bisect(ctx context.Context, f func(x float64) float64, a, b float64, s *Settings) (Root, error) {
	return inBracket(ctx, f, a, b, s, func(v *bracket) float64 { return middle(v.b.x, v.c.x) })
}

// ITP is [Bisect] by interpolation, truncation and projection: superlinear on smooth functions, and never more than one
// evaluation behind bisection (Oliveira & Takahashi, ACM TOMS 47 (2021) 5:1-24; their constants are 0.2 over the width,
// 2 and 1).
func ITP(ctx context.Context, f func(x float64) float64, a, b float64, s *Settings) (Root, error) {
	least := 2 * eps[float64]() * max(abs(a), abs(b))
	width, halvings, made := 0.0, 0.0, 0
	return inBracket(ctx, f, a, b, s, func(v *bracket) float64 {
		lo, hi := v.b, v.c
		if lo.x > hi.x {
			lo, hi = hi, lo
		}
		mid, half := middle(lo.x, hi.x), hi.x/2-lo.x/2
		if made == 0 {
			width, halvings = 2*half, math.Ceil(math.Log2(half/least))
		}
		made++
		chord := (hi.f*lo.x - lo.f*hi.x) / (hi.f - lo.f)
		if chord-chord != 0 {
			return mid
		}
		toward := math.Copysign(1, mid-chord)
		x := mid
		if delta := 0.2 / width * 4 * half * half; delta <= abs(mid-chord) {
			x = chord + toward*delta
		}
		if r := least*math.Exp2(halvings+2-float64(made)) - half; abs(x-mid) > r {
			x = mid - toward*max(r, 0)
		}
		return x
	})
}

// Brent is [Bisect] by inverse quadratic interpolation, the secant or bisection, whichever is the boldest step that is still safe
// (Brent, Algorithms for Minimization without Derivatives, 1973, chapter 4).
func Brent(ctx context.Context, f func(x float64) float64, a, b float64, s *Settings) (Root, error) {
	last, before := math.Inf(1), math.Inf(1) // the last two steps
	return inBracket(ctx, f, a, b, s, func(v *bracket) float64 {
		if v.fresh {
			last, before = v.b.x-v.a.x, v.b.x-v.a.x
		}
		half := v.c.x/2 - v.b.x/2
		least := 2 * eps[float64]() * abs(v.b.x)
		step := half
		if abs(before) >= least && abs(v.a.f) > abs(v.b.f) {
			var p, q float64
			r := v.b.f / v.a.f
			if v.a.x == v.c.x {
				p, q = 2*half*r, 1-r
			} else {
				t, u := v.a.f/v.c.f, v.b.f/v.c.f
				p = r * (2*half*t*(t-u) - (v.b.x-v.a.x)*(u-1))
				q = (t - 1) * (u - 1) * (r - 1)
			}
			if p > 0 {
				q = -q
			}
			if p = abs(p); 2*p < min(3*half*q-abs(least*q), abs(before*q)) {
				step = p / q
			}
		}
		if before = last; step == half {
			before = half
		}
		last = step
		if abs(step) < least {
			step = math.Copysign(least, half)
		}
		return v.b.x + step
	})
}

// bracket is what the bracketing methods know: f changes sign between b and c, |f(b)| <= |f(c)|, and a is where b was before.
type bracket struct {
	a, b, c value
	fresh   bool // c has just become the old b
}

type value struct{ x, f float64 }

func middle(a, b float64) float64 { return a/2 + b/2 }

// inBracket is the loop of the bracketing methods; next proposes a point, which is moved inside the bracket.
func inBracket(ctx context.Context, f func(float64) float64, a, b float64, s *Settings, next func(*bracket) float64) (Root, error) {
	w := newSeeker(ctx, f, s)
	var v bracket
	v.a, v.b = value{a, w.eval(a)}, value{b, w.eval(b)}
	v.c = v.a
	if w.stop == 0 && (v.a.f < 0) == (v.b.f < 0) {
		w.stop = Stalled
		r, err := w.end(v.a.x, v.b.x)
		return r, fmt.Errorf("%w: %w", err, ErrNoBracket)
	}
	v.fresh = true
	for w.next() {
		if abs(v.c.f) < abs(v.b.f) {
			v.a, v.b, v.c = v.b, v.c, v.b
		}
		lo, hi := min(v.b.x, v.c.x), max(v.b.x, v.c.x)
		x := next(&v)
		if !(x > lo && x < hi) {
			x = middle(lo, hi)
		}
		if !(x > lo && x < hi) {
			w.stop = Stalled
			break
		}
		v.a, v.b = v.b, value{x, w.eval(x)}
		if v.fresh = (v.b.f < 0) == (v.c.f < 0); v.fresh {
			v.c = v.a
		}
	}
	return w.end(min(v.b.x, v.c.x), max(v.b.x, v.c.x))
}

// Secant looks for a root of f from the points a and b, along chords through the last two points, with steps halved where f is not
// finite. It needs no bracket and promises none. Settings and errors are those of [Solve]; a chord without slope
// is a [Singular] end.
func Secant(ctx context.Context, f func(x float64) float64, a, b float64, s *Settings) (Root, error) {
	w := newSeeker(ctx, f, s)
	p, q := value{a, w.eval(a)}, value{b, w.eval(b)}
	if math.IsInf(p.f, 0) || math.IsInf(q.f, 0) {
		w.stop = NonFinite
	}
	mark, since := math.Inf(1), 0
	for w.next() {
		if abs(w.best.f) <= 0.9*mark {
			mark, since = abs(w.best.f), 0
		}
		if since++; since > descending {
			w.stop = Stalled
			break
		}
		step := q.f / (q.f - p.f) * (p.x - q.x)
		if step-step != 0 {
			w.stop = Singular
			break
		}
		x := q.x + step
		v := w.eval(x)
		for w.stop == NonFinite || math.IsInf(v, 0) {
			if step /= 2; q.x+step == q.x {
				break
			}
			w.stop = 0
			x = q.x + step
			v = w.eval(x)
		}
		if x == q.x && w.stop == 0 {
			w.stop = Stalled
		}
		p, q = q, value{x, v}
	}
	return w.end(min(p.x, q.x), max(p.x, q.x))
}

// seeker is a scalar solve under way.
type seeker struct {
	ctx                     context.Context
	f                       func(float64) float64
	set                     Settings
	best                    value
	iterations, evaluations int
	stop                    Status
}

func newSeeker(ctx context.Context, f func(float64) float64, s *Settings) *seeker {
	if f == nil {
		panic(nilProblem)
	}
	if ctx == nil {
		ctx = context.Background()
	}
	return &seeker{ctx: ctx, f: f, set: s.withDefaults(1), best: value{math.NaN(), math.Inf(1)}}
}

// eval returns f(x) and keeps the best point; it sets w.stop at a root, at NaN, and when there is no budget or context left.
func (w *seeker) eval(x float64) float64 {
	switch {
	case w.stop != 0:
		return math.NaN()
	case w.ctx.Err() != nil:
		w.stop = Cancelled
		return math.NaN()
	case w.set.MaxEvaluations > 0 && w.evaluations >= w.set.MaxEvaluations:
		w.stop = MaxIterations
		return math.NaN()
	}
	w.evaluations++
	v := w.f(x)
	if abs(v) < abs(w.best.f) || w.evaluations == 1 {
		w.best = value{x, v}
	}
	if abs(v) <= w.set.Tolerance {
		w.stop = Converged
	} else if v != v {
		w.stop = NonFinite
	}
	return v
}

func (w *seeker) next() bool {
	if w.stop == 0 && w.iterations >= w.set.MaxIterations {
		w.stop = MaxIterations
	}
	if w.stop != 0 {
		return false
	}
	w.iterations++
	return true
}

// end computes f anew at the best point and says how it went.
func (w *seeker) end(low, high float64) (Root, error) {
	r := Root{X: w.best.x, F: w.f(w.best.x), Low: low, High: high, Iterations: w.iterations, Evaluations: w.evaluations + 1}
	if w.stop == Converged && !(abs(r.F) <= w.set.Tolerance) {
		w.stop = Stalled
	}
	r.Status = w.stop
	return r, failure(w.ctx, r.Status, r.Iterations, abs(r.F))
}

// failure is the error that belongs to a status, nil for Converged.
func failure(ctx context.Context, s Status, iterations int, residual float64) error {
	switch s {
	case Converged:
		return nil
	case Cancelled:
		return fmt.Errorf("nonlinear: %s after %d iterations, residual %.3g: %w", s, iterations, residual, ctx.Err())
	}
	return fmt.Errorf("%w: %s after %d iterations, residual %.3g", ErrNotConverged, s, iterations, residual)
}
