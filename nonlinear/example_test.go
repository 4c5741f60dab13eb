package nonlinear_test

import (
	"context"
	"fmt"
	"math"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
)

// A circle and a parabola: two equations of one's own, without a Jacobian.
func ExampleSolve() {
	p := nonlinear.Problem{N: 2, F: func(fx, x []float64) {
		fx[0] = x[0]*x[0] + x[1]*x[1] - 2
		fx[1] = x[1] - x[0]*x[0]
	}}
	r, err := nonlinear.Solve(context.Background(), p, []float64{2, 0.5}, nil, nil)
	if err != nil {
		fmt.Println(err, "best point", r.X)
		return
	}
	fmt.Printf("%.6f %.6f, %v\n", r.X[0], r.X[1], r.Status)
	// Output: 1.000000 1.000000, converged
}

// kepler is Kepler's equation E = M + e sin E, one sample for each mean anomaly M.
type kepler struct {
	e    float64
	mean []float64
}

func (k kepler) Size() int { return 1 }

func (k kepler) Map(g, x *la.Matrix[float64], rows []int) {
	for i, row := range rows {
		g.Set(i, 0, k.mean[row]+k.e*math.Sin(x.At(i, 0)))
	}
}

func (k kepler) Jacobian(jac *la.Matrix[float64], x []float64, row int) {
	jac.Set(0, 0, 1-k.e*math.Cos(x[0]))
}

func (k kepler) Tolerance(row int, norm float64) float64 { return 1e-12 * max(1, norm) }

// Many systems of one structure: the eccentric anomaly of an orbit at several times.
func ExampleBatch() {
	sys := kepler{e: 0.6, mean: []float64{0.5, 1, 2, 3}}
	x := la.NewMatrix[float64](len(sys.mean), 1)
	copy(x.Data, sys.mean) // starts
	status := make([]nonlinear.Status, len(sys.mean))
	var b nonlinear.Batch[float64]
	stats := b.Solve(context.Background(), sys, x, status, nil)
	for s, mean := range sys.mean {
		fmt.Printf("M = %.1f: E = %.6f, %v\n", mean, x.At(s, 0), status[s])
	}
	fmt.Println(stats.Unconverged, "unconverged")
	// Output:
	// M = 0.5: E = 1.007205, converged
	// M = 1.0: E = 1.599749, converged
	// M = 2.0: E = 2.403657, converged
	// M = 3.0: E = 3.053054, converged
	// 0 unconverged
}

// A fixed point x = cos(A x) of a map, by Anderson's mixing, in storage that the next solve uses again.
func ExampleAnderson() {
	a := [2][2]float64{{0.5, 0.4}, {-0.3, 0.8}}
	p := nonlinear.Problem{N: 2, F: func(fx, x []float64) {
		for i := range fx {
			fx[i] = x[i] - math.Cos(a[i][0]*x[0]+a[i][1]*x[1])
		}
	}}
	var s nonlinear.Solver
	for _, m := range []nonlinear.Method{nonlinear.Picard{}, nonlinear.Anderson{Depth: 2}} {
		r, err := s.Solve(context.Background(), p, []float64{0, 0}, m, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %.8f %.8f, fewer than 12 evaluations: %v\n", m.Name(), r.X[0], r.X[1], r.Evaluations < 12)
	}
	// Output:
	// picard: 0.74685506 0.88512171, fewer than 12 evaluations: false
	// anderson: 0.74685506 0.88512171, fewer than 12 evaluations: true
}

// cell is x = tanh(W x + c), with a parameter in c.
type cell struct {
	w [2][2]float64
	c [2]float64
}

func (s *cell) Size() int { return 2 }

func (s *cell) Map(g, x *la.Matrix[float64], rows []int) {
	for i := range rows {
		for j := range 2 {
			g.Set(i, j, math.Tanh(s.w[j][0]*x.At(i, 0)+s.w[j][1]*x.At(i, 1)+s.c[j]))
		}
	}
}

func (s *cell) Jacobian(jac *la.Matrix[float64], x []float64, row int) {
	for i := range 2 {
		h := math.Tanh(s.w[i][0]*x[0] + s.w[i][1]*x[1] + s.c[i])
		for j := range 2 {
			jac.Set(i, j, -(1-h*h)*s.w[i][j])
		}
		jac.Set(i, i, 1+jac.At(i, i))
	}
}

func (s *cell) Tolerance(row int, norm float64) float64 { return 1e-12 }

// adjointCell is y = g + (dG/dx)' y, the transposed system at the cell's solution x.
type adjointCell struct {
	*cell
	x, g []float64
	jac  *la.Matrix[float64]
}

func (s *adjointCell) Map(g, y *la.Matrix[float64], rows []int) {
	s.cell.Jacobian(s.jac, s.x, 0)
	for i := range rows {
		for j := range 2 {
			g.Set(i, j, s.g[j]+y.At(i, j)-s.jac.At(0, j)*y.At(i, 0)-s.jac.At(1, j)*y.At(i, 1))
		}
	}
}

func (s *adjointCell) Jacobian(jac *la.Matrix[float64], _ []float64, row int) {
	s.cell.Jacobian(s.jac, s.x, row)
	for i := range 2 {
		for j := range 2 {
			jac.Set(i, j, s.jac.At(j, i))
		}
	}
}

// An implicit function and its derivative: x(c) solves x = tanh(W x + c), and of L = x_0 + 2 x_1 the gradient by c is
// (1 - x^2) y, where y solves the transposed system (I - dG/dx)' y = dL/dx. One factorisation serves both.
func ExampleBatch_SolveAdjoint() {
	sys := &cell{w: [2][2]float64{{0.3, -0.8}, {0.6, 0.2}}, c: [2]float64{0.5, -0.2}}
	x, status := la.NewMatrix[float64](1, 2), make([]nonlinear.Status, 1)
	var b nonlinear.Batch[float64]
	b.Solve(context.Background(), sys, x, status, nil)

	y := la.NewMatrix[float64](1, 2)
	adj := &adjointCell{cell: sys, x: x.Row(0), g: []float64{1, 2}, jac: la.NewMatrix[float64](2, 2)}
	stats := b.SolveAdjoint(context.Background(), adj, y, status, nil)
	fmt.Printf("%v, %d new factorisations\n", status[0], stats.Factorizations)

	loss := func(x *la.Matrix[float64]) float64 { return x.At(0, 0) + 2*x.At(0, 1) }
	for j := range 2 {
		gradient := (1 - x.At(0, j)*x.At(0, j)) * y.At(0, j)
		const h = 1e-6
		var l [2]float64
		for k, c := range [2]float64{sys.c[j] + h, sys.c[j] - h} {
			moved := *sys
			moved.c[j] = c
			z := la.NewMatrix[float64](1, 2)
			var fresh nonlinear.Batch[float64]
			fresh.Solve(context.Background(), &moved, z, status, nil)
			l[k] = loss(z)
		}
		fmt.Printf("dL/dc_%d = %.6f, by differences %.6f\n", j, gradient, (l[0]-l[1])/(2*h))
	}
	// Output:
	// converged, 0 new factorisations
	// dL/dc_0 = 1.522277, by differences 1.522277
	// dL/dc_1 = 0.958761, by differences 0.958761
}

// A system that falls into parts: x_0 alone, then x_1 and x_2 together, then x_3.
func ExampleSolveBlocks() {
	one := func(x []float64, i int32) float64 {
		switch i {
		case 0:
			return x[0]*x[0]*x[0] - 8
		case 1:
			return x[1]*x[1] + x[2]*x[2] - 5*x[0]
		case 2:
			return x[1] - x[2] - x[0]
		}
		return x[3] - math.Exp(-x[1])
	}
	p := nonlinear.Problem{
		N: 4,
		F: func(fx, x []float64) {
			for i := range fx {
				fx[i] = one(x, int32(i))
			}
		},
		Rows: func(fx, x []float64, rows []int32) {
			for k, i := range rows {
				fx[k] = one(x, i)
			}
		},
		// Unknown 0 is in equations 0, 1 and 2, unknown 1 in 1, 2 and 3, and so on.
		Pattern: &graph.Digraph{Nodes: 4, Start: []int{0, 3, 6, 8, 9}, Head: []int32{0, 1, 2, 1, 2, 3, 1, 2, 3}},
	}
	r, err := nonlinear.SolveBlocks(context.Background(), nil, p, []float64{1, 1, 1, 1}, nil, nil)
	fmt.Printf("%.4f %v\n", r.X, err)
	// Output: [2.0000 3.0000 1.0000 0.0498] <nil>
}

// One equation in one unknown, between points where its sides differ in sign.
func ExampleBrent() {
	r, err := nonlinear.Brent(context.Background(), func(x float64) float64 { return math.Exp(x) - 10 }, 0, 5, nil)
	fmt.Printf("%.6f %v\n", r.X, err)
	// Output: 2.302585 <nil>
}

// The wrong entry of a Jacobian has a name.
func ExampleCheckJacobian() {
	p := nonlinear.Problem{
		N: 2,
		F: func(fx, x []float64) { fx[0], fx[1] = x[0]*x[1]-1, math.Sin(x[0])-x[1] },
		Jac: func(jac *la.Matrix[float64], x []float64) {
			copy(jac.Data, []float64{x[1], x[0], -math.Cos(x[0]), -1})
		},
	}
	fmt.Println(nonlinear.CheckJacobian(p, []float64{0, 2}))
	// Output: nonlinear: Jac is wrong: dF[1]/dx[0] is -1, differences give 1
}

// What every iteration did.
func ExampleHistory() {
	p := nonlinear.Problem{N: 1, F: func(fx, x []float64) { fx[0] = x[0]*x[0] - 2 }}
	var h nonlinear.History
	_, err := nonlinear.Solve(context.Background(), p, []float64{1}, nonlinear.Newton{}, &nonlinear.Settings{Trace: h.Add})
	for _, s := range h {
		fmt.Printf("%s %d: max|F| = %.0e\n", s.Method, s.Iteration, s.Residual)
	}
	fmt.Println(err)
	// Output:
	// newton 1: max|F| = 2e-01
	// newton 2: max|F| = 7e-03
	// newton 3: max|F| = 6e-06
	// newton 4: max|F| = 5e-12
	// <nil>
}
