package la

import (
	"math/bits"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// Row blocks of at most cholBase rows are computed eight rows at a time, larger ones are halved; a multiple of
// asm.CholRows. 64 is up to 10 % slower from n = 100 to 256, 256 up to 6 % faster at 256 and 500 but 2 % slower at 1000, where
// it leaves less to the workers (BenchmarkCholesky, avx512, 2026-11-25, AMD Zen 5, 2 cores of a shared server). A variable
// for the tests.
var cholBase = 128

// One call of the kernel computes at most cholChunk columns: assembly cannot be preempted.
const cholChunk = 1024

// cholesky overwrites the first rows of the upper triangle of a symmetric A with the same rows of U, A = U' U, and what is
// below the diagonal with anything. A is m x n, m <= n, a multiple of asm.CholRows; work holds asm.CholRows elements. It
// returns the first j whose pivot is not positive or not finite, or -1; the leading j rows and columns are then done.
//
// By halves: with A1 done to U1 = [U11 U12 U13],
//
//	[A11 A12 A13]
//	[    A22 A23]   A22 -= U12' U12, A23 -= U12' U13
func cholesky[T Float](p *sched.Pool, k *asm.Kernels[T], a Matrix[T], work []T) int {
	m, n := a.Rows, a.Cols
	if m <= cholBase {
		return cholPanels(k, a, work)
	}
	m1 := split(m, cholBase)
	if bad := cholesky(p, k, a.View(0, 0, m1, n), work); bad >= 0 {
		return bad
	}
	u12, u13 := a.View(0, m1, m1, m-m1), a.View(0, m, m1, n-m)
	syrk(p, k, Upper, Transpose, -1, u12, 1, a.View(m1, m1, m-m1, m-m1))
	if a23 := a.View(m1, m, m-m1, n-m); !a23.empty() {
		gemm(p, k, Transpose, NoTrans, -1, &u12, &u13, 1, &a23)
	}
	if bad := cholesky(p, k, a.View(m1, m1, m-m1, n-m1), work); bad >= 0 {
		return m1 + bad
	}
	return -1
}

// cholPanels is cholesky for few rows.
func cholPanels[T Float](k *asm.Kernels[T], a Matrix[T], work []T) int {
	for j := 0; j < a.Rows; j += asm.CholRows {
		panel := &a.Data[j*a.Stride+j]
		for lo := 0; lo < a.Cols-j; lo += cholChunk {
			if bad := k.Chol(j, lo, min(lo+cholChunk, a.Cols-j), panel, a.Stride, &work[0]); bad != 0 {
				return j + bits.TrailingZeros(uint(bad))
			}
		}
	}
	return -1
}

// padIdentity makes the square matrix a with a leading n x n block the direct sum of that block and an identity; only the
// upper triangle counts.
func padIdentity[T Float](a Matrix[T], n int) {
	m := a.Rows
	if m == n {
		return
	}
	for i := range m {
		row := a.Data[i*a.Stride:][max(i, n):m]
		clear(row)
		if i >= n {
			row[0] = 1
		}
	}
}

// choleskySolve overwrites B with the solution X of U' U X = B.
func choleskySolve[T Float](p *sched.Pool, u, b Matrix[T]) {
	k := asm.Active[T]()
	if b.Cols == 1 { // by vectors, on contiguous elements
		s := getScratch[T](b.Rows)
		x := s.data[:b.Rows]
		takeColumn(k, x, b)
		choleskySolveVec(u, x)
		putColumn(k, b, x)
		s.put()
		return
	}
	trsm(p, k, Left, Upper, Transpose, NonUnit, u, b)
	trsm(p, k, Left, Upper, NoTrans, NonUnit, u, b)
}

// choleskySolveVec is choleskySolve for one vector.
func choleskySolveVec[T Float](u Matrix[T], b []T) {
	k := asm.Active[T]()
	trsv(k, Upper, Transpose, NonUnit, u, b)
	trsv(k, Upper, NoTrans, NonUnit, u, b)
}

// copyTriangle copies the triangle uplo of the symmetric matrix src to the upper triangle of dst.
func copyTriangle[T Float](k *asm.Kernels[T], dst, src Matrix[T], uplo Uplo) {
	n := src.Rows
	if uplo == Upper {
		for i := range n {
			copy(dst.Data[i*dst.Stride+i:][:n-i], src.Data[i*src.Stride+i:])
		}
		return
	}
	const block = 16 // columns: what is below the triangle at their top is transposed whole
	for j := 0; j < n; j += block {
		w := min(block, n-j)
		for i := j; i < j+w; i++ {
			for l, v := range src.Row(i)[j : i+1] {
				dst.Data[(j+l)*dst.Stride+i] = v
			}
		}
		for i := j + w; i < n; i += chunk / block {
			k.Transpose(&dst.Data[j*dst.Stride+i], dst.Stride, &src.Data[i*src.Stride+j], src.Stride, min(chunk/block, n-i), w)
		}
	}
}
