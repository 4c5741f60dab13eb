package nonlinear_test

import (
	"context"
	"fmt"
	"math"

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
