package gonum

import (
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"

	"github.com/neuralmodules/nmcore/la"
)

// Matrix returns g as a matrix of la. The elements are shared.
func Matrix(g blas64.General) la.Matrix[float64] {
	return la.Matrix[float64]{Rows: g.Rows, Cols: g.Cols, Stride: g.Stride, Data: g.Data}
}

// General returns m as a matrix of gonum. The elements are shared.
func General(m la.Matrix[float64]) blas64.General {
	return blas64.General{Rows: m.Rows, Cols: m.Cols, Stride: max(m.Stride, 1), Data: m.Data} // gonum wants a stride of at least 1
}

// Matrix32 returns g as a matrix of la. The elements are shared.
func Matrix32(g blas32.General) la.Matrix[float32] {
	return la.Matrix[float32]{Rows: g.Rows, Cols: g.Cols, Stride: g.Stride, Data: g.Data}
}

// General32 returns m as a matrix of gonum. The elements are shared.
func General32(m la.Matrix[float32]) blas32.General {
	return blas32.General{Rows: m.Rows, Cols: m.Cols, Stride: max(m.Stride, 1), Data: m.Data}
}
