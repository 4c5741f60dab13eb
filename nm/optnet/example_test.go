package optnet_test

import (
	"fmt"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm/optnet"
)

// The point of the triangle z1 + z2 <= 1, z >= 0 nearest to (1, 1/2), and how its first coordinate changes with the bounds.
func ExampleSolver() {
	q, g := la.NewMatrix[float64](2, 2), la.NewMatrix[float64](3, 2)
	copy(q.Data, []float64{1, 0, 0, 1})
	copy(g.Data, []float64{1, 1, -1, 0, 0, -1})
	p := la.NewMatrix[float64](1, 2) // one sample
	copy(p.Data, []float64{-1, -0.5})

	var solver optnet.Solver[float64]
	var sol optnet.Solution[float64]
	solver.Prepare(nil, &optnet.QP[float64]{Q: q, G: g, H: []float64{1, 0, 0}})
	if err := solver.Solve(nil, nil, &sol, p); err != nil {
		panic(err)
	}
	fmt.Println(sol.Status[0])
	fmt.Printf("z = %.2f, lambda = %.2f\n", sol.Z.Row(0), sol.Lambda.Row(0))

	dz := la.NewMatrix[float64](1, 2)
	dz.Set(0, 0, 1)
	var grad optnet.Gradient[float64]
	if err := solver.Backward(nil, nil, &grad, &sol, dz); err != nil {
		panic(err)
	}
	fmt.Printf("dz1/dh1 = %.2f, dz1/dp = %.2f\n", grad.H[0], grad.P.Row(0))
	// Output:
	// converged
	// z = [0.75 0.25], lambda = [0.25 0.00 0.00]
	// dz1/dh1 = 0.50, dz1/dp = [-0.50 0.50]
}
