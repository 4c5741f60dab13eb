package la

import (
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// Panels of at most luPanel columns are factored column by column, wider ones are halved. 8 to 16 are equal within 5%
// at n = 32, 100, 256 and 1000, 24 and 32 up to 15% slower (BenchmarkLU, avx2, 2026-11-22, two cores of a shared x86-64
// server with 48 KiB L1 and 2 MiB L2 caches). A variable for the tests.
var luPanel = 16

// luWork is the number of elements of scratch memory that factorize needs: one panel.
func luWork[T Float](n int) int { return min(n, luPanel) * padded[T](n) }

// factorize overwrites the square matrix A with its factors P A = L U: U on and above the diagonal, L without its
// ones below it. Step j exchanged rows j and piv[j] >= j. It returns the first j whose pivot is zero or not
// finite, or -1.
func factorize[T Float](p *sched.Pool, a Matrix[T], piv []int32, work []T) int {
	return luRecursive(p, asm.Active[T](), a, 0, a.Cols, piv, work)
}

// luRecursive factors columns j0...j1 of A from row j0 down; everything left of them is done. It exchanges whole
// rows of A. (S. Toledo, Locality of reference in LU decomposition with partial pivoting, SIAM J. Matrix Anal. Appl.
// 18(4), 1997: the left half, then A12 = L11^-1 A12, A22 -= A21 A12, then the right half.)
func luRecursive[T Float](p *sched.Pool, k *asm.Kernels[T], a Matrix[T], j0, j1 int, piv []int32, work []T) int {
	if j1-j0 <= luPanel {
		return luUnblocked(k, a, j0, j1, piv, work)
	}
	n := a.Rows
	jm := j0 + split(j1-j0, luPanel)
	bad := luRecursive(p, k, a, j0, jm, piv, work)
	a11, a12 := a.View(j0, j0, jm-j0, jm-j0), a.View(j0, jm, jm-j0, j1-jm)
	a21, a22 := a.View(jm, j0, n-jm, jm-j0), a.View(jm, jm, n-jm, j1-jm)
	trsm(p, k, Left, Lower, NoTrans, Unit, a11, a12)
	Gemm(p, NoTrans, NoTrans, -1, &a21, &a12, 1, &a22)
	if right := luRecursive(p, k, a, jm, j1, piv, work); bad < 0 {
		bad = right
	}
	return bad
}

// luUnblocked is luRecursive for a narrow panel. Rows of a panel are short and far apart, so it works on a transposed
// copy whose rows are the panel's columns: the search for a pivot and all arithmetic then run along memory.
func luUnblocked[T Float](k *asm.Kernels[T], a Matrix[T], j0, j1 int, piv []int32, work []T) int {
	m, w := a.Rows-j0, j1-j0
	ld := padded[T](m)
	panel := a.Data[j0*a.Stride+j0:]
	transpose(work, ld, panel, a.Stride, m, w)
	bad := -1
	for c := range w {
		col := work[c*ld : c*ld+m]
		p := c + Iamax(col[c:]) // the first NaN if there is one: it cannot hide
		piv[j0+c] = int32(j0 + p)
		if p != c {
			for l := 0; l < w*ld; l += ld {
				work[l+c], work[l+p] = work[l+p], work[l+c]
			}
		}
		d := col[c]
		if bad < 0 && (d == 0 || d-d != 0) {
			bad = j0 + c
		}
		low := col[c+1:]
		if d != 0 { // otherwise low is zero
			divide(k, low, d)
		}
		for l := c + 1; l < w; l++ {
			next := work[l*ld : l*ld+m]
			axpy(k, -next[c], low, next[c+1:])
		}
	}
	transpose(panel, a.Stride, work, ld, w, m)
	for i := j0; i < j1; i++ {
		if p := int(piv[i]); p != i {
			x, y := a.Row(i), a.Row(p)
			swap(x[:j0], y[:j0])
			swap(x[j1:], y[j1:])
		}
	}
	return bad
}

// transpose writes the transpose of the m x n matrix src to dst, four rows of src at a time.
func transpose[T Float](dst []T, ldd int, src []T, lds, m, n int) {
	i := 0
	for ; i+4 <= m; i += 4 {
		r0, r1, r2, r3 := src[i*lds:][:n], src[(i+1)*lds:][:n], src[(i+2)*lds:][:n], src[(i+3)*lds:][:n]
		for j, v := range r0 {
			to := dst[j*ldd+i:][:4]
			to[0], to[1], to[2], to[3] = v, r1[j], r2[j], r3[j]
		}
	}
	for ; i < m; i++ {
		for j, v := range src[i*lds:][:n] {
			dst[j*ldd+i] = v
		}
	}
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
