package numtest

import (
	"math"
	"unsafe"
)

// maxReports bounds the lines one comparison prints.
const maxReports = 5

// order maps a float to an integer such that neighbouring floats differ by one
// and -0 equals +0.
func order[T Float](x T) int64 {
	if unsafe.Sizeof(x) == 4 {
		b := int64(int32(math.Float32bits(float32(x))))
		if b < 0 {
			b = math.MinInt32 - b
		}
		return b
	}
	b := int64(math.Float64bits(float64(x)))
	if b < 0 {
		b = math.MinInt64 - b
	}
	return b
}

// ULPs returns how many floats lie between x and y: 0 if they are equal or both
// NaN, MaxUint64 if one is NaN.
func ULPs[T Float](x, y T) uint64 {
	if x != x || y != y {
		if x != x && y != y {
			return 0
		}
		return math.MaxUint64
	}
	a, b := order(x), order(y)
	if a < b {
		a, b = b, a
	}
	return uint64(a) - uint64(b)
}

// SameBits reports whether x and y have the same bits, any two NaN counting as
// the same.
func SameBits[T Float](x, y T) bool {
	return x == y && math.Signbit(float64(x)) == math.Signbit(float64(y)) || x != x && y != y
}

// Equal fails t unless got and want have the same length and bits.
func Equal[T Float](t TB, what string, got, want []T) bool {
	t.Helper()
	return compare(t, what, got, want, func(i int) bool { return SameBits(got[i], want[i]) })
}

// WithinULPs fails t unless every got is within ulps of want.
func WithinULPs[T Float](t TB, what string, got, want []T, ulps uint64) bool {
	t.Helper()
	return compare(t, what, got, want, func(i int) bool { return ULPs(got[i], want[i]) <= ulps })
}

// Within fails t unless |got - want| <= bound in every element; a NaN matches
// only a NaN.
func Within[T Float](t TB, what string, got, want []T, bound []float64) bool {
	t.Helper()
	return compare(t, what, got, want, func(i int) bool {
		return SameBits(got[i], want[i]) || math.Abs(float64(got[i])-float64(want[i])) <= bound[i]
	})
}

// compare reports the first elements that are not ok.
func compare[T Float](t TB, what string, got, want []T, ok func(i int) bool) bool {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: length %d, want %d", what, len(got), len(want))
		return false
	}
	bad := 0
	for i := range got {
		if ok(i) {
			continue
		}
		if bad++; bad <= maxReports {
			t.Errorf("%s[%d] = %v, want %v (%d ulps)", what, i, got[i], want[i], ULPs(got[i], want[i]))
		}
	}
	if bad > maxReports {
		t.Errorf("%s: %d of %d elements differ", what, bad, len(got))
	}
	return bad == 0
}
