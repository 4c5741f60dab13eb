package la

import (
	"math"

	"github.com/neuralmodules/nmcore/sched"
)

// FactorizeEquilibrated is Factorize for a matrix whose rows or columns differ in scale: it factors R A C, with diagonal
// matrices R and C of powers of two that bring the largest element of every row, then of every column, to [1, 2)
// (LAPACK xGEEQUB: no element is rounded). Only Factors and RCond are those of R A C: solutions, the inverse and the
// determinant are A's.
//
// It pays where pivots chosen in A itself would be those of its largest rows rather than its best ones; a row or column
// of zeros keeps its scale.
func (f *LU[T]) FactorizeEquilibrated(p *sched.Pool, a *Matrix[T]) error {
	f.prepare(a)
	n := a.Rows
	f.scaled = true
	f.row, f.col = grow(f.row, n), grow(f.col, n)
	equilibrate(f.row, f.col, a)
	for i := range n {
		x := f.lu.Row(i)
		for j, v := range a.Row(i) {
			x[j] = v * f.row[i] * f.col[j]
		}
	}
	f.norm = f.lu.Norm1()
	return f.factorize(p)
}

// equilibrate writes the scale factors of A's rows and columns: powers of two. The columns are looked at after the rows
// were scaled.
func equilibrate[T Float](row, col []T, a *Matrix[T]) {
	clear(col)
	for i := range row {
		x := a.Row(i)
		row[i] = scaleOf(x[Iamax(x)])
		for j, v := range x {
			col[j] = max(col[j], abs(v*row[i]))
		}
	}
	for j, v := range col {
		col[j] = scaleOf(v)
	}
}

// scaleOf returns the power of two that brings x to [1, 2) in absolute value, or as near as a power with a finite
// reciprocal comes; 1 for zero, NaN and Inf.
func scaleOf[T Float](x T) T {
	if x == 0 || x-x != 0 {
		return 1
	}
	_, e := math.Frexp(float64(x))
	_, least := math.Frexp(float64(safeMin[T]()))
	return T(math.Ldexp(1, min(max(1-e, least), -least)))
}

// scaleRows multiplies row i of B by s[i].
func scaleRows[T Float](b Matrix[T], s []T) {
	for i := range b.Rows {
		Scal(s[i], b.Row(i))
	}
}

// multiply multiplies x[i] by s[i].
func multiply[T Float](x, s []T) {
	for i, v := range s {
		x[i] *= v
	}
}
