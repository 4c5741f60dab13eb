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
				s = math.FMA(-float64(u[k*ldu+i]), float64(u[k*ldu+j]), s)
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
				row[j] = math.FMA(x, float64(c[l*ldc+j]), row[j])
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
			for j := range n {
				diff[i*n+j] = math.FMA(x, float64(q[l*ldq+j]), diff[i*n+j])
			}
		}
	}
	for i := range n {
		diff[i*n+i]++
	}
	return ratio[T](norm1(n, n, diff, n), float64(m))
}
