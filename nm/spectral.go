package nm

import (
	"math"
	"math/rand/v2"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// ritzSteps is the order of the small matrices that stand for large ones in estimates of eigenvalues.
const ritzSteps = 64

// ritz returns H = Q A Q^T, upper Hessenberg of order at most ritzSteps, for the operator apply: y = A x of order n > 0. The rows of Q
// are an orthonormal basis of the Krylov space of a fixed start, by Arnoldi's process with every vector orthogonalised twice. Where
// n <= ritzSteps the eigenvalues of H are A's to rounding; otherwise the outer ones are near, and for symmetric A inside its range.
func ritz[T la.Float](n int, apply func(y, x []T)) *la.Matrix[float64] {
	d := min(n, ritzSteps)
	q, h := la.NewMatrix[T](d, n), la.NewMatrix[float64](d, d)
	start := rand.New(rand.NewPCG(1, uint64(n)))
	y := make([]T, n)
	for i := range y {
		y[i] = T(start.NormFloat64())
	}
	norm := la.Nrm2(y)
	for j := range d {
		copy(q.Row(j), y)
		la.Scal(1/norm, q.Row(j))
		apply(y, q.Row(j))
		before := la.Nrm2(y)
		for range 2 {
			for i := range j + 1 {
				s := la.Dot(q.Row(i), y)
				la.Axpy(-s, q.Row(i), y)
				h.Data[i*d+j] += float64(s)
			}
		}
		if j+1 == d {
			break
		}
		if norm = la.Nrm2(y); !(norm > 64*epsilon[T]()*before) { // A maps the space into itself
			part := h.View(0, 0, j+1, j+1)
			return &part
		}
		h.Set(j+1, j, float64(norm))
	}
	return h
}

// gelfandSquarings makes the error of the root, about 2^-56 times a logarithm, less than rounding.
const gelfandSquarings = 56

// gelfand returns the spectral radius of a + shift I, real or complex eigenvalues alike, by Gelfand's formula: the limit of
// |A^p|^(1/p), with p = 2^i by repeated squaring of the matrix scaled to norm 1.
func gelfand(a *la.Matrix[float64], shift float64) float64 {
	n := a.Rows
	b, c := la.NewMatrix[float64](n, n), la.NewMatrix[float64](n, n)
	la.Copy(b, a)
	for i := range n {
		b.Data[i*n+i] += shift
	}
	log, share := 0.0, 1.0
	for range gelfandSquarings {
		norm := b.NormFro()
		if norm == 0 {
			return 0
		}
		log += share * math.Log(norm)
		share /= 2
		la.Scal(1/norm, b.Data)
		la.Gemm(nil, la.NoTrans, la.NoTrans, 1, b, b, 0, c)
		b, c = c, b
	}
	return math.Exp(log)
}

// radius estimates the spectral radius of w, exact to rounding for at most ritzSteps rows.
func radius[T la.Float](pool *sched.Pool, w *la.Matrix[T]) float64 {
	return gelfand(ritz(w.Rows, func(y, x []T) { la.Gemv(pool, la.NoTrans, 1, w, x, 0, y) }), 0)
}

// norm2 estimates |w|_2, from below but for rounding.
func norm2[T la.Float](pool *sched.Pool, w *la.Matrix[T]) float64 {
	z := make([]T, w.Rows)
	return math.Sqrt(gelfand(ritz(w.Rows, func(y, x []T) {
		la.Gemv(pool, la.NoTrans, 1, w, x, 0, z)
		la.Gemv(pool, la.Transpose, 1, w, z, 0, y)
	}), 0))
}

// symmetricTop estimates the largest eigenvalue of (w + w^T)/2, from below but for rounding. Shifted by its spectral radius the
// matrix has no negative eigenvalue, and the largest is the radius.
func symmetricTop[T la.Float](pool *sched.Pool, w *la.Matrix[T]) float64 {
	h := ritz(w.Rows, func(y, x []T) {
		la.Gemv(pool, la.NoTrans, 0.5, w, x, 0, y)
		la.Gemv(pool, la.Transpose, 0.5, w, x, 1, y)
	})
	r := gelfand(h, 0)
	return gelfand(h, r) - r
}

// below1 proves that scale times the largest eigenvalue of a symmetric matrix is below 1: fill adds -scale times it to the upper
// triangle of c, which comes as the identity less what rounding may do, and what it leaves has a Cholesky factor. After S. M. Rump,
// Verification of positive definiteness, BIT 46 (2006): the factorization errs by about n u times the trace, the product W^T W
// that fill may form by n u |W|_F^2, both at most n^2 u where the answer can be yes.
func below1(pool *sched.Pool, n int, fill func(c *la.Matrix[float64])) bool {
	c := la.NewMatrix[float64](n, n)
	for i := range n {
		c.Data[i*n+i] = 1 - 4*float64(n+8)*float64(n+8)*epsilon[float64]()
	}
	fill(c)
	var f la.Cholesky[float64]
	return f.Factorize(pool, la.Upper, c) == nil
}

// PerronRadius encloses the spectral radius of |W| for an irreducible square W (one strongly connected block): low <= rho <= high,
// within 1e-6 relative unless 10,000 iterations do not get there. It is the power iteration on I + |W|, which is primitive, with
// the bounds of Collatz and Wielandt: min and max of (|W|x)_i/x_i over a positive x. For a reducible W low may be loose and
// only high is a bound.
func PerronRadius[T la.Float](w *la.Matrix[T]) (low, high float64) {
	if w.Rows != w.Cols {
		panic("nm: W is not square")
	}
	return perron(nil, w, 10_000)
}

// perron is PerronRadius with a limit of iterations.
func perron[T la.Float](pool *sched.Pool, w *la.Matrix[T], most int) (low, high float64) {
	m := w.Rows
	if m == 0 {
		return 0, 0
	}
	x, y := make([]float64, m), make([]float64, m) // y = |W| x
	for i := range x {
		x[i] = 1
	}
	rows := max(1, span/m)
	multiply := func(t int) {
		for i := t * rows; i < min((t+1)*rows, m); i++ {
			s := 0.0
			for j, v := range w.Row(i) {
				s += math.Abs(float64(v)) * x[j]
			}
			y[i] = s
		}
	}
	high = math.Inf(1)
	for range most {
		_ = pool.For(nil, (m+rows-1)/rows, multiply)
		lo, hi, top := math.Inf(1), 0.0, 0.0
		for i, s := range y {
			lo, hi, top = min(lo, s/x[i]), max(hi, s/x[i]), max(top, s+x[i])
		}
		low, high = max(low, lo), min(high, hi)
		if high-low <= 1e-6*high || math.IsNaN(hi) {
			break
		}
		for i, s := range y {
			x[i] = max((s+x[i])/top, math.SmallestNonzeroFloat64) // stays positive
		}
	}
	return low, high
}
