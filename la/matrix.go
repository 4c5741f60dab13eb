package la

import "github.com/neuralmodules/nmcore/la/asm"

// Float is the set of element types.
type Float = asm.Float

// Matrix is a dense row-major matrix: element (i, j) is Data[i*Stride+j].
// The layout is that of gonum's blas64.General, so views cost nothing.
type Matrix[T Float] struct {
	Rows, Cols, Stride int
	Data               []T
}

// NewMatrix returns a zero matrix with Stride equal to cols.
func NewMatrix[T Float](rows, cols int) *Matrix[T] {
	return &Matrix[T]{Rows: rows, Cols: cols, Stride: cols, Data: make([]T, rows*cols)}
}

// At returns element (i, j).
func (m *Matrix[T]) At(i, j int) T { return m.Data[i*m.Stride+j] }

// Set sets element (i, j).
func (m *Matrix[T]) Set(i, j int, v T) { m.Data[i*m.Stride+j] = v }

// Row returns row i; it shares m's storage.
func (m *Matrix[T]) Row(i int) []T { return m.Data[i*m.Stride : i*m.Stride+m.Cols] }

// View returns the rows x cols submatrix whose first element is (i, j); it shares m's storage.
func (m *Matrix[T]) View(i, j, rows, cols int) Matrix[T] {
	if rows == 0 || cols == 0 {
		return Matrix[T]{Rows: rows, Cols: cols, Stride: m.Stride}
	}
	return Matrix[T]{Rows: rows, Cols: cols, Stride: m.Stride,
		Data: m.Data[i*m.Stride+j : (i+rows-1)*m.Stride+j+cols]}
}

// Trans says whether an operand is used as it is or transposed.
type Trans bool

const (
	NoTrans   Trans = false
	Transpose Trans = true
)
