package asm

import "math"

// A reference for the elementary functions in double-double arithmetic (Dekker
// 1971), about 95 bits in relative terms. TestElementReference holds it against
// big.Float.

// dd is the number hi + lo, |lo| <= ulp(hi)/2.
type dd struct{ hi, lo float64 }

func fast(a, b float64) dd { s := a + b; return dd{s, b - (s - a)} }

func (x dd) add(y dd) dd {
	s := x.hi + y.hi
	b := s - x.hi
	e := (x.hi - (s - b)) + (y.hi - b)
	t := x.lo + y.lo
	c := t - x.lo
	f := (x.lo - (t - c)) + (y.lo - c)
	s2 := fast(s, e+t)
	return fast(s2.hi, s2.lo+f)
}

func (x dd) mul(y dd) dd {
	p := float64(x.hi * y.hi) // the conversion keeps arm64 from fusing the product into the sum below
	return fast(p, math.FMA(x.hi, y.hi, -p)+(x.hi*y.lo+x.lo*y.hi))
}

func (x dd) div(y dd) dd {
	q := x.hi / y.hi
	r := x.add(y.mul(dd{-q, 0}))
	q2 := r.hi / y.hi
	r = r.add(y.mul(dd{-q2, 0}))
	return fast(q, q2).add(dd{r.hi / y.hi, 0})
}

func (x dd) scale(e int) dd { return dd{math.Ldexp(x.hi, e), math.Ldexp(x.lo, e)} }

// scaled is the number v 2^e; the exponent apart so that nothing underflows.
type scaled struct {
	v dd
	e int
}

// refReduced returns e^r - 1 and k of x = k ln2 + r, |x| <= 800.
func refReduced(x float64) (dd, int) {
	k := math.Round(x * log2e)
	// ln2 in parts of 42 bits, so that k times a part is exact
	const a, b, c = 0x1.62e42fefa38p-1, 0x1.ef35793c76p-45, 0x1.cc01f97b57a08p-87
	r := dd{x - k*a, 0}.add(dd{-k * b, 0}).add(dd{-k * c, 0})
	const halvings = 10
	r = r.scale(-halvings)
	m := dd{}
	for n := 10; n >= 1; n-- { // Taylor: m = r/n (1 + m)
		m = r.div(dd{float64(n), 0}).mul(dd{1, 0}.add(m))
	}
	for range halvings { // e^(2r) - 1 = m^2 + 2m
		m = m.mul(m).add(m.scale(1))
	}
	return m, int(k)
}

func refExp(x float64) scaled {
	m, k := refReduced(x)
	return scaled{dd{1, 0}.add(m), k}
}

// refExpm1 is e^x - 1 for |x| <= 800, x <= 100.
func refExpm1(x float64) dd {
	m, k := refReduced(x)
	if k == 0 {
		return m
	}
	return dd{1, 0}.add(m).scale(k).add(dd{-1, 0})
}

func refTanh(x float64) scaled {
	if math.Abs(x) < 1e-20 { // x - x^3/3; the halvings below would underflow
		return scaled{v: dd{x, 0}}
	}
	m := refExpm1(-2 * math.Min(math.Abs(x), 50))
	t := m.div(dd{2, 0}.add(m))
	s := -math.Copysign(1, x)
	return scaled{v: dd{s * t.hi, s * t.lo}}
}

func refSigmoid(x float64) scaled {
	t := refExp(-math.Abs(x))
	d := dd{1, 0}
	if t.e > -1000 {
		d = d.add(t.v.scale(t.e))
	}
	if x < 0 {
		return scaled{t.v.div(d), t.e}
	}
	return scaled{v: dd{1, 0}.div(d)}
}

func refLog1pExp(x float64) scaled {
	t := refExp(-math.Abs(x))
	if x < 0 && t.e < -120 {
		return t // log(1+t) = t(1 - t/2)
	}
	u := dd{}
	if t.e > -1000 {
		u = t.v.scale(t.e)
	}
	y := math.Log1p(u.hi) // one Newton step on e^y = 1 + u
	m := refExpm1(y)
	r := dd{y, 0}.add(u.add(dd{-m.hi, -m.lo}).div(dd{1, 0}.add(m)))
	return scaled{v: r.add(dd{math.Max(x, 0), 0})}
}

// ulps returns |got - want| in units in the last place that want has in T. An
// infinite got stands for the number after the largest, and for all above.
func ulps[T Float](got T, want scaled) float64 {
	bits, minExp := 53, -1022
	if !wide[T]() {
		bits, minExp = 24, -126
	}
	_, e := math.Frexp(want.v.hi) // |hi| in [1/2, 1) 2^e
	unit := max(e+want.e-bits, minExp-(bits-1)) - want.e
	g := math.Ldexp(float64(got), -want.e)
	if math.IsInf(float64(got), 1) {
		g = max(math.Ldexp(1, 2-minExp-want.e), want.v.hi)
	}
	return math.Abs(math.Ldexp((g-want.v.hi)-want.v.lo, -unit))
}
