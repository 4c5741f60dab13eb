package gonum_test

import (
	"fmt"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"

	"github.com/neuralmodules/nmcore/interop/gonum"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// A program that uses gonum's mat needs one line more.
func ExampleUse() {
	gonum.Use(sched.New(0))

	a := mat.NewDense(2, 2, []float64{4, 1, 2, 3})
	b := mat.NewDense(2, 1, []float64{9, 7})
	var x mat.Dense
	if err := x.Solve(a, b); err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%.3f\n", mat.Formatted(&x))
	// Output:
	// ⎡2.000⎤
	// ⎣1.000⎦
}

// The same storage as a matrix of la and of gonum.
func ExampleMatrix() {
	d := mat.NewDense(2, 2, []float64{1, 2, 3, 4})
	m := gonum.Matrix(d.RawMatrix())
	c := la.NewMatrix[float64](2, 2)
	la.Gemm(nil, la.NoTrans, la.Transpose, 1, &m, &m, 0, c)
	fmt.Println(c.Data, blas64.Dot(blas64.Vector{N: 2, Inc: 1, Data: c.Row(0)}, blas64.Vector{N: 2, Inc: 1, Data: c.Row(1)}))

	blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, d.RawMatrix(), gonum.General(m), 0, gonum.General(*c))
	fmt.Println(c.Data)
	// Output:
	// [5 11 11 25] 330
	// [7 10 15 22]
}
