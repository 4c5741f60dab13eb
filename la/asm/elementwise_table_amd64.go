//go:build !purego

package asm

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

// elementTable holds the constants of elementwise_generic.go as vectors; the
// assembly finds a field by the offset that go_asm.h gives it.
type elementTable struct {
	sign, one, two, half       lanes
	log2e, round, ln2Hi, ln2Lo lanes
	expMin, expMax, tanhMin    lanes

	c3, c4, c5, c6, c7, c8, c9, c10, c11 lanes // float32 has c3 to c6
}

var element64 = elementTable{
	sign: lanes64(math.Copysign(0, -1)), one: lanes64(1), two: lanes64(2), half: lanes64(0.5),
	log2e: lanes64(log2e), round: lanes64(round64), ln2Hi: lanes64(ln2Hi64), ln2Lo: lanes64(ln2Lo64),
	expMin: lanes64(expMin64), expMax: lanes64(expMax64), tanhMin: lanes64(-tanhMax64),
	c3: lanes64(c3f64), c4: lanes64(c4f64), c5: lanes64(c5f64), c6: lanes64(c6f64), c7: lanes64(c7f64),
	c8: lanes64(c8f64), c9: lanes64(c9f64), c10: lanes64(c10f64), c11: lanes64(c11f64),
}

var element32 = elementTable{
	sign: lanes32(float32(math.Copysign(0, -1))), one: lanes32(1), two: lanes32(2), half: lanes32(0.5),
	log2e: lanes32(log2e), round: lanes32(round32), ln2Hi: lanes32(ln2Hi32), ln2Lo: lanes32(ln2Lo32),
	expMin: lanes32(expMin32), expMax: lanes32(expMax32), tanhMin: lanes32(-tanhMax32),
	c3: lanes32(c3f32), c4: lanes32(c4f32), c5: lanes32(c5f32), c6: lanes32(c6f32),
}
