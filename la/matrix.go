package la

import (
	"math"
	"math/bits"
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
)

// Float is the set of element types.
type Float = asm.Float

// Matrix is a dense row-major matrix: element (i, j) is Data[i*Stride+j].
// The layout is that of gonum's blas64.General, so views cost nothing.
// Elements of Data that belong to no (i, j) are padding: nothing reads or writes them.
type Matrix[T Float] struct {
	Rows, Cols, Stride int
	Data               []T
}

// NewMatrix returns a zero matrix with Stride equal to cols. It panics if rows or cols is negative or their
// product is not an int.
func NewMatrix[T Float](rows, cols int) *Matrix[T] {
	checkSizes(rows, cols)
	return &Matrix[T]{Rows: rows, Cols: cols, Stride: cols, Data: make([]T, rows*cols)}
}

// At returns element (i, j). It panics if there is no such element.
func (m *Matrix[T]) At(i, j int) T {
	if uint(i) >= uint(m.Rows) || uint(j) >= uint(m.Cols) {
		panic(outOfRange)
	}
	return m.Data[i*m.Stride+j]
}

// Set sets element (i, j). It panics if there is no such element.
func (m *Matrix[T]) Set(i, j int, v T) {
	if uint(i) >= uint(m.Rows) || uint(j) >= uint(m.Cols) {
		panic(outOfRange)
	}
	m.Data[i*m.Stride+j] = v
}

// Row returns row i, of length and capacity Cols; it shares m's storage. It panics if there is no such row.
func (m *Matrix[T]) Row(i int) []T {
	if uint(i) >= uint(m.Rows) {
		panic(outOfRange)
	}
	if m.Cols == 0 { // there may be no data
		return nil
	}
	k := i * m.Stride
	return m.Data[k : k+m.Cols : k+m.Cols]
}

// View returns the rows x cols submatrix whose first element is (i, j); it shares m's storage.
// It panics if the submatrix does not lie in m.
func (m *Matrix[T]) View(i, j, rows, cols int) Matrix[T] {
	if i < 0 || j < 0 || rows < 0 || cols < 0 || i > m.Rows-rows || j > m.Cols-cols {
		panic(outOfRange)
	}
	if rows == 0 || cols == 0 {
		return Matrix[T]{Rows: rows, Cols: cols, Stride: cols}
	}
	return Matrix[T]{Rows: rows, Cols: cols, Stride: m.Stride,
		Data: m.Data[i*m.Stride+j : (i+rows-1)*m.Stride+j+cols]}
}

// Copy copies src to dst. The two may be the same matrix. It panics if the shapes differ or the matrices overlap in part.
func Copy[T Float](dst, src *Matrix[T]) {
	dst.checkShape()
	src.checkShape()
	if dst.Rows != src.Rows || dst.Cols != src.Cols {
		panic(badShape)
	}
	if src.empty() {
		return
	}
	dst.checkData()
	src.checkData()
	if same(dst, src) {
		return
	}
	if overlap(dst, src) {
		panic(overlapping)
	}
	for i := range src.Rows {
		copy(dst.Row(i), src.Row(i))
	}
}

// TransposeTo writes the transpose of src to dst. It panics if the shapes disagree or the matrices overlap.
func TransposeTo[T Float](dst, src *Matrix[T]) {
	dst.checkShape()
	src.checkShape()
	if dst.Rows != src.Cols || dst.Cols != src.Rows {
		panic(badShape)
	}
	if src.empty() {
		return
	}
	dst.checkData()
	src.checkData()
	if overlap(dst, src) {
		panic(overlapping)
	}
	packRows(asm.Active[T](), dst.Data, dst.Stride, src.Data, 1, src.Stride, dst.Rows, dst.Cols)
}

// Trans says whether an operand is used as it is or transposed.
type Trans bool

const (
	NoTrans   Trans = false
	Transpose Trans = true
)

// Uplo says which triangle of a matrix is used; the other one is never read.
type Uplo byte

const (
	Lower Uplo = 'L'
	Upper Uplo = 'U'
)

// Diag says whether a triangular matrix has ones on its diagonal; a Unit diagonal is never read.
type Diag byte

const (
	NonUnit Diag = 'N'
	Unit    Diag = 'U'
)

// Side says on which side of the unknown a matrix stands.
type Side byte

const (
	Left  Side = 'L'
	Right Side = 'R'
)

func checkUplo(u Uplo) {
	if u != Lower && u != Upper {
		panic(badUplo)
	}
}

func checkDiag(d Diag) {
	if d != NonUnit && d != Unit {
		panic(badDiag)
	}
}

// checkShape panics if m is nil or its sizes or stride are wrong.
func (m *Matrix[T]) checkShape() {
	if m == nil {
		panic(nilMatrix)
	}
	if m.Rows < 0 || m.Cols < 0 {
		panic(negDimension)
	}
	if m.Stride < m.Cols {
		panic(badStride)
	}
}

// checkSizes panics if a size is negative or the sizes multiply to more than an int holds.
func checkSizes(rows, cols int) {
	if rows < 0 || cols < 0 {
		panic(negDimension)
	}
	if cols > 0 && rows > math.MaxInt/cols {
		panic(tooLarge)
	}
}

func (m *Matrix[T]) empty() bool { return m.Rows == 0 || m.Cols == 0 }

// checkData panics if the Data of a matrix that is not empty ends before its last element.
func (m *Matrix[T]) checkData() {
	if m.empty() {
		return
	}
	// the offset of the last row may be more than an int holds
	high, last := bits.Mul(uint(m.Rows-1), uint(m.Stride))
	if high != 0 || len(m.Data) < m.Cols || last > uint(len(m.Data)-m.Cols) {
		panic(shortData)
	}
}

// same reports whether a and b, equal in shape, are one and the same storage.
func same[T Float](a, b *Matrix[T]) bool {
	return !a.empty() && &a.Data[0] == &b.Data[0] && (a.Stride == b.Stride || a.Rows == 1)
}

// overlap reports whether some element of a is an element of b. Neither may be empty. Two views of one matrix that
// only interleave do not overlap; with different strides, unless one has a single row, any common range of memory counts
// as overlap.
func overlap[T Float](a, b *Matrix[T]) bool {
	size := int(unsafe.Sizeof(a.Data[0]))
	pa, pb := uintptr(unsafe.Pointer(&a.Data[0])), uintptr(unsafe.Pointer(&b.Data[0]))
	if pa > pb {
		a, b, pa, pb = b, a, pb, pa
	}
	d := int(pb-pa) / size // b's first element is d after a's
	if d > (a.Rows-1)*a.Stride+a.Cols-1 {
		return false
	}
	if a.Stride != b.Stride && b.Rows > 1 {
		return true
	}
	j := d % a.Stride // b's first column, counted in a's columns; b's rows may run on into a's next row
	return j < a.Cols || j+b.Cols > a.Stride
}

// vector returns x as a matrix of one row.
func vector[T Float](x []T) Matrix[T] {
	return Matrix[T]{Rows: 1, Cols: len(x), Stride: len(x), Data: x}
}

// disjoint panics if x and y have a common element.
func disjoint[T Float](x, y []T) {
	if meet(x, y) {
		panic(overlapping)
	}
}

// sameOrDisjoint panics if x and y, equal in length, have a common element and are not the same vector.
func sameOrDisjoint[T Float](x, y []T) {
	if unsafe.SliceData(x) != unsafe.SliceData(y) {
		disjoint(x, y)
	}
}

// disjointFrom panics if the vector x, which may be empty, has an element of a.
func disjointFrom[T Float](x []T, a *Matrix[T]) {
	if len(x) > 0 && !a.empty() && meet(x, a.Data[:(a.Rows-1)*a.Stride+a.Cols]) {
		if v := vector(x); overlap(&v, a) { // not only between a's rows
			panic(overlapping)
		}
	}
}

// meet reports whether x and y have a common element.
func meet[T Float](x, y []T) bool {
	size := unsafe.Sizeof(*new(T))
	d := uintptr(unsafe.Pointer(unsafe.SliceData(y))) - uintptr(unsafe.Pointer(unsafe.SliceData(x)))
	return d < uintptr(len(x))*size && len(y) > 0 || -d < uintptr(len(y))*size && len(x) > 0
}
