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

// c(r) = r^2 (1/2 + c3 r + c4 r^2 + ..): minimax for the relative error of
// r + c(r) = e^r - 1 on |r| <= 0.3468, which is 2^-55.2 and 2^-26.1.
var (
	expCoef64 = [10]float64{
		0.5, 0x1.555555555553ep-3, 0x1.5555555553af3p-5, 0x1.1111111118d68p-7, 0x1.6c16c17a093e3p-10,
		0x1.a01a01719fe6dp-13, 0x1.a019b3756b02ep-16, 0x1.71de975c6424cp-19, 0x1.2897932656e72p-22, 0x1.ae499111b498fp-26,
	}
	expCoef32 = [5]float32{
		0.5, 0x1.5554b6p-3, 0x1.5555bap-5, 0x1.1223bcp-7, 0x1.6c5536p-10,
	}
)

// log(1+t) = 2 artanh(u/2) = u + u w (l0 + l1 w + ..), u = t/(1 + t/2), w = u^2:
// minimax for the relative error on 0 <= t <= 1, which is 2^-59.4 and 2^-33.
var (
	logCoef64 = [10]float64{
		0x1.5555555555535p-4, 0x1.99999999a0848p-7, 0x1.24924920853d2p-9, 0x1.c71c741fa5dc2p-12, 0x1.745cb39823170p-14,
		0x1.3b1de366a9e2dp-16, 0x1.1067654ec86cdp-18, 0x1.efddb5fad0870p-21, 0x1.559b75d659cb3p-23, 0x1.5c8b1ee4f4d09p-24,
	}
	logCoef32 = [5]float32{
		0x1.555558p-4, 0x1.9996a8p-7, 0x1.250976p-9, 0x1.b6d646p-12, 0x1.f1b036p-14,
	}
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

// estrin64 is the polynomial c at x by Estrin's scheme, z = x^2.
func estrin64(c *[10]float64, x, z float64) float64 {
	w := z * z
	return c[0] + x*c[1] + z*(c[2]+x*c[3]) + w*(c[4]+x*c[5]+z*(c[6]+x*c[7])+w*(c[8]+x*c[9]))
}

// estrin32 is estrin64 for the shorter polynomials of float32.
func estrin32(c *[5]float32, x, z float32) float32 {
	return c[0] + x*c[1] + z*(c[2]+x*c[3]+z*c[4])
}

// expTail returns c(r).
func expTail[T Float](r T) T {
	z := r * r
	if wide[T]() {
		return z * T(estrin64(&expCoef64, float64(r), float64(z)))
	}
	return z * T(estrin32(&expCoef32, float32(r), float32(z)))
}

// logTail returns w (l0 + l1 w + ..).
func logTail[T Float](w T) T {
	z := w * w
	if wide[T]() {
		return w * T(estrin64(&logCoef64, float64(w), float64(z)))
	}
	return w * T(estrin32(&logCoef32, float32(w), float32(z)))
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

// log1pexp1 returns max(x, 0) + log(1+t), t = e^-|x|, which is log(1 + e^x).
func log1pexp1[T Float](x T) T {
	t, tLo := expMinus(x)
	h := t / 2
	d := 1 + h
	dLo := h - (d - 1) + tLo/2
	u := t / d
	y := u + (u*logTail(u*u) + (tLo-u*dLo)/d)
	if x > 0 {
		y += x
	}
	return y
}

// reluGeneric is Kernels.ReLU.
func reluGeneric[T Float](dst, src []T) {
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] = max(v, 0)
	}
}

// tanhSlopeGeneric is Kernels.TanhSlope. The factors keep the digits of a slope near 0.
func tanhSlopeGeneric[T Float](dst, src []T) {
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] = (1 - v) * (1 + v)
	}
}

// sigmoidSlopeGeneric is Kernels.SigmoidSlope.
func sigmoidSlopeGeneric[T Float](dst, src []T) {
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] = v * (1 - v)
	}
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

// log1pexpGeneric is Kernels.Log1pExp.
func log1pexpGeneric[T Float](dst, src []T) {
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] = log1pexp1(v)
	}
}
