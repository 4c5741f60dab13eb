package numtest

import "math"

// CholeskyRatio returns |A - U' U| / (n |A| u) in the 1-norm (LAPACK xPOT01) for the symmetric n x n matrix a, given
// whole; only the upper triangle of u is read.
func CholeskyRatio[T Float](n int, a []T, lda int, u []T, ldu int) float64 {
	diff := make([]float64, n*n)
	for i := range n {
		for j := i; j < n; j++ {
			s := float64(a[i*lda+j])
			for k := range i + 1 {
				s -= float64(u[k*ldu+i]) * float64(u[k*ldu+j])
			}
			diff[i*n+j], diff[j*n+i] = s, s
		}
	}
	return ratio[T](norm1(n, n, diff, n), float64(n)*norm1(n, n, a, lda))
}

// ProductRatio returns |A - B C| / (k |A| u) in the 1-norm for A m x n, B m x k, C k x n; k is m if that is more. With Q
// and R it is LAPACK's xQRT01.
func ProductRatio[T Float](m, n, k int, a []T, lda int, b []T, ldb int, c []T, ldc int) float64 {
	diff := make([]float64, m*n)
	for i := range m {
		row := diff[i*n : (i+1)*n]
		for j := range row {
			row[j] = float64(a[i*lda+j])
		}
		for l := range k {
			x := -float64(b[i*ldb+l])
			for j := range row {
				row[j] += x * float64(c[l*ldc+j])
			}
		}
	}
	return ratio[T](norm1(m, n, diff, n), float64(max(m, k))*norm1(m, n, a, lda))
}

// OrthogonalityRatio returns |I - Q' Q| / (m u) in the 1-norm for Q m x n (LAPACK xQRT01).
func OrthogonalityRatio[T Float](m, n int, q []T, ldq int) float64 {
	diff := make([]float64, n*n)
	for l := range m {
		for i := range n {
			x := -float64(q[l*ldq+i])
			row := diff[i*n : (i+1)*n]
			for j := range row {
				row[j] += x * float64(q[l*ldq+j])
			}
		}
	}
	for i := range n {
		diff[i*n+i]++
	}
	return ratio[T](norm1(n, n, diff, n), float64(m))
}

// LeastSquaresRatio returns |A' (B - A X)| / (|A'| (|A| |X| + |B|) m u) in the 1-norm, the largest over the columns, for A
// m x n, X n x r, B m x r: 0 in exact arithmetic, because the residual is orthogonal to the columns of A.
func LeastSquaresRatio[T Float](m, n, r int, a []T, lda int, x []T, ldx int, b []T, ldb int) float64 {
	at := make([]T, n*m)
	for i := range m {
		for j := range n {
			at[j*m+i] = a[i*lda+j]
		}
	}
	anorm, atnorm := norm1(m, n, a, lda), norm1(n, m, at, m)
	worst := 0.0
	for j := range r {
		res := make([]float64, m)
		xn, bn, normal := 0.0, 0.0, 0.0
		for l := range n {
			xn += math.Abs(float64(x[l*ldx+j]))
		}
		for i := range m {
			s := float64(b[i*ldb+j])
			bn += math.Abs(s)
			for l := range n {
				s -= float64(a[i*lda+l]) * float64(x[l*ldx+j])
			}
			res[i] = s
		}
		for l := range n {
			s := 0.0
			for i := range m {
				s += float64(at[l*m+i]) * res[i]
			}
			normal += math.Abs(s)
		}
		if q := ratio[T](normal, atnorm*(anorm*xn+bn)*float64(m)); q > worst || q != q {
			worst = q
		}
	}
	return worst
}
