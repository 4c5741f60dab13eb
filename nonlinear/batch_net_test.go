package nonlinear

import (
	"math"
	"math/rand/v2"

	"github.com/neuralmodules/nmcore/la"
)

// net is the forward system of math.md section 2, n = r + f(n) W, and its adjoint
// delta = f'(n) o (g + delta W^T), as nm solves them.
type net[T la.Float] struct {
	w, r   *la.Matrix[T]
	f      func(x float64) (y, dy float64)
	rtol   T
	z      la.Matrix[T]
	mapped int // rows mapped

	adjoint bool
	n       *la.Matrix[T] // the solution, adjoint only
}

func newNet[T la.Float](seed uint64, m, samples int, sigma float64, f func(float64) (float64, float64)) *net[T] {
	rng := rand.New(rand.NewPCG(seed, 1))
	w := la.NewMatrix[T](m, m)
	for i := range m {
		for j := range m {
			if v := rng.NormFloat64(); i != j {
				w.Set(i, j, T(sigma*v/math.Sqrt(float64(m))))
			}
		}
	}
	r := la.NewMatrix[T](samples, m)
	for i := range r.Data {
		r.Data[i] = T(rng.NormFloat64())
	}
	rtol := T(1e-9)
	if eps[T]() > 1e-10 {
		rtol = 1e-5
	}
	return &net[T]{w: w, r: r, f: f, rtol: rtol}
}

func (s *net[T]) Size() int { return s.w.Rows }

func (s *net[T]) Map(g, x *la.Matrix[T], rows []int) {
	s.mapped += len(rows)
	if s.adjoint {
		la.Gemm(nil, la.NoTrans, la.Transpose, 1, x, s.w, 0, g)
		for i, row := range rows {
			gi := g.Row(i)
			for j, r := range s.r.Row(row) {
				_, d := s.f(float64(s.n.At(row, j)))
				gi[j] = T(d) * (r + gi[j])
			}
		}
		return
	}
	fitMatrix(&s.z, x.Rows, x.Cols)
	for i := range rows {
		zi := s.z.Row(i)
		for j, v := range x.Row(i) {
			y, _ := s.f(float64(v))
			zi[j] = T(y)
		}
	}
	la.Gemm(nil, la.NoTrans, la.NoTrans, 1, &s.z, s.w, 0, g)
	for i, row := range rows {
		gi := g.Row(i)
		for j, r := range s.r.Row(row) {
			gi[j] += r
		}
	}
}

func (s *net[T]) Jacobian(jac *la.Matrix[T], x []T, row int) {
	if s.adjoint {
		x = s.n.Row(row)
	}
	for j, v := range x {
		_, d := s.f(float64(v))
		for i := range x {
			// dF_i/dn_j = [i = j] - w_ji f'(n_j), and the transpose of that for the adjoint.
			k := -s.w.At(j, i) * T(d)
			if i == j {
				k++
			}
			if s.adjoint {
				jac.Set(j, i, k)
			} else {
				jac.Set(i, j, k)
			}
		}
	}
}

// Products multiplies by the matrices that Jacobian gives.
func (s *net[T]) Products(jv, v, x *la.Matrix[T], rows []int) {
	fitMatrix(&s.z, x.Rows, x.Cols)
	slope := func(i, j int) T {
		at := x.At(i, j)
		if s.adjoint {
			at = s.n.At(rows[i], j)
		}
		_, d := s.f(float64(at))
		return T(d)
	}
	copy(s.z.Data, v.Data)
	if s.adjoint {
		la.Gemm(nil, la.NoTrans, la.Transpose, 1, &s.z, s.w, 0, jv)
	} else {
		for i := range rows {
			for j := range s.z.Row(i) {
				s.z.Row(i)[j] *= slope(i, j)
			}
		}
		la.Gemm(nil, la.NoTrans, la.NoTrans, 1, &s.z, s.w, 0, jv)
	}
	for i := range rows {
		out := jv.Row(i)
		for j, u := range v.Row(i) {
			if s.adjoint {
				out[j] *= slope(i, j)
			}
			out[j] = u - out[j]
		}
	}
}

func (s *net[T]) Tolerance(_ int, norm T) T { return s.rtol * max(1, norm) }

func tanh(x float64) (float64, float64) { y := math.Tanh(x); return y, 1 - y*y }

func sigmoid(x float64) (float64, float64) { y := 1 / (1 + math.Exp(-x)); return y, y * (1 - y) }

func relu(x float64) (float64, float64) {
	if x > 0 {
		return x, 1
	}
	return 0, 0
}

func identity(x float64) (float64, float64) { return x, 1 }
