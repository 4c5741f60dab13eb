// Package classical holds the test problems that solvers of nonlinear equations are measured by: those of More, Garbow & Hillstrom,
// Testing unconstrained optimization software, ACM TOMS 7 (1981) 17-41, in their square form, and the ones that complete
// them to the list of 23.
package classical

import "math"

// Problem is F(x) = 0 with its standard start.
type Problem struct {
	Name  string
	Start []float64
	F     func(f, x []float64)
	Roots [][]float64 // those that are known in closed form, or in print
}

func repeat(n int, v float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = v
	}
	return x
}

func fill(n int, f func(i int) float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = f(i)
	}
	return x
}

// Problems are all 23, in the order of the list.
var Problems = []Problem{
	{"Rosenbrock", append([]float64{-1.2}, repeat(9, 1)...), func(f, x []float64) {
		f[0] = 1 - x[0]
		for i := 1; i < len(x); i++ {
			f[i] = 10 * (x[i] - x[i-1]*x[i-1])
		}
	}, [][]float64{repeat(10, 1)}},
	{"Powell singular", []float64{3, -1, 0, 1}, func(f, x []float64) {
		f[0] = x[0] + 10*x[1]
		f[1] = math.Sqrt(5) * (x[2] - x[3])
		f[2] = (x[1] - 2*x[2]) * (x[1] - 2*x[2])
		f[3] = math.Sqrt(10) * (x[0] - x[3]) * (x[0] - x[3])
	}, [][]float64{repeat(4, 0)}},
	{"Powell badly scaled", []float64{0, 1}, func(f, x []float64) {
		f[0] = 1e4*x[0]*x[1] - 1
		f[1] = math.Exp(-x[0]) + math.Exp(-x[1]) - 1.0001
	}, [][]float64{{1.0981593296997149e-05, 9.106146739867453}}},
	{"Wood", []float64{-3, -1, -3, -1}, func(f, x []float64) {
		t1, t2 := x[1]-x[0]*x[0], x[3]-x[2]*x[2]
		f[0] = -200*x[0]*t1 - (1 - x[0])
		f[1] = 200*t1 + 20.2*(x[1]-1) + 19.8*(x[3]-1)
		f[2] = -180*x[2]*t2 - (1 - x[2])
		f[3] = 180*t2 + 20.2*(x[3]-1) + 19.8*(x[1]-1)
	}, [][]float64{repeat(4, 1)}},
	{"helical valley", []float64{-1, 0, 0}, func(f, x []float64) {
		theta := math.Copysign(0.25, x[1])
		if x[0] != 0 {
			theta = math.Atan(x[1]/x[0]) / (2 * math.Pi)
			if x[0] < 0 {
				theta += 0.5
			}
		}
		f[0] = 10 * (x[2] - 10*theta)
		f[1] = 10 * (math.Hypot(x[0], x[1]) - 1)
		f[2] = x[2]
	}, [][]float64{{1, 0, 0}}},
	{"Watson", repeat(6, 0), func(f, x []float64) {
		clear(f)
		for i := 1; i <= 29; i++ {
			t := float64(i) / 29
			s1, s2, p := 0.0, 0.0, 1.0
			for j, v := range x {
				s1 += float64(j) * p / t * v
				s2 += p * v
				p *= t
			}
			r := s1 - s2*s2 - 1
			p = 1 / t
			for k := range f {
				f[k] += p * (float64(k) - 2*t*s2) * r
				p *= t
			}
		}
		r := x[1] - x[0]*x[0] - 1
		f[0] += x[0] * (1 - 2*r)
		f[1] += r
	}, nil},
	{"Chebyquad", fill(7, func(i int) float64 { return float64(i+1) / 8 }), func(f, x []float64) {
		clear(f)
		n := float64(len(x))
		for _, v := range x {
			a, b := 1.0, 2*v-1
			t := 2 * b
			for i := range f {
				f[i] += b / n
				a, b = b, t*b-a
			}
		}
		for i := 1; i < len(f); i += 2 {
			k := float64(i + 1)
			f[i] += 1 / (k*k - 1)
		}
	}, nil},
	{"Brown almost linear", repeat(10, 0.5), func(f, x []float64) {
		sum, product := -float64(len(x)+1), 1.0
		for _, v := range x {
			sum += v
			product *= v
		}
		for i, v := range x {
			f[i] = v + sum
		}
		f[len(f)-1] = product - 1
	}, [][]float64{repeat(10, 1)}},
	{"discrete boundary value", fill(10, func(i int) float64 { t := float64(i+1) / 11; return t * (t - 1) }),
		func(f, x []float64) {
			h := 1 / float64(len(x)+1)
			for i, v := range x {
				c := v + float64(i+1)*h + 1
				f[i] = 2*v + h*h*c*c*c/2
				if i > 0 {
					f[i] -= x[i-1]
				}
				if i < len(x)-1 {
					f[i] -= x[i+1]
				}
			}
		}, nil},
	{"discrete integral equation", fill(10, func(i int) float64 { t := float64(i+1) / 11; return t * (t - 1) }),
		func(f, x []float64) {
			h := 1 / float64(len(x)+1)
			for i := range x {
				ti, s := float64(i+1)*h, 0.0
				for j, v := range x {
					tj := float64(j+1) * h
					c := v + tj + 1
					if j <= i {
						s += (1 - ti) * tj * c * c * c
					} else {
						s += ti * (1 - tj) * c * c * c
					}
				}
				f[i] = x[i] + h*s/2
			}
		}, nil},
	{"trigonometric", repeat(10, 0.1), func(f, x []float64) {
		s := float64(len(x))
		for _, v := range x {
			s -= math.Cos(v)
		}
		for i, v := range x {
			f[i] = s + float64(i+1)*(1-math.Cos(v)) - math.Sin(v)
		}
	}, nil},
	{"variably dimensioned", fill(10, func(i int) float64 { return 1 - float64(i+1)/10 }), func(f, x []float64) {
		s := 0.0
		for i, v := range x {
			s += float64(i+1) * (v - 1)
		}
		for i, v := range x {
			f[i] = v - 1 + float64(i+1)*s*(1+2*s*s)
		}
	}, [][]float64{repeat(10, 1)}},
	{"Broyden tridiagonal", repeat(10, -1), func(f, x []float64) {
		for i, v := range x {
			f[i] = (3-2*v)*v + 1
			if i > 0 {
				f[i] -= x[i-1]
			}
			if i < len(x)-1 {
				f[i] -= 2 * x[i+1]
			}
		}
	}, nil},
	{"Broyden banded", repeat(10, -1), func(f, x []float64) {
		for i, v := range x {
			f[i] = v*(2+5*v*v) + 1
			for j := max(0, i-5); j <= min(len(x)-1, i+1); j++ {
				if j != i {
					f[i] -= x[j] * (1 + x[j])
				}
			}
		}
	}, nil},
	{"Hammarling 2x2 square root", []float64{1, 0, 0, 1}, func(f, x []float64) { squareRoot(f, x, 2) }, [][]float64{{0.01, 50, 0, 0.01}}},
	{"Hammarling 3x3 square root", []float64{1, 0, 0, 0, 1, 0, 0, 0, 1}, func(f, x []float64) { squareRoot(f, x, 3) }, [][]float64{{0.01, 50, 0, 0, 0.01, 0, 0, 0, 0.01}}},
	{"Dennis-Schnabel", []float64{1, 5}, func(f, x []float64) {
		f[0] = x[0] + x[1] - 3
		f[1] = x[0]*x[0] + x[1]*x[1] - 9
	}, [][]float64{{0, 3}, {3, 0}}},
	{"sample 18", []float64{2, 2}, func(f, x []float64) {
		q := func(t float64) float64 { // (1 - exp(-t)) / t
			if t == 0 {
				return 1
			}
			return -math.Expm1(-t) / t
		}
		f[0] = x[1] * x[1] * q(x[0])
		f[1] = x[0] * q(x[1])
	}, [][]float64{{0, 0}}},
	{"sample 19", []float64{3, 3}, func(f, x []float64) {
		r := x[0]*x[0] + x[1]*x[1]
		f[0], f[1] = x[0]*r, x[1]*r
	}, [][]float64{{0, 0}}},
	{"x(x-5)^2", []float64{1}, func(f, x []float64) { f[0] = x[0] * (x[0] - 5) * (x[0] - 5) }, [][]float64{{0}, {5}}},
	{"Freudenstein-Roth", []float64{15, -2}, func(f, x []float64) {
		y := x[1]
		f[0] = x[0] - y*y*y + 5*y*y - 2*y - 13
		f[1] = x[0] + y*y*y + y*y - 14*y - 29
	}, [][]float64{{5, 4}}},
	{"Boggs", []float64{1, 0}, func(f, x []float64) {
		f[0] = x[0]*x[0] - x[1] + 1
		f[1] = x[0] - math.Cos(math.Pi*x[1]/2)
	}, [][]float64{{0, 1}, {-1, 2}, {-math.Sqrt2 / 2, 1.5}}},
	{"Chandrasekhar", repeat(10, 1), func(f, x []float64) {
		n := float64(len(x))
		for i, v := range x {
			mi, s := (float64(i)+0.5)/n, 0.0
			for j, u := range x {
				mj := (float64(j) + 0.5) / n
				s += mi * u / (mi + mj)
			}
			f[i] = v - 1/(1-0.9/(2*n)*s)
		}
	}, nil},
}

// squareRoot is X X = A for A = 1e-4 I with A[0][1] = 1.
func squareRoot(f, x []float64, n int) {
	for i := range n {
		for j := range n {
			s := 0.0
			for k := range n {
				s += x[i*n+k] * x[k*n+j]
			}
			if i == j {
				s -= 1e-4
			}
			if i == 0 && j == 1 {
				s--
			}
			f[i*n+j] = s
		}
	}
}
