package asm

import (
	"math"
	"unsafe"
)

// asumGeneric is Kernels.Asum: four partial sums as in dotGeneric.
func asumGeneric[T Float](x []T) T {
	var s0, s1, s2, s3 T
	i := 0
	for ; i+4 <= len(x); i += 4 {
		v := x[i : i+4 : i+4]
		s0 += abs(v[0])
		s1 += abs(v[1])
		s2 += abs(v[2])
		s3 += abs(v[3])
	}
	s := (s0 + s1) + (s2 + s3)
	for ; i < len(x); i++ {
		s += abs(x[i])
	}
	return s
}

// iamaxGeneric is Kernels.Iamax.
func iamaxGeneric[T Float](x []T) int {
	best, big := -1, T(-1)
	i := 0
	for ; i+4 <= len(x); i += 4 {
		v := x[i : i+4 : i+4]
		if within(v[0], big) && within(v[1], big) && within(v[2], big) && within(v[3], big) {
			continue // predictable, unlike the comparisons of one element after the other
		}
		for j, v := range v {
			if v-v != 0 {
				return -1
			}
			if !within(v, big) {
				best, big = i+j, abs(v)
			}
		}
	}
	for ; i < len(x); i++ {
		v := x[i]
		if v-v != 0 {
			return -1
		}
		if !within(v, big) {
			best, big = i, abs(v)
		}
	}
	return best
}

// within reports whether |x| <= bound; a NaN is not.
func within[T Float](x, bound T) bool { return -bound <= x && x <= bound }

// abs stays in T: a float32 that went through math.Abs would be converted twice.
func abs[T Float](x T) T {
	if unsafe.Sizeof(x) == 4 {
		return T(math.Float32frombits(math.Float32bits(float32(x)) &^ (1 << 31)))
	}
	return T(math.Abs(float64(x)))
}
