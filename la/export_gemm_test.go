package la

import "github.com/neuralmodules/nmcore/la/asm"

// Values of the stride argument of SetBlocking.
const (
	PackAll = 1       // every stride is critical
	InPlace = 1 << 30 // none here but 0 is
)

// Depth is kc.
var Depth = depth

// SetBlocking makes blocks so small that small products reach every loop, until the function it returns is called.
func SetBlocking(kc, l2, l3, stride, task int) (restore func()) {
	k, d, s, t := depth, dataCaches, criticalStride, taskFlops
	depth, criticalStride, taskFlops = kc, stride, task
	dataCaches = func() (int, int) { return l2, l3 }
	return func() { depth, dataCaches, criticalStride, taskFlops = k, d, s, t }
}

// Scratch takes n elements of scratch memory and returns them and the way back.
func Scratch[T Float](n int) ([]T, func()) {
	s := getScratch[T](n)
	return s.data, s.put
}

// Cut returns how a product is cut for a number of workers: tasks, and the rows and columns of a task's block.
func Cut[T Float](m, n, k, workers int) (tasks, mb, nb int) {
	j := gemmJob[T]{product: product[T]{kernels: asm.Active[T](), k: k, c: Matrix[T]{Rows: m, Cols: n}}}
	return j.cut(workers), j.mb, j.nb
}

// PackRows is packRows with the active kernels.
func PackRows[T Float](dst []T, ld int, src []T, rs, cs, m, n int) {
	packRows(asm.Active[T](), dst, ld, src, rs, cs, m, n)
}
