//go:build !purego

package asm

//lint:file-ignore U1000 the assembly finds these by name, which staticcheck cannot see

import "math"

// lanes is one constant in every element of a 32-byte vector.
type lanes [4]uint64

func lanes64(v float64) lanes {
	b := math.Float64bits(v)
	return lanes{b, b, b, b}
}

func lanes32(v float32) lanes {
	b := uint64(math.Float32bits(v))
	b |= b << 32
	return lanes{b, b, b, b}
}

// spread is f of every element of c.
func spread[T Float](f func(T) lanes, c []T) (v [10]lanes) {
	for i := range c {
		v[i] = f(c[i])
	}
	return v
}

// elementTable holds the constants of elementwise_generic.go as vectors; the
// assembly finds a field by the offset that go_asm.h gives it.
type elementTable struct {
	sign, abs, one, two, half  lanes
	log2e, round, ln2Hi, ln2Lo lanes
	expMin, expMax             lanes
	tanhMin, tanhMax           lanes
	exp, log                   [10]lanes // coefficients; float32 has five
}

var element64 = elementTable{
	sign: lanes64(math.Copysign(0, -1)), abs: lanes64(math.Float64frombits(1<<63 - 1)), one: lanes64(1), two: lanes64(2), half: lanes64(0.5),
	log2e: lanes64(log2e), round: lanes64(round64), ln2Hi: lanes64(ln2Hi64), ln2Lo: lanes64(ln2Lo64),
	expMin: lanes64(expMin64), expMax: lanes64(expMax64), tanhMin: lanes64(-tanhMax64), tanhMax: lanes64(tanhMax64),
	exp: spread(lanes64, expCoef64[:]), log: spread(lanes64, logCoef64[:]),
}

var element32 = elementTable{
	sign: lanes32(float32(math.Copysign(0, -1))), abs: lanes32(math.Float32frombits(1<<31 - 1)), one: lanes32(1), two: lanes32(2), half: lanes32(0.5),
	log2e: lanes32(log2e), round: lanes32(round32), ln2Hi: lanes32(ln2Hi32), ln2Lo: lanes32(ln2Lo32),
	expMin: lanes32(expMin32), expMax: lanes32(expMax32), tanhMin: lanes32(-tanhMax32), tanhMax: lanes32(tanhMax32),
	exp: spread(lanes32, expCoef32[:]), log: spread(lanes32, logCoef32[:]),
}
