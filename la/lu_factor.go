package la

import (
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// luWidth is the number of columns that one call of the panel kernel factors.
const luWidth = 8

// At most luBlock columns are factored panel by panel, more are halved: 32, 64 and 128 are equal within 3% at n = 100 to
// 1000, as they are for trsmBase (BenchmarkLU, 2026-11-25, AMD Zen 5, 2 cores of a shared server). A variable for the
// tests.
var luBlock = 64

// luTall is the number of rows above which a call of the panel kernel would delay the runtime, and portable code takes
// over: 1000 rows take 2 to 5 microseconds (BenchmarkLUPanel, 2026-11-25, AMD Zen 5, 2 cores of a shared server). A
// variable for the tests.
var luTall = 8 << 10

// luWork is the number of elements of scratch memory that factorize needs: one panel, transposed.
func luWork[T Float](n int) int { return luWidth * padded[T](n) }

// factorize overwrites the square matrix A with its factors P A = L U: U on and above the diagonal, L without its
// ones below it. Step j exchanged rows j and piv[j] >= j. It returns the first j whose pivot is zero or not
// finite, or -1.
func factorize[T Float](p *sched.Pool, a Matrix[T], piv []int32, work []T) int {
	return luRecursive(p, asm.Active[T](), a, 0, a.Cols, piv, work)
}

// luRecursive factors columns j0...j1 of A from row j0 down; everything left of them is done. It exchanges rows
// in these columns only: its caller does the others, many exchanges on few columns at a time.
// (S. Toledo, Locality of reference in LU decomposition with partial pivoting, SIAM J. Matrix Anal. Appl.
// 18(4), 1997: the left half, then A12 = L11^-1 A12, A22 -= A21 A12, then the right half.)
func luRecursive[T Float](p *sched.Pool, k *asm.Kernels[T], a Matrix[T], j0, j1 int, piv []int32, work []T) int {
	if j1-j0 <= luBlock {
		return luPanels(k, a, j0, j1, piv, work)
	}
	n := a.Rows
	jm := j0 + split(j1-j0, luBlock)
	bad := luRecursive(p, k, a, j0, jm, piv, work)
	right := a.View(0, jm, n, j1-jm)
	if p.Workers() > 1 && right.Cols >= luWide*p.Workers() {
		s := getStrips(stripUpdate, k, a, right)
		s.j0, s.jm, s.piv = j0, jm, piv
		s.do(p, (jm-j0)*(n-jm))
	} else {
		luTriangle(k, a, j0, jm, piv, right)
		luRest(p, k, a, j0, jm, right)
	}
	if b := luRecursive(p, k, a, jm, j1, piv, work); bad < 0 {
		bad = b
	}
	swapRows(k, a, j0, jm, piv, jm, j1)
	return bad
}

// From luWide columns for each worker on, workers share the columns right of the finished ones; with fewer the rows of the
// product, which is most of the work. A variable for the tests.
var luWide = 96

// luUpdate brings columns of A, from the first row on, up to date with columns j0...jm, which are done.
func luUpdate[T Float](k *asm.Kernels[T], a Matrix[T], j0, jm int, piv []int32, b Matrix[T]) {
	luTriangle(k, a, j0, jm, piv, b)
	luRest(nil, k, a, j0, jm, b)
}

// luTriangle exchanges rows and makes rows j0...jm of the columns those of U.
func luTriangle[T Float](k *asm.Kernels[T], a Matrix[T], j0, jm int, piv []int32, b Matrix[T]) {
	swapRows(k, b, 0, b.Cols, piv, j0, jm)
	trsmRecursive(k, Left, Lower, NoTrans, nil, a.View(j0, j0, jm-j0, jm-j0), b.View(j0, 0, jm-j0, b.Cols))
}

// luRest takes L times these rows from those below.
func luRest[T Float](p *sched.Pool, k *asm.Kernels[T], a Matrix[T], j0, jm int, b Matrix[T]) {
	n := a.Rows
	a21, b1, b2 := a.View(jm, j0, n-jm, jm-j0), b.View(j0, 0, jm-j0, b.Cols), b.View(jm, 0, n-jm, b.Cols)
	gemm(p, k, NoTrans, NoTrans, -1, &a21, &b1, 1, &b2)
}

// luPanels is luRecursive for a narrow block: panels of luWidth columns, each followed by its update of the others.
func luPanels[T Float](k *asm.Kernels[T], a Matrix[T], j0, j1 int, piv []int32, work []T) int {
	n, bad := a.Rows, -1
	for j := j0; j < j1; j += luWidth {
		next := min(j+luWidth, j1)
		b := -2
		if n-j <= luTall {
			b = k.LUPanel(n-j, next-j, &a.Data[j*a.Stride+j], a.Stride, &piv[j], j, &work[0], padded[T](n))
		}
		if b == -2 {
			b = asm.All[T]()[0].LUPanel(n-j, next-j, &a.Data[j*a.Stride+j], a.Stride, &piv[j], j, &work[0], padded[T](n))
		}
		if bad < 0 && b >= 0 {
			bad = j + b
		}
		swapRows(k, a, j0, j, piv, j, next)
		if next < j1 {
			swapRows(k, a, next, j1, piv, j, next)
			trsmColumns(k, a.View(j, j, n-j, luWidth), NoTrans, false, nil, a.View(j, next, n-j, j1-next))
		}
	}
	return bad
}

// swapRows applies steps i0...i1 of the exchanges to columns j0...j1 of A.
func swapRows[T Float](k *asm.Kernels[T], a Matrix[T], j0, j1 int, piv []int32, i0, i1 int) {
	step := max(1, swapCall/(i1-i0))
	for ; j0 < j1; j0 += step {
		k.SwapRows(min(step, j1-j0), i0, i1, 1, &a.Data[j0], a.Stride, &piv[0])
	}
}

// swapCall bounds the elements that one call of SwapRows moves.
const swapCall = 16 << 10

// exchange applies the row exchanges of a factorization to B, or undoes them.
func exchange[T Float](k *asm.Kernels[T], b Matrix[T], piv []int32, undo bool) {
	n := len(piv)
	step := max(1, swapCall/n)
	for j := 0; j < b.Cols; j += step {
		if undo {
			k.SwapRows(min(step, b.Cols-j), n-1, -1, -1, &b.Data[j], b.Stride, &piv[0])
		} else {
			k.SwapRows(min(step, b.Cols-j), 0, n, 1, &b.Data[j], b.Stride, &piv[0])
		}
	}
}

// solve overwrites B with the solution X of op(A)*X = B, A = P' L U.
func solve[T Float](p *sched.Pool, lu Matrix[T], piv []int32, t Trans, b Matrix[T]) {
	k := asm.Active[T]()
	if b.Cols == 1 { // by dot products, on contiguous elements
		s := getScratch[T](b.Rows)
		x := s.data[:b.Rows]
		takeColumn(k, x, b)
		solveVec(lu, piv, t, x, invertible(lu))
		putColumn(k, b, x)
		s.put()
		return
	}
	d := getScratch[T](b.Rows)
	j := getStrips(stripSolve, k, lu, b)
	j.t, j.piv, j.dinv = t, piv, d.data[:b.Rows]
	reciprocals(j.dinv, lu)
	j.do(p, lu.Rows*lu.Rows)
	d.put()
}

// solveColumns is solve for some columns.
func solveColumns[T Float](k *asm.Kernels[T], lu Matrix[T], piv []int32, t Trans, dinv []T, b Matrix[T]) {
	if t {
		trsmRecursive(k, Left, Upper, t, dinv, lu, b)
		trsmRecursive(k, Left, Lower, t, nil, lu, b)
		exchange(k, b, piv, true)
		return
	}
	exchange(k, b, piv, false)
	trsmRecursive(k, Left, Lower, t, nil, lu, b)
	trsmRecursive(k, Left, Upper, t, dinv, lu, b)
}

// solveVec is solve for one vector; safe says that the diagonal is invertible.
func solveVec[T Float](lu Matrix[T], piv []int32, t Trans, b []T, safe bool) {
	k := asm.Active[T]()
	if !t {
		for i, j := range piv {
			b[i], b[j] = b[j], b[i]
		}
	}
	n := lu.Rows
	switch {
	case n > trsvBase || !safe:
		if t {
			trsv(k, Upper, t, NonUnit, lu, b)
			trsv(k, Lower, t, Unit, lu, b)
		} else {
			trsv(k, Lower, t, Unit, lu, b)
			trsv(k, Upper, t, NonUnit, lu, b)
		}
	case bool(t):
		k.TrsvUpperTrans(n, &lu.Data[0], lu.Stride, &b[0])
		k.TrsvLowerTrans(n, &lu.Data[0], lu.Stride, &b[0])
	default:
		k.TrsvLower(n, &lu.Data[0], lu.Stride, &b[0])
		k.TrsvUpper(n, &lu.Data[0], lu.Stride, &b[0])
	}
	if t {
		for i := len(piv) - 1; i >= 0; i-- {
			j := piv[i]
			b[i], b[j] = b[j], b[i]
		}
	}
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

// copyNorm1 copies src to dst and returns its 1-norm; NaN if an element is. Neither is empty, sum has a place for
// every column.
func copyNorm1[T Float](dst, src Matrix[T], sum []T) T {
	k := asm.Active[T]()
	clear(sum)
	rows := max(1, chunk/src.Cols)
	for i := 0; i < src.Rows; i += rows {
		for j := 0; j < src.Cols; j += chunk {
			k.CopyAbs(min(rows, src.Rows-i), min(chunk, src.Cols-j), &dst.Data[i*dst.Stride+j], dst.Stride,
				&src.Data[i*src.Stride+j], src.Stride, &sum[j])
		}
	}
	return sum[Iamax(sum)]
}
