package gonum

// Ddot returns the sum of x[i]*y[i].
func (i BLAS) Ddot(n int, x []float64, incX int, y []float64, incY int) float64 {
	if s, ok := dot(n, x, incX, y, incY); ok {
		return s
	}
	return i.Implementation.Ddot(n, x, incX, y, incY)
}

// Sdot returns the sum of x[i]*y[i].
func (i BLAS) Sdot(n int, x []float32, incX int, y []float32, incY int) float32 {
	if s, ok := dot(n, x, incX, y, incY); ok {
		return s
	}
	return i.Implementation.Sdot(n, x, incX, y, incY)
}

// Daxpy computes y += alpha*x.
func (i BLAS) Daxpy(n int, alpha float64, x []float64, incX int, y []float64, incY int) {
	if !axpy(n, alpha, x, incX, y, incY) {
		i.Implementation.Daxpy(n, alpha, x, incX, y, incY)
	}
}

// Saxpy computes y += alpha*x.
func (i BLAS) Saxpy(n int, alpha float32, x []float32, incX int, y []float32, incY int) {
	if !axpy(n, alpha, x, incX, y, incY) {
		i.Implementation.Saxpy(n, alpha, x, incX, y, incY)
	}
}

// Dscal computes x *= alpha.
func (i BLAS) Dscal(n int, alpha float64, x []float64, incX int) {
	if !scal(n, alpha, x, incX) {
		i.Implementation.Dscal(n, alpha, x, incX)
	}
}

// Sscal computes x *= alpha.
func (i BLAS) Sscal(n int, alpha float32, x []float32, incX int) {
	if !scal(n, alpha, x, incX) {
		i.Implementation.Sscal(n, alpha, x, incX)
	}
}

// Dnrm2 returns the Euclidean norm of x.
func (i BLAS) Dnrm2(n int, x []float64, incX int) float64 {
	if s, ok := nrm2(n, x, incX); ok {
		return s
	}
	return i.Implementation.Dnrm2(n, x, incX)
}

// Snrm2 returns the Euclidean norm of x.
func (i BLAS) Snrm2(n int, x []float32, incX int) float32 {
	if s, ok := nrm2(n, x, incX); ok {
		return s
	}
	return i.Implementation.Snrm2(n, x, incX)
}
