package reg

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// Scale says how the sizes s_j of (7) in the paper become factors of lambda. The paper does not.
type Scale int

const (
	// ScaleMean divides by the mean of all s_j. Then lambda means the same for L1 and for NM, and the two are equal as
	// long as all nodes are in one module. Where no edge is kept every factor is 1.
	ScaleMean Scale = iota
	// ScaleRaw takes the sizes as they are.
	ScaleRaw
	// ScaleFirst divides every s_j by its own value at the first iteration; a value below one edge counts as one.
	ScaleFirst
)

// Normalize writes the factors of the sizes s to dst, which may be s, and returns what one edge weighs on that
// scale, for [Merged]. first holds the sizes of the first iteration and is used by ScaleFirst only, whose edge is
// one over the mean of first. Where ScaleMean finds no edge it returns -1, so that the merger of two lone nodes
// weighs 1+1-1, like all else. It panics on an unknown mode and unless dst, s and, if used, first have one length.
func Normalize[T la.Float](dst, s, first []T, mode Scale) T {
	if len(dst) != len(s) || mode == ScaleFirst && len(first) != len(s) {
		panic(badLength)
	}
	switch mode {
	case ScaleMean:
		total := 0.0
		for _, v := range s {
			total += float64(v)
		}
		if total == 0 {
			for j := range dst {
				dst[j] = 1
			}
			return -1
		}
		mean := total / float64(len(s)) // exact if all s_j are equal counts: their factors are exactly 1
		for j, v := range s {
			dst[j] = T(float64(v) / mean)
		}
		return T(1 / mean)
	case ScaleRaw:
		copy(dst, s)
		return 1
	case ScaleFirst:
		total := 0.0
		for j, v := range s {
			one := max(first[j], 1)
			total += float64(one)
			dst[j] = v / one
		}
		if total == 0 {
			return 1
		}
		return T(float64(len(s)) / total)
	}
	panic(badScale)
}

// JoinProbability returns 1 - p^s, equation (11): the probability that at least one of the s edges between a node and a
// module of s nodes is kept, if each is dropped with probability p independently. Accurate for p close to 1; outside
// [0, 1] p gives NaN. It panics if s is negative.
func JoinProbability[T la.Float](p T, s int) T {
	switch {
	case s < 0:
		panic(badSize)
	case !(p >= 0 && p <= 1):
		return T(math.NaN())
	case s == 0:
		return 0
	}
	return T(0 - math.Expm1(float64(s)*math.Log(float64(p)))) // not -Expm1, which is -0 for p = 1
}
