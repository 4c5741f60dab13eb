package la

import (
	"math"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// Blocks of at most cholBase rows are factored row by row, larger ones are halved. A variable for the tests.
var cholBase = 32

// cholesky overwrites the upper triangle of A with U, A = U' U, and what is below it with anything. It returns the first j
// whose pivot is not positive or not finite, or -1; the leading j rows and columns are then done.
func cholesky[T Float](p *sched.Pool, a Matrix[T]) int {
	return cholRecursive(p, asm.Active[T](), a)
}

// cholRecursive is cholesky by halves:
//
//	[A11 A12]   [U11'     ] [U11 U12]
//	[    A22] = [U12' U22'] [    U22]
//
// so A12 becomes U11'^-1 A12 and A22 - U12' U12 is factored.
func cholRecursive[T Float](p *sched.Pool, k *asm.Kernels[T], a Matrix[T]) int {
	n := a.Rows
	if n <= cholBase {
		return cholUnblocked(k, a)
	}
	n1 := split(n, cholBase)
	a11, a12, a22 := a.View(0, 0, n1, n1), a.View(0, n1, n1, n-n1), a.View(n1, n1, n-n1, n-n1)
	if bad := cholRecursive(p, k, a11); bad >= 0 {
		return bad
	}
	trsm(p, k, Left, Upper, Transpose, NonUnit, a11, a12)
	syrk(p, k, Upper, Transpose, -1, a12, 1, a22)
	if bad := cholRecursive(p, k, a22); bad >= 0 {
		return n1 + bad
	}
	return -1
}

// cholUnblocked is cholesky for a small matrix: row i of U, then what it takes from the rows below.
func cholUnblocked[T Float](k *asm.Kernels[T], a Matrix[T]) int {
	n := a.Rows
	for i := range n {
		row := a.Data[i*a.Stride+i:][:n-i]
		d := row[0]
		if !(d > 0) || d-d != 0 {
			return i
		}
		row[0] = T(math.Sqrt(float64(d)))
		divide(k, row[1:], row[0])
		for l := 1; l < len(row); l++ {
			k.Axpy(-row[l], row[l:], a.Data[(i+l)*a.Stride+i+l:][:n-i-l])
		}
	}
	return -1
}

// choleskySolve overwrites B with the solution X of U' U X = B.
func choleskySolve[T Float](p *sched.Pool, u, b Matrix[T]) {
	if b.Cols == 1 { // by vectors, on contiguous elements
		s := getScratch[T](b.Rows)
		x := s.data[:b.Rows]
		transpose(x, b.Rows, b.Data, b.Stride, b.Rows, 1)
		choleskySolveVec(u, x)
		transpose(b.Data, b.Stride, x, b.Rows, 1, b.Rows)
		s.put()
		return
	}
	k := asm.Active[T]()
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
func copyTriangle[T Float](dst, src Matrix[T], uplo Uplo) {
	n := src.Rows
	if uplo == Upper {
		for i := range n {
			copy(dst.Row(i)[i:], src.Row(i)[i:])
		}
		return
	}
	const block = 16 // rows and columns: blocks below the diagonal are transposed whole
	for j := 0; j < n; j += block {
		w := min(block, n-j)
		for i := j; i < j+w; i++ {
			for l, v := range src.Row(i)[j : i+1] {
				dst.Data[(j+l)*dst.Stride+i] = v
			}
		}
		for i := j + w; i < n; i += block {
			transpose(dst.Data[j*dst.Stride+i:], dst.Stride, src.Data[i*src.Stride+j:], src.Stride, min(block, n-i), w)
		}
	}
}

// symmetricNorm1 is the 1-norm of the symmetric matrix whose upper triangle is a's. A NaN makes it NaN.
func symmetricNorm1[T Float](a Matrix[T]) T {
	n := a.Rows
	s := getScratch[T](n)
	sum := s.data[:n] // of the columns: above the diagonal so far, complete when its row comes
	clear(sum)
	var norm T
	for i := range n {
		row := a.Row(i)[i:]
		total := sum[i] + abs(row[0])
		for l, v := range row[1:] {
			v = abs(v)
			total += v
			sum[i+1+l] += v
		}
		norm = max(norm, total)
	}
	s.put()
	return norm
}
