package asm

import (
	"flag"
	"fmt"
	"math"
	"math/big"
	"runtime/debug"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

var (
	all32 = flag.Bool("all32", false, "hold every float32 against the reference (minutes)")
	dense = flag.Int("dense", 1<<17, "samples of each function, without -short")
)

// elementFunc is one elementary function with its reference and its bounds. The bounds on the error, in ulp, are what was
// measured and a little more; package la promises 1.5 for Exp and 2 for the others.
type elementFunc struct {
	name     string
	f64      func(*Kernels[float64]) func(dst, src []float64)
	f32      func(*Kernels[float32]) func(dst, src []float32)
	ref      func(x float64) scaled
	quick    func(x float64) float64 // good to a few ulp of float64
	generic  float64                 // bound of the portable record
	fused    float64                 // of avx2, which fuses multiply-adds
	tabled   float64                 // and of avx512, which looks up powers of 2^(1/16) as well
	lim      float64                 // bound of the record under test
	least    float64                 // no value is below
	most     float64                 // or above
	specials [][2]float64            // x and the exact value for both types
	lo, hi   float64                 // outside, f rounds to a constant or to x
}

var inf, nan, negZero = math.Inf(1), math.NaN(), math.Copysign(0, -1)

var elementFuncs = []elementFunc{
	{
		name:    "Exp",
		f64:     func(k *Kernels[float64]) func(dst, src []float64) { return k.Exp },
		f32:     func(k *Kernels[float32]) func(dst, src []float32) { return k.Exp },
		ref:     refExp,
		quick:   math.Exp,
		generic: 1.1, fused: 1.1, tabled: 1.1, least: 0, most: inf,
		specials: [][2]float64{{nan, nan}, {inf, inf}, {-inf, 0}, {0, 1}, {negZero, 1}, {710, inf}, {-746, 0}, {1e30, inf}, {-1e30, 0}},
		lo:       -746, hi: 710,
	},
	{
		name:    "Tanh",
		f64:     func(k *Kernels[float64]) func(dst, src []float64) { return k.Tanh },
		f32:     func(k *Kernels[float32]) func(dst, src []float32) { return k.Tanh },
		ref:     refTanh,
		quick:   math.Tanh,
		generic: 1.9, fused: 1.45, tabled: 1.8, least: -1, most: 1,
		specials: [][2]float64{{nan, nan}, {inf, 1}, {-inf, -1}, {0, 0}, {negZero, negZero}, {20, 1}, {-20, -1}, {1e30, 1}, {-1e30, -1},
			{0x1p-149, 0x1p-149}, {-0x1p-149, -0x1p-149}, {0x1p-100, 0x1p-100}, {-0x1p-100, -0x1p-100}},
		lo: -20, hi: 20,
	},
	{
		name:    "Sigmoid",
		f64:     func(k *Kernels[float64]) func(dst, src []float64) { return k.Sigmoid },
		f32:     func(k *Kernels[float32]) func(dst, src []float32) { return k.Sigmoid },
		ref:     refSigmoid,
		quick:   func(x float64) float64 { return 1 / (1 + math.Exp(-x)) },
		generic: 1.6, fused: 1.6, tabled: 1.6, least: 0, most: 1,
		specials: [][2]float64{{nan, nan}, {inf, 1}, {-inf, 0}, {0, 0.5}, {negZero, 0.5}, {40, 1}, {-746, 0}, {1e30, 1}, {-1e30, 0}},
		lo:       -746, hi: 40,
	},
	{
		name: "Log1pExp",
		f64:  func(k *Kernels[float64]) func(dst, src []float64) { return k.Log1pExp },
		f32:  func(k *Kernels[float32]) func(dst, src []float32) { return k.Log1pExp },
		ref:  refLog1pExp,
		quick: func(x float64) float64 {
			return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
		},
		generic: 1.8, fused: 1.6, tabled: 1.7, least: 0, most: inf,
		specials: [][2]float64{{nan, nan}, {inf, inf}, {-inf, 0}, {-746, 0}, {1e30, 1e30}, {-1e30, 0}, {64, 64}},
		lo:       -746, hi: 40,
	},
}

// forElements runs a test of every function of every record.
func forElements(t *testing.T, f64 func(*testing.T, *elementFunc, func(dst, src []float64)), f32 func(*testing.T, *elementFunc, func(dst, src []float32))) {
	for _, f := range elementFuncs {
		limit := func(name string) *elementFunc {
			f.lim = map[string]float64{"generic": f.generic, "avx2": f.fused, "avx512": f.tabled}[name]
			return &f
		}
		t.Run(f.name, func(t *testing.T) {
			forEachKernel(t, func(t *testing.T, k *Kernels[float64]) { f64(t, limit(k.Name), f.f64(k)) })
			forEachKernel(t, func(t *testing.T, k *Kernels[float32]) { f32(t, limit(k.Name), f.f32(k)) })
		})
	}
}

// samples covers [lo, hi], the neighbourhood of zero, that of multiples of ln2/4 (where the reduction changes over for
// x or 2x), and all magnitudes.
func samples(n int, lo, hi float64) []float64 {
	rng := numtest.Rand(1)
	x := make([]float64, 0, n)
	for len(x) < n {
		v := rng.Float64()
		switch len(x) % 8 {
		case 0:
			v = lo + (hi-lo)*v
		case 1, 2, 3:
			v = 2*v - 1
		case 4:
			v = 16*v - 8
		case 5:
			v = (1 + 1e-7*(v-0.5)) * math.Ln2 / 4 * math.Round((lo+(hi-lo)*rng.Float64())*4/math.Ln2)
		case 6:
			v = math.Copysign(math.Exp(40*v-37), rng.Float64()-0.5)
		case 7:
			v = math.Float64frombits(rng.Uint64())
		}
		x = append(x, v)
	}
	return x
}

// worst is the largest error seen, in ulp, and where.
type worst struct {
	ulps, x, y float64
}

// see holds y = f(x) in T against the reference.
func see[T Float](t *testing.T, f *elementFunc, w *worst, x, y T) {
	v := float64(x)
	var u float64
	switch {
	case y >= T(f.least) && y <= T(f.most) && v >= f.lo && v <= f.hi:
		u = ulps(y, f.ref(v))
	case !numtest.SameBits(y, T(f.quick(v))):
		u = inf
	}
	if !(u <= w.ulps) {
		*w = worst{u, v, float64(y)}
	}
	if !(u <= f.lim) {
		t.Helper()
		t.Errorf("%s(%x) = %x: %.3f ulp, bound %g", f.name, x, y, u, f.lim)
	}
}

// testAccuracy holds fn against the reference at n samples.
func testAccuracy[T Float](t *testing.T, f *elementFunc, fn func(dst, src []T), n int, lo, hi float64) {
	x, y := make([]T, n), make([]T, n)
	for i, v := range samples(n, max(f.lo, lo), min(f.hi, hi)) {
		x[i] = T(v)
	}
	fn(y, x)
	var w worst
	for i := range x {
		if see(t, f, &w, x[i], y[i]); t.Failed() {
			return
		}
	}
	t.Logf("worst %.3f ulp at %g", w.ulps, w.x)
}

func TestElementAccuracy(t *testing.T) {
	n := *dense
	if testing.Short() {
		n = 1 << 13
	}
	forElements(t, func(t *testing.T, f *elementFunc, fn func(dst, src []float64)) {
		testAccuracy(t, f, fn, n, expMin64, expMax64)
	}, func(t *testing.T, f *elementFunc, fn func(dst, src []float32)) {
		testAccuracy(t, f, fn, n, expMin32, expMax32)
	})
}

// TestElementAll32 is TestElementAccuracy for every float32. Where the result is the rounded value of the math package
// it is within 0.51 ulp; elsewhere the reference decides.
func TestElementAll32(t *testing.T) {
	if !*all32 {
		t.Skip("minutes; asked for by -all32")
	}
	forElements(t, func(*testing.T, *elementFunc, func(dst, src []float64)) {}, func(t *testing.T, f *elementFunc, fn func(dst, src []float32)) {
		const block = 1 << 14
		x, y := make([]float32, block), make([]float32, block)
		w := worst{ulps: 0.5}
		for b := range uint32(1 << 32 / block) {
			for i := range x {
				x[i] = math.Float32frombits(b*block + uint32(i))
			}
			fn(y, x)
			for i, v := range x {
				if y[i] != float32(f.quick(float64(v))) {
					see(t, f, &w, v, y[i])
				}
			}
			if t.Failed() {
				return
			}
		}
		t.Logf("worst %.3f ulp at %g", w.ulps, w.x)
	})
}

func testSpecials[T Float](t *testing.T, f *elementFunc, fn func(dst, src []T)) {
	for _, s := range f.specials {
		x := numtest.Fill(make([]T, 9), T(s[0]))
		fn(x, x)
		numtest.Equal(t, fmt.Sprintf("%s(%v)", f.name, s[0]), x, numtest.Fill(make([]T, 9), T(s[1])))
	}
}

func TestElementSpecials(t *testing.T) { forElements(t, testSpecials[float64], testSpecials[float32]) }

// testPlace: an element has the bits of a call for it alone, at every place of every length, flush against a faulting
// page on either side, in place, and without touching the neighbours.
func testPlace[T Float](t *testing.T, f *elementFunc, fn func(dst, src []T)) {
	r := numtest.Rand(2)
	const sentinel = 12345
	for n := range 70 {
		for _, end := range []numtest.End{numtest.Front, numtest.Back} {
			s := numtest.NewScope(t)
			x, y := guardedPair[T](s, n, end)
			want := make([]T, n)
			for i := range x {
				x[i] = T(20*r.Float64() - 10)
				if i%9 == 8 {
					x[i] = T(f.specials[r.IntN(len(f.specials))][0])
				}
				fn(want[i:i+1], x[i:i+1])
			}
			what := fmt.Sprintf("%s n=%d end=%d", f.name, n, end)
			fn(y, x)
			numtest.Equal(s, what, y, want)
			inner := numtest.Fill(make([]T, n+2), sentinel)
			fn(inner[1:n+1], x)
			numtest.Equal(s, what+" inside", inner[1:n+1], want)
			numtest.Equal(s, what+" outside", []T{inner[0], inner[n+1]}, []T{sentinel, sentinel})
			fn(x, x)
			numtest.Equal(s, what+" in place", x, want)
			s.Close()
		}
	}
}

func TestElementPlace(t *testing.T) { forElements(t, testPlace[float64], testPlace[float32]) }

// testClose: every record is as near to the portable one as their bounds say.
func testClose[T Float](t *testing.T, f *elementFunc, fn, generic func(dst, src []T)) {
	x := make([]T, 1<<14)
	for i, v := range samples(len(x), -50, 50) {
		x[i] = T(v)
	}
	got, want := make([]T, len(x)), make([]T, len(x))
	fn(got, x)
	generic(want, x)
	numtest.WithinULPs(t, f.name, got, want, uint64(2*f.generic))
}

func TestElementClose(t *testing.T) {
	forElements(t, func(t *testing.T, f *elementFunc, fn func(dst, src []float64)) {
		testClose(t, f, fn, f.f64(pick[float64](&genericRecords)))
	}, func(t *testing.T, f *elementFunc, fn func(dst, src []float32)) {
		testClose(t, f, fn, f.f32(pick[float32](&genericRecords)))
	})
}

func testElementAllocs[T Float](t *testing.T, f *elementFunc, fn func(dst, src []T)) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	x := make([]T, 100)
	if n := testing.AllocsPerRun(100, func() { fn(x, x) }); n != 0 {
		t.Errorf("%s: %v allocations", f.name, n)
	}
}

func TestElementAllocs(t *testing.T) {
	forElements(t, testElementAllocs[float64], testElementAllocs[float32])
}

func FuzzElement(f *testing.F) {
	for i := range elementFuncs {
		for _, s := range elementFuncs[i].specials {
			f.Add(math.Float64bits(s[0]))
		}
	}
	f.Fuzz(func(t *testing.T, bits uint64) {
		forElements(t, func(t *testing.T, f *elementFunc, fn func(dst, src []float64)) {
			x, y := []float64{math.Float64frombits(bits)}, []float64{0}
			fn(y, x)
			see(t, f, new(worst), x[0], y[0])
		}, func(t *testing.T, f *elementFunc, fn func(dst, src []float32)) {
			x, y := []float32{math.Float32frombits(uint32(bits)), float32(math.Float64frombits(bits))}, []float32{0, 0}
			fn(y, x)
			see(t, f, new(worst), x[0], y[0])
			see(t, f, new(worst), x[1], y[1])
		})
	})
}

// TestElementReference holds the double-double reference against formulas in big.Float of 300 bits.
func TestElementReference(t *testing.T) {
	const prec = 300
	num := func(x float64) *big.Float { return new(big.Float).SetPrec(prec).SetFloat64(x) }
	op := func() *big.Float { return new(big.Float).SetPrec(prec) }
	one := num(1)
	exp := func(x *big.Float) *big.Float { // for |x|: Taylor for e^(x/2^50) - 1, then e^(2r) - 1 = m^2 + 2m
		const halvings = 50
		r, m := op().SetMantExp(op().Abs(x), -halvings), num(0)
		for n := 7; n >= 1; n-- {
			m = op().Mul(op().Quo(r, num(float64(n))), op().Add(one, m))
		}
		for range halvings {
			m = op().Add(op().Mul(m, m), op().SetMantExp(m, 1))
		}
		m.Add(m, one)
		if x.Signbit() {
			m.Quo(one, m)
		}
		return m
	}
	value := func(s scaled) *big.Float {
		v := op().Add(num(s.v.hi), num(s.v.lo))
		return v.SetMantExp(v, s.e)
	}
	hold := func(what string, x float64, got, want *big.Float) {
		d := op().Sub(got, want)
		if d.Sign() != 0 && d.MantExp(nil)-want.MantExp(nil) > -85 {
			t.Errorf("%s(%v): reference %.30g, want %.30g", what, x, got, want)
		}
	}
	for _, x := range samples(4000, -740, 700) {
		if !(math.Abs(x) <= 740) {
			continue
		}
		e := exp(num(x))
		hold("exp", x, value(refExp(x)), e)
		hold("sigmoid", x, value(refSigmoid(x)), op().Quo(e, op().Add(one, e)))
		if math.Abs(x) < 40 && math.Abs(x) > 1e-20 {
			q := exp(num(2 * x))
			hold("tanh", x, value(refTanh(x)), op().Quo(op().Sub(q, one), op().Add(q, one)))
		}
		if math.Abs(x) < 60 { // e^y - 1 = e^x for y = log(1 + e^x)
			hold("log1pexp", x, op().Sub(exp(value(refLog1pExp(x))), one), e)
		}
	}
}
