package la

import (
	"context"
	"sync"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// A triangle acts on every column of B alone (on every row, if it stands on the right), so workers share B in strips. A
// strip is a multiple of stripWidth, one vector, and takes at least stripFlops multiplications, some 10 microseconds. The
// cut changes no bit. Variables for the tests.
var (
	stripWidth = 16
	stripFlops = 1 << 19
)

type stripOp byte

const (
	stripTrsm   stripOp = iota // trsmRecursive
	stripSolve                 // solve
	stripUpdate                // luUpdate
)

// strips is one call of an operation on strips of B; what the operation does not use is empty.
type strips[T Float] struct {
	op     stripOp
	k      *asm.Kernels[T]
	a, b   Matrix[T]
	rows   bool // strips of rows
	step   int
	side   Side
	uplo   Uplo
	t      Trans
	dinv   []T
	piv    []int32
	j0, jm int
	body   func(i int) // run, bound once: a closure for every call would allocate
}

var stripJobs [2]sync.Pool // by typeIndex

func getStrips[T Float](op stripOp, k *asm.Kernels[T], a, b Matrix[T]) *strips[T] {
	j, _ := stripJobs[typeIndex[T]()].Get().(*strips[T])
	if j == nil {
		j = new(strips[T])
		j.body = j.run
	}
	j.op, j.k, j.a, j.b, j.rows = op, k, a, b, false
	return j
}

// do runs the operation, which takes flops multiplications for a column (or row) of B, on p's workers and gives j back.
func (j *strips[T]) do(p *sched.Pool, flops int) {
	n := j.b.Cols
	if j.rows {
		n = j.b.Rows
	}
	least := 1 + stripFlops/max(flops, 1) // columns that are worth while
	count := min(p.Workers(), max(1, n/least))
	j.step = share(n, (n+count-1)/count, stripWidth)
	if tasks := (n + j.step - 1) / j.step; tasks == 1 {
		j.run(0)
	} else if err := p.For(context.Background(), tasks, j.body); err != nil {
		panic(err)
	}
	j.a, j.b, j.dinv, j.piv = Matrix[T]{}, Matrix[T]{}, nil, nil // the free list must not keep them alive
	stripJobs[typeIndex[T]()].Put(j)
}

func (j *strips[T]) run(i int) {
	lo := i * j.step
	var b Matrix[T]
	if j.rows {
		b = j.b.View(lo, 0, min(j.step, j.b.Rows-lo), j.b.Cols)
	} else {
		b = j.b.View(0, lo, j.b.Rows, min(j.step, j.b.Cols-lo))
	}
	switch j.op {
	case stripTrsm:
		trsmRecursive(j.k, j.side, j.uplo, j.t, j.dinv, j.a, b)
	case stripSolve:
		solveColumns(j.k, j.a, j.piv, j.t, j.dinv, b)
	case stripUpdate:
		luUpdate(j.k, j.a, j.j0, j.jm, j.piv, b)
	}
}
