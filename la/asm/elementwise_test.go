package asm

import (
	"flag"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

var all32 = flag.Bool("all32", false, "hold every float32 against the reference (minutes)")

// elementFunc is one elementary function with its reference and its bounds in ulp.
type elementFunc struct {
	name     string
	f64      func(*Kernels[float64]) func(dst, src []float64)
	f32      func(*Kernels[float32]) func(dst, src []float32)
	ref      func(x float64) scaled
	quick    func(x float64) float64 // accurate enough for float32
	lim64    float64
	lim32    float64
	specials [][2]float64 // x and the exact value for both types
	lo, hi   float64      // where the function is neither constant nor the identity
}

var inf, nan, negZero = math.Inf(1), math.NaN(), math.Copysign(0, -1)

var elementFuncs = []elementFunc{
	{
		name:  "Exp",
		f64:   func(k *Kernels[float64]) func(dst, src []float64) { return k.Exp },
		f32:   func(k *Kernels[float32]) func(dst, src []float32) { return k.Exp },
		ref:   refExp,
		quick: math.Exp,
		lim64: 1.5, lim32: 1.5,
		specials: [][2]float64{{nan, nan}, {inf, inf}, {-inf, 0}, {0, 1}, {negZero, 1}, {710, inf}, {-746, 0}, {1e30, inf}, {-1e30, 0}},
		lo:       -746, hi: 710,
	},
	{
		name:  "Tanh",
		f64:   func(k *Kernels[float64]) func(dst, src []float64) { return k.Tanh },
		f32:   func(k *Kernels[float32]) func(dst, src []float32) { return k.Tanh },
		ref:   refTanh,
		quick: math.Tanh,
		lim64: 2, lim32: 2,
		specials: [][2]float64{{nan, nan}, {inf, 1}, {-inf, -1}, {0, 0}, {negZero, negZero}, {20, 1}, {-20, -1}, {1e30, 1}, {-1e30, -1},
			{0x1p-149, 0x1p-149}, {-0x1p-149, -0x1p-149}, {0x1p-100, 0x1p-100}, {-0x1p-100, -0x1p-100}},
		lo: -20, hi: 20,
	},
	{
		name:  "Sigmoid",
		f64:   func(k *Kernels[float64]) func(dst, src []float64) { return k.Sigmoid },
		f32:   func(k *Kernels[float32]) func(dst, src []float32) { return k.Sigmoid },
		ref:   refSigmoid,
		quick: func(x float64) float64 { return 1 / (1 + math.Exp(-x)) },
		lim64: 2, lim32: 2,
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
		lim64: 2, lim32: 2,
		specials: [][2]float64{{nan, nan}, {inf, inf}, {-inf, 0}, {-746, 0}, {1e30, 1e30}, {-1e30, 0}, {64, 64}},
		lo:       -746, hi: 40,
	},
}

// forElements runs test for every function of every record.
func forElements(t *testing.T, f64 func(*testing.T, *elementFunc, func(dst, src []float64)), f32 func(*testing.T, *elementFunc, func(dst, src []float32))) {
	for i := range elementFuncs {
		f := &elementFuncs[i]
		for _, k := range All[float64]() {
			t.Run(f.name+"/f64/isa="+k.Name, func(t *testing.T) { f64(t, f, f.f64(k)) })
		}
		for _, k := range All[float32]() {
			t.Run(f.name+"/f32/isa="+k.Name, func(t *testing.T) { f32(t, f, f.f32(k)) })
		}
	}
}

// same is bit equality, every NaN being the same.
func same[T Float](a, b T) bool {
	return a == b && math.Signbit(float64(a)) == math.Signbit(float64(b)) || a != a && b != b
}

// samples64 covers f's range, the neighbourhoods of zero and of multiples of
// ln2/2 (where the reduction changes over), and all magnitudes.
func samples64(f *elementFunc, n int) []float64 {
	rng := rand.New(rand.NewPCG(1, uint64(n)))
	x := make([]float64, 0, n)
	for len(x) < n {
		switch v := rng.Float64(); len(x) % 8 {
		case 0:
			x = append(x, f.lo+(f.hi-f.lo)*v)
		case 1, 2, 3:
			x = append(x, 2*v-1)
		case 4:
			x = append(x, 16*v-8)
		case 5:
			x = append(x, (1+1e-9*(v-0.5))*math.Ln2/4*float64(rng.IntN(4300)-2150))
		case 6:
			x = append(x, math.Copysign(math.Exp(40*v-37), rng.Float64()-0.5))
		case 7:
			x = append(x, math.Float64frombits(rng.Uint64()))
		}
	}
	return x
}

func TestElementAccuracy(t *testing.T) {
	n := 1 << 19
	if testing.Short() {
		n = 1 << 14
	}
	forElements(t, func(t *testing.T, f *elementFunc, fn func(dst, src []float64)) {
		x := samples64(f, n)
		y := make([]float64, n)
		fn(y, x)
		worst, at := 0.0, 0
		for i, v := range x {
			if f.inRange(v) {
				if u := ulps64(y[i], f.ref(v)); !(u <= worst) {
					worst, at = u, i
				}
			} else if w := f.quick(v); !same(y[i], w) && math.Abs(v) > 1e-30 {
				t.Fatalf("%s(%g) = %g, want %g", f.name, v, y[i], w)
			}
		}
		t.Logf("worst %.3f ulp at %g", worst, x[at])
		if !(worst <= f.lim64) {
			t.Errorf("%s(%x) = %x: %.3f ulp, bound %g", f.name, x[at], y[at], worst, f.lim64)
		}
	}, func(t *testing.T, f *elementFunc, fn func(dst, src []float32)) {
		x := make([]float32, n)
		for i, v := range samples64(f, n) {
			if x[i] = float32(v); i%8 == 7 {
				x[i] = math.Float32frombits(uint32(i) << 13 * 2654435761)
			}
		}
		y := make([]float32, n)
		fn(y, x)
		f.check32(t, x, y, f.ref)
	})
}

// inRange reports whether the reference holds at x; outside f is constant.
func (f *elementFunc) inRange(x float64) bool { return x >= f.lo && x <= f.hi }

func (f *elementFunc) check32(t *testing.T, x, y []float32, ref func(float64) scaled) float64 {
	t.Helper()
	worst, at := 0.0, 0
	for i, v := range x {
		if v != v {
			if y[i] == y[i] {
				t.Fatalf("%s(NaN) = %g", f.name, y[i])
			}
			continue
		}
		w := float32(f.quick(float64(v)))
		if y[i] == w {
			continue
		}
		if u := ulps32(y[i], ref(float64(v))); !(u <= worst) {
			worst, at = u, i
		}
	}
	if len(x) > 1<<20 {
		return worst
	}
	t.Logf("worst %.3f ulp at %g", worst, x[at])
	if !(worst <= f.lim32) {
		t.Errorf("%s(%x) = %x: %.3f ulp, bound %g", f.name, x[at], y[at], worst, f.lim32)
	}
	return worst
}

func TestElementReference(t *testing.T) {
	const prec = 240
	b := func(x float64) *big.Float { return new(big.Float).SetPrec(prec).SetFloat64(x) }
	op := func() *big.Float { return new(big.Float).SetPrec(prec) }
	exp := func(x *big.Float) *big.Float { // e^x by 40 halvings and Taylor
		const halvings = 40
		r := op().SetMantExp(x, -halvings)
		m := b(0)
		for n := 6; n >= 1; n-- {
			m = op().Mul(op().Quo(r, b(float64(n))), op().Add(b(1), m))
		}
		for range halvings {
			m = op().Add(op().Mul(m, m), op().SetMantExp(m, 1))
		}
		return op().Add(b(1), m)
	}
	_ = exp
	_ = fmt.Sprint
}
