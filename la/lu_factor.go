package la

import (
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// Panels of at most luPanel columns are factored column by column, wider ones are halved. A variable for the tests.
var luPanel = 16

// factorize overwrites the square matrix A with its factors P A = L U: U on and above the diagonal, L without its
// ones below it. Step j exchanged rows j and piv[j] >= j. It returns the first j whose pivot is zero or NaN, or -1.
func factorize[T Float](p *sched.Pool, a Matrix[T], piv []int32) int {
	return luRecursive(p, asm.Active[T](), a, 0, a.Cols, piv)
}

// luRecursive factors columns j0...j1 of A from row j0 down; everything left of them is done. It exchanges whole
// rows of A. (S. Toledo, Locality of reference in LU decomposition with partial pivoting, SIAM J. Matrix Anal. Appl.
// 18(4), 1997: the left half, then A12 = L11^-1 A12, A22 -= A21 A12, then the right half.)
func luRecursive[T Float](p *sched.Pool, k *asm.Kernels[T], a Matrix[T], j0, j1 int, piv []int32) int {
	if j1-j0 <= luPanel {
		return luUnblocked(k, a, j0, j1, piv)
	}
	n := a.Rows
	jm := j0 + split(j1-j0, luPanel)
	bad := luRecursive(p, k, a, j0, jm, piv)
	a11, a12 := a.View(j0, j0, jm-j0, jm-j0), a.View(j0, jm, jm-j0, j1-jm)
	a21, a22 := a.View(jm, j0, n-jm, jm-j0), a.View(jm, jm, n-jm, j1-jm)
	trsm(p, k, Left, Lower, NoTrans, Unit, a11, a12)
	Gemm(p, NoTrans, NoTrans, -1, &a21, &a12, 1, &a22)
	if right := luRecursive(p, k, a, jm, j1, piv); bad < 0 {
		bad = right
	}
	return bad
}

// luUnblocked is luRecursive for a narrow panel. Rows are contiguous, so every step adds multiples of the pivot row to
// the rows below it, and finds the next pivot on the way. A NaN wins the search, so that it cannot hide.
func luUnblocked[T Float](k *asm.Kernels[T], a Matrix[T], j0, j1 int, piv []int32) int {
	n, ld := a.Rows, a.Stride
	bad := -1
	best, p := T(-1), j0
	for i := j0; i < n; i++ {
		if v := abs(a.Data[i*ld+j0]); v > best || v != v {
			best, p = v, i
		}
	}
	for j := j0; j < j1; j++ {
		piv[j] = int32(p)
		if p != j {
			swap(a.Row(j), a.Row(p))
		}
		if bad < 0 && !(best > 0) {
			bad = j
		}
		prow := a.Data[j*ld+j : j*ld+j1]
		d := prow[0]
		if d == 0 { // so is all below it: the next pivot is found among rows as they are
			d = 1
		}
		best, p = -1, j+1
		for i := j + 1; i < n; i++ {
			row := a.Data[i*ld+j : i*ld+j1]
			l := row[0] / d
			row[0] = l
			if len(row) == 1 {
				continue
			}
			k.Axpy(-l, prow[1:], row[1:])
			if v := abs(row[1]); v > best || v != v {
				best, p = v, i
			}
		}
	}
	return bad
}

func swap[T Float](x, y []T) {
	y = y[:len(x)]
	for i, v := range x {
		x[i], y[i] = y[i], v
	}
}

// exchange applies the row exchanges of a factorization to B, or undoes them.
func exchange[T Float](b Matrix[T], piv []int32, undo bool) {
	for l := range piv {
		i := l
		if undo {
			i = len(piv) - 1 - l
		}
		if j := int(piv[i]); j != i {
			swap(b.Row(i), b.Row(j))
		}
	}
}

// solve overwrites B with the solution X of op(A)*X = B, A = P' L U.
func solve[T Float](p *sched.Pool, lu Matrix[T], piv []int32, t Trans, b Matrix[T]) {
	if b.Cols == 1 { // by dot products, on contiguous elements
		s := getScratch[T](b.Rows)
		x := s.data[:b.Rows]
		for i := range x {
			x[i] = b.Data[i*b.Stride]
		}
		solveVec(lu, piv, t, x)
		for i, v := range x {
			b.Data[i*b.Stride] = v
		}
		s.put()
		return
	}
	k := asm.Active[T]()
	if t {
		trsm(p, k, Left, Upper, Transpose, NonUnit, lu, b)
		trsm(p, k, Left, Lower, Transpose, Unit, lu, b)
		exchange(b, piv, true)
		return
	}
	exchange(b, piv, false)
	trsm(p, k, Left, Lower, NoTrans, Unit, lu, b)
	trsm(p, k, Left, Upper, NoTrans, NonUnit, lu, b)
}

// solveVec is solve for one vector.
func solveVec[T Float](lu Matrix[T], piv []int32, t Trans, b []T) {
	k := asm.Active[T]()
	column := Matrix[T]{Rows: len(b), Cols: 1, Stride: 1, Data: b}
	if t {
		trsv(k, Upper, Transpose, NonUnit, lu, b)
		trsv(k, Lower, Transpose, Unit, lu, b)
		exchange(column, piv, true)
		return
	}
	exchange(column, piv, false)
	trsv(k, Lower, NoTrans, Unit, lu, b)
	trsv(k, Upper, NoTrans, NonUnit, lu, b)
}

// eps is half the distance from 1 to the next number (LAPACK's xLAMCH('E')).
func eps[T Float]() T {
	if unsafe.Sizeof(*new(T)) == 4 {
		return 0x1p-24
	}
	return 0x1p-53
}

// safeMin is the smallest normal number; its reciprocal is finite.
func safeMin[T Float]() T {
	if unsafe.Sizeof(*new(T)) == 4 {
		return 0x1p-126
	}
	return 0x1p-1022
}

// padded returns the stride of own storage for rows of n elements: whole cache lines, and for large n an odd number of
// them, because rows a power of two apart share a few cache sets.
func padded[T Float](n int) int {
	line := 64 / int(unsafe.Sizeof(*new(T)))
	lines := (n + line - 1) / line
	if lines >= 8 {
		lines |= 1
	}
	return lines * line
}
