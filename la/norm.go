package la

import (
	"math"
	"unsafe"
)

// abs stays in T: a float32 that went through math.Abs would be converted twice.
func abs[T Float](x T) T {
	if unsafe.Sizeof(x) == 4 {
		return T(math.Float32frombits(math.Float32bits(float32(x)) &^ (1 << 31)))
	}
	return T(math.Abs(float64(x)))
}

// check panics unless m is well formed; it reports whether m has elements.
func (m *Matrix[T]) check() bool {
	m.checkShape()
	m.checkData()
	return !m.empty()
}

// Norm1 returns the largest column sum of absolute values. An empty matrix has norm 0; a NaN makes it NaN.
func (m *Matrix[T]) Norm1() T {
	if !m.check() {
		return 0
	}
	var norm T
	var sum [64]T // one strip of columns
	for j := 0; j < m.Cols; j += len(sum) {
		s := sum[:min(len(sum), m.Cols-j)]
		clear(s)
		i := 0
		for ; i+4 <= m.Rows; i += 4 { // four rows a pass over the sums
			r0, r1 := m.Row(i)[j:][:len(s)], m.Row(i + 1)[j:][:len(s)]
			r2, r3 := m.Row(i + 2)[j:][:len(s)], m.Row(i + 3)[j:][:len(s)]
			for k := range s {
				s[k] += (abs(r0[k]) + abs(r1[k])) + (abs(r2[k]) + abs(r3[k]))
			}
		}
		for ; i < m.Rows; i++ {
			for k, v := range m.Row(i)[j:][:len(s)] {
				s[k] += abs(v)
			}
		}
		for _, v := range s {
			norm = max(norm, v)
		}
	}
	return norm
}

// NormInf returns the largest row sum of absolute values. An empty matrix has norm 0; a NaN makes it NaN.
func (m *Matrix[T]) NormInf() T {
	if !m.check() {
		return 0
	}
	var norm T
	for i := range m.Rows {
		norm = max(norm, Asum(m.Row(i)))
	}
	return norm
}

// NormMax returns the largest absolute value of an element. An empty matrix has norm 0; a NaN makes it NaN.
func (m *Matrix[T]) NormMax() T {
	if !m.check() {
		return 0
	}
	var norm T
	for i := range m.Rows {
		for _, v := range m.Row(i) {
			norm = max(norm, abs(v))
		}
	}
	return norm
}

// NormFro returns the square root of the sum of squares. The squares neither overflow nor underflow: the result is
// finite whenever it can be represented. An empty matrix has norm 0; a NaN makes it NaN.
func (m *Matrix[T]) NormFro() T {
	if !m.check() {
		return 0
	}
	var sum float64
	for i := range m.Rows {
		for _, v := range m.Row(i) {
			sum += float64(v) * float64(v)
		}
	}
	// Above 2^-900 the squares that lost digits by underflow do not count.
	if sum >= 0x1p-900 && sum <= math.MaxFloat64 {
		return T(math.Sqrt(sum))
	}
	scale := float64(m.NormMax())
	if scale == 0 || math.IsNaN(scale) || math.IsInf(scale, 0) {
		return T(scale)
	}
	sum = 0
	for i := range m.Rows {
		for _, v := range m.Row(i) {
			q := float64(v) / scale
			sum += q * q
		}
	}
	return T(scale * math.Sqrt(sum))
}
