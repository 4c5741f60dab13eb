package la

import (
	"math"
	"slices"
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
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
	k := asm.Active[T]()
	s := getScratch[T](m.Cols)
	sum := s.data[:m.Cols]
	clear(sum)
	for i := range m.Rows {
		addAbs(k, m.Row(i), sum)
	}
	norm := slices.Max(sum)
	s.put()
	return norm
}

// symmetricNorm1 is the 1-norm of the symmetric matrix whose upper triangle is a's. A NaN makes it NaN.
func symmetricNorm1[T Float](k *asm.Kernels[T], a Matrix[T]) T {
	s := getScratch[T](a.Cols)
	sum := s.data[:a.Cols] // of the columns: above the diagonal so far, complete when its row comes
	clear(sum)
	var norm T
	for i := range a.Rows {
		row := a.Data[i*a.Stride+i:][:len(sum)-i]
		norm = max(norm, sum[i]+abs(row[0])+addAbs(k, row[1:], sum[i+1:]))
	}
	s.put()
	return norm
}

// triangleNorm1 is the 1-norm of the upper triangle of a square matrix. A NaN makes it NaN.
func triangleNorm1[T Float](k *asm.Kernels[T], a Matrix[T]) T {
	s := getScratch[T](a.Cols)
	sum := s.data[:a.Cols]
	clear(sum)
	var norm T
	for i := range a.Rows {
		addAbs(k, a.Row(i)[i:], sum[i:])
		norm = max(norm, sum[i])
	}
	s.put()
	return norm
}

// AddAbs adds |x[i]| to y[i] and returns the sum of |x[i]|: over the rows x of a matrix, its column and row sums of absolute values. x
// and y have equal length, else it panics, and do not overlap.
func AddAbs[T Float](x, y []T) T {
	if len(x) != len(y) {
		panic(shortVector)
	}
	return addAbs(asm.Active[T](), x, y)
}

// addAbs is AddAbs without checks.
func addAbs[T Float](k *asm.Kernels[T], x, y []T) T {
	if len(x) <= chunk {
		return k.AddAbs(x, y)
	}
	return addAbsLong(k, x, y)
}

func addAbsLong[T Float](k *asm.Kernels[T], x, y []T) T {
	var s T
	for i := 0; i < len(x); i += chunk {
		e := min(i+chunk, len(x))
		s += k.AddAbs(x[i:e], y[i:e])
	}
	return s
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
