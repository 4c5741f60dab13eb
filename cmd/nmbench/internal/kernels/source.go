package kernels

import (
	"math"
	"math/rand/v2"
	"unsafe"

	"github.com/neuralmodules/nmcore/la"
)

// source makes the operands of one shape; the same shape has the same operands in every run.
type source[T la.Float] struct{ rand *rand.Rand }

func newSource[T la.Float](s Shape) *source[T] {
	return &source[T]{rand.New(rand.NewPCG(1, uint64(s.M)<<42^uint64(s.N)<<21^uint64(s.K)))}
}

// vector returns n elements from [-0.5, 0.5).
func (s *source[T]) vector(n int) []T {
	v := aligned[T](n)
	for i := range v {
		v[i] = T(s.rand.Float64() - 0.5)
	}
	return v
}

// matrix returns a matrix of elements from [-0.5, 0.5).
func (s *source[T]) matrix(rows, cols int) *la.Matrix[T] {
	return &la.Matrix[T]{Rows: rows, Cols: cols, Stride: cols, Data: s.vector(rows * cols)}
}

// batch returns count matrices as dominant makes them.
func (s *source[T]) batch(count, n int) *la.Batch[T] {
	b := &la.Batch[T]{Count: count, Rows: n, Cols: n, Stride: n, Data: s.vector(count * n * n)}
	for c := range count {
		item := b.Item(c)
		shift(&item, 0.1*float64(n))
	}
	return b
}

// dominant returns a square matrix with 0.1 n added to its diagonal: well conditioned, with few rows to exchange.
func (s *source[T]) dominant(n int) *la.Matrix[T] {
	a := s.matrix(n, n)
	shift(a, 0.1*float64(n))
	return a
}

// positive returns a symmetric positive definite matrix.
func (s *source[T]) positive(n int) *la.Matrix[T] {
	a := s.matrix(n, n)
	for i := range n {
		for j := range i {
			a.Data[j*n+i] = a.Data[i*n+j]
		}
	}
	shift(a, float64(n))
	return a
}

// unitTriangle returns a triangle with ones on the diagonal and elements of size 1/n, so that solving with it over and
// over keeps the size of the unknowns.
func (s *source[T]) unitTriangle(n int, u la.Uplo) *la.Matrix[T] {
	a := s.matrix(n, n)
	for i := range n {
		row := a.Row(i)
		for j := range row {
			switch {
			case i == j:
				row[j] = 1
			case (j < i) == (u == la.Lower):
				row[j] /= T(n)
			default:
				row[j] = 0
			}
		}
	}
	return a
}

func shift[T la.Float](a *la.Matrix[T], by float64) {
	for i := range a.Rows {
		a.Data[i*a.Stride+i] += T(by)
	}
}

// aligned returns n zeros that begin with a cache line.
func aligned[T la.Float](n int) []T {
	const line = 64
	size := int(unsafe.Sizeof(T(0)))
	v := make([]T, n+line/size)
	skip := 0
	if over := int(uintptr(unsafe.Pointer(&v[0])) % line); over > 0 {
		skip = (line - over) / size
	}
	return v[skip : skip+n : skip+n]
}

// nanMatrix returns a matrix of NaN: what is not written shows.
func nanMatrix[T la.Float](rows, cols int) *la.Matrix[T] {
	m := &la.Matrix[T]{Rows: rows, Cols: cols, Stride: cols, Data: aligned[T](rows * cols)}
	poison(m.Data)
	return m
}

// poison fills v with NaN: what is not written shows.
func poison[T la.Float](v []T) {
	for i := range v {
		v[i] = T(math.NaN())
	}
}
