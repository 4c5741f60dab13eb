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
	roundPow, roundLow, roundHigh, low, high lanes // see REDUCE; low and high are 2^-64 and 2^64
	sign, abs, one, two, half, fifteen       lanes
	log2e, round, ln2Hi, ln2Lo               lanes
	expMin, expMax                           lanes
	tanhMin, tanhMax                         lanes
	exp, log                                 [10]lanes // coefficients; float32 has five
}

var element64 = elementTable{
	sign: lanes64(math.Copysign(0, -1)), abs: lanes64(math.Float64frombits(1<<63 - 1)), one: lanes64(1), two: lanes64(2), half: lanes64(0.5), fifteen: lanes64(15),
	roundPow: lanes64(round64 + 1023), roundLow: lanes64(round64 + 1023 + 64), roundHigh: lanes64(round64 + 1023 - 64), low: lanes64(0x1p-64), high: lanes64(0x1p64),
	log2e: lanes64(log2e), round: lanes64(round64), ln2Hi: lanes64(ln2Hi64), ln2Lo: lanes64(ln2Lo64),
	expMin: lanes64(expMin64), expMax: lanes64(expMax64), tanhMin: lanes64(-tanhMax64), tanhMax: lanes64(tanhMax64),
	exp: spread(lanes64, expCoef64[:]), log: spread(lanes64, logCoef64[:]),
}

var element32 = elementTable{
	sign: lanes32(float32(math.Copysign(0, -1))), abs: lanes32(math.Float32frombits(1<<31 - 1)), one: lanes32(1), two: lanes32(2), half: lanes32(0.5), fifteen: lanes32(15),
	roundPow: lanes32(round32 + 127), roundLow: lanes32(round32 + 127 + 64), roundHigh: lanes32(round32 + 127 - 64), low: lanes32(0x1p-64), high: lanes32(0x1p64),
	log2e: lanes32(log2e), round: lanes32(round32), ln2Hi: lanes32(ln2Hi32), ln2Lo: lanes32(ln2Lo32),
	expMin: lanes32(expMin32), expMax: lanes32(expMax32), tanhMin: lanes32(-tanhMax32), tanhMax: lanes32(tanhMax32),
	exp: spread(lanes32, expCoef32[:]), log: spread(lanes32, logCoef32[:]),
}

// tanhTable is for tanh on AVX2 what elementWide32.tanh is on AVX-512, with eight
// intervals, two to each power of two, and a0 .. a7.
type tanhTable struct {
	scale, most lanes
	rows        [9][8]float32
}

var tanh32 = tanhTable{
	scale: lanes32(wide32.scale), most: lanes32(wide32.most),
	rows: [9][8]float32{
		{0x1.d89f6p-1, 0x1.89d82p+0, 0x1.3b1896p+1, 0x1.d89f5ap+1, 0x1.62c418p+2, 0x1.fe0706p+2, 0, 0x1.d8a484p-2},
		{0x1.74680ep-1, 0x1.d2df58p-1, 0x1.f89accp-1, 0x1.ff5d66p-1, 0x1.fffbfcp-1, 0x1.fffff8p-1, 0, 0x1.b9b628p-2},
		{0x1.e2416ap-2, 0x1.591c42p-3, 0x1.d5e218p-6, 0x1.450052p-9, 0x1.00f28ap-14, 0x1.00fb6cp-21, 0x1p+0, 0x1.a0bb5ep-1},
		{-0x1.5ec5eep-2, -0x1.3ab12cp-3, -0x1.cf15b2p-6, -0x1.449b7ap-9, -0x1.01a052p-14, -0x1.0461a6p-21, -0x1.63a0fp-23, -0x1.6785a2p-2},
		{0x1.798dacp-4, 0x1.57d628p-4, 0x1.2bc298p-6, 0x1.afbb78p-10, 0x1.57721cp-15, 0x1.578cbap-22, -0x1.5552b8p-2, -0x1.eafb28p-4},
		{0x1.82ef28p-5, -0x1.9f1eap-6, -0x1.1a7fbap-7, -0x1.acff7ep-11, -0x1.4ccf68p-16, -0x1.3eaa7ep-23, -0x1.a18422p-13, 0x1.598d2cp-3},
		{-0x1.bfb122p-5, -0x1.2ab90ep-10, 0x1.8ddb62p-9, 0x1.53ea34p-12, 0x1.0ad678p-17, 0x1.0acc8ap-24, 0x1.14bd76p-3, -0x1.d2e766p-7},
		{0x1.e1e9b6p-7, 0x1.9a3baep-8, -0x1.6cefbp-11, -0x1.d1552ep-14, -0x1.c1cadep-19, -0x1.ed44bep-26, -0x1.fe63f4p-8, -0x1.d39bp-5},
		{0x1.0f47acp-7, -0x1.de80e2p-9, 0x1.07eb16p-15, 0x1.f8f4d6p-16, 0x1.fcc204p-21, 0x1.ff9e0ep-28, -0x1.46448p-5, 0x1.d4df54p-7},
	},
}
