package asm

import (
	"math"
	"unsafe"
)

// The elementary functions rest on one reduction (Cody and Waite 1980, ch. 6):
//
//	x = k ln2 + r, |r| <= ln2/2, e^x = 2^k e^r, e^r = 1 + r + c(r)
//
// with c a polynomial. The value of an element depends on that element alone:
// not on its position, its neighbours or the length of the slice.

const (
	log2e = 0x1.71547652b82fep+0

	// ln2 in two parts; the first is short, so that k*ln2Hi is exact for every k
	// that the clamped arguments reach (11 bits, and 8 for float32).
	ln2Hi64, ln2Lo64 = 0x1.62e42fefa3800p-1, 0x1.ef35793c76730p-45
	ln2Hi32, ln2Lo32 = 0x1.62e4p-1, 0x1.7f7d1cp-20

	// Adding 1.5*2^(p-1) to a small number rounds it to an integer, which then
	// stands in the low bits of the sum.
	round64, round32 = 0x1.8p52, 0x1.8p23

	// Beyond these bounds e^x is 0 or +Inf; clamping to them keeps 2^k in range.
	expMin64, expMax64 = -746, 710
	expMin32, expMax32 = -104, 89

	// Beyond this bound tanh rounds to 1.
	tanhMax64, tanhMax32 = 20, 10
)

// c(r)/r^2 = 1/2 + c3 r + c4 r^2 + ..: minimax for the relative error of
// r + c(r) = e^r - 1 on |r| <= 0.3468, which is 2^-55.2 and 2^-26.1.
const (
	c3f64  = 0x1.555555555553ep-3
	c4f64  = 0x1.5555555553af3p-5
	c5f64  = 0x1.1111111118d68p-7
	c6f64  = 0x1.6c16c17a093e3p-10
	c7f64  = 0x1.a01a01719fe6dp-13
	c8f64  = 0x1.a019b3756b02ep-16
	c9f64  = 0x1.71de975c6424cp-19
	c10f64 = 0x1.2897932656e72p-22
	c11f64 = 0x1.ae499111b498fp-26

	c3f32 = 0x1.5554b6p-3
	c4f32 = 0x1.5555bap-5
	c5f32 = 0x1.1223bcp-7
	c6f32 = 0x1.6c5536p-10
)

// wide reports whether T is float64; it folds at compile time.
func wide[T Float]() bool { return unsafe.Sizeof(*new(T)) == 8 }

// clamp moves x into [lo, hi] and leaves a NaN alone.
func clamp[T Float](x, lo, hi T) T {
	if x < lo {
		return lo
	}
	if x > hi {
		return hi
	}
	return x
}

// reduce returns r and k with x = k ln2 + r. Of a NaN, r is NaN.
func reduce[T Float](x T) (r T, k int32) {
	if wide[T]() {
		t := x*log2e + T(round64)
		n := t - T(round64)
		return (x - n*T(ln2Hi64)) - n*T(ln2Lo64), int32(math.Float64bits(float64(t)))
	}
	t := x*log2e + T(round32)
	n := t - T(round32)
	return (x - n*T(ln2Hi32)) - n*T(ln2Lo32), int32(math.Float32bits(float32(t)) - math.Float32bits(round32))
}

// expTail returns c(r), by Estrin's scheme.
func expTail[T Float](r T) T {
	z := r * r
	if wide[T]() {
		a := 0.5 + r*c3f64 + z*(c4f64+r*c5f64)
		b := c6f64 + r*c7f64 + z*(c8f64+r*c9f64)
		w := z * z
		return z * (a + w*(b+w*(c10f64+r*c11f64)))
	}
	return z * (0.5 + r*c3f32 + z*(c4f32+r*c5f32+z*c6f32))
}

// pow2 returns 2^k for an exponent of a normal number.
func pow2[T Float](k int32) T {
	if wide[T]() {
		return T(math.Float64frombits(uint64(int64(k)+1023) << 52))
	}
	return T(math.Float32frombits(uint32(k+127) << 23))
}

// exp1 returns e^x. The scale is applied in two factors, for 2^k itself may be
// subnormal or too large; only the second can round.
func exp1[T Float](x T) T {
	if wide[T]() {
		x = clamp(x, expMin64, expMax64)
	} else {
		x = clamp(x, expMin32, expMax32)
	}
	r, k := reduce(x)
	p := 1 + (r + expTail(r))
	h := k >> 1
	return p * pow2[T](h) * pow2[T](k-h)
}

// tanh1 returns tanh x = -m/(2+m), m = e^(-2|x|) - 1 = 2^k (r + c) + (2^k - 1).
// Numerator and denominator carry their rounding errors.
func tanh1[T Float](x T) T {
	y := x
	if y > 0 {
		y = -y
	}
	if wide[T]() {
		y = clamp(y, -tanhMax64, 0)
	} else {
		y = clamp(y, -tanhMax32, 0)
	}
	r, k := reduce(2 * y)
	e := pow2[T](k)
	c := expTail(r)
	s := r + c
	a, b := e-1, e*s
	m := a + b
	mLo := b - (m - a) + e*(c-(s-r))
	d := 2 + m
	dLo := m - (d - 2) + mLo
	q := m / d
	q += (mLo - q*dLo) / d
	return copysign(q, x)
}

// copysign returns x with the sign of s.
func copysign[T Float](x, s T) T {
	if wide[T]() {
		return T(math.Copysign(float64(x), float64(s)))
	}
	const sign = 1 << 31
	return T(math.Float32frombits(math.Float32bits(float32(x))&^sign | math.Float32bits(float32(s))&sign))
}

// expMinus returns e^-|x| as t + lo, with t in [0, 1].
func expMinus[T Float](x T) (t, lo T) {
	if x > 0 {
		x = -x
	}
	if wide[T]() {
		x = clamp(x, expMin64, 0)
	} else {
		x = clamp(x, expMin32, 0)
	}
	r, k := reduce(x)
	s := r + expTail(r)
	p := 1 + s
	h := k >> 1
	e, f := pow2[T](h), pow2[T](k-h)
	return p * e * f, (s - (p - 1)) * e * f
}

// sigmoid1 returns 1/(1+t) for x >= 0 and t/(1+t) otherwise, t = e^-|x|.
func sigmoid1[T Float](x T) T {
	t, tLo := expMinus(x)
	d := 1 + t
	dLo := t - (d - 1) + tLo
	n, nLo := T(1), T(0)
	if x < 0 {
		n, nLo = t, tLo
	}
	q := n / d
	return q + (nLo-q*dLo)/d
}

// expGeneric is Kernels.Exp.
func expGeneric[T Float](dst, src []T) {
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] = exp1(v)
	}
}

// tanhGeneric is Kernels.Tanh.
func tanhGeneric[T Float](dst, src []T) {
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] = tanh1(v)
	}
}

// sigmoidGeneric is Kernels.Sigmoid.
func sigmoidGeneric[T Float](dst, src []T) {
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] = sigmoid1(v)
	}
}
