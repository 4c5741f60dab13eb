package reg

import (
	"math"
	"sync"
	"unsafe"

	"github.com/neuralmodules/nmcore/la"
)

// ProxL1 replaces every off-diagonal w_kj by sign(w_kj) * (|w_kj| - step*weight_kj)_+, equation (9): the proximal
// map of step times the L1 penalty. Exact zeros appear where |w_kj| <= step*weight_kj; a zero step or weight leaves
// every bit unless the other is infinite. It panics if w is not square, lambda is for another number of nodes, or
// step is negative.
func ProxL1[T la.Float](w *la.Matrix[T], step T, lambda Weights[T]) {
	checkSquare(w)
	for k := range w.Rows {
		L1Row(w.Row(k), k, step, lambda)
	}
}

// ProxL2 replaces every off-diagonal w_kj by w_kj / (1 + step*weight_kj), equation (10): the proximal map of
// step times the L2 penalty. It panics as ProxL1 does.
func ProxL2[T la.Float](w *la.Matrix[T], step T, lambda Weights[T]) {
	checkSquare(w)
	for k := range w.Rows {
		L2Row(w.Row(k), k, step, lambda)
	}
}

// L1Row is [ProxL1] for row k of a matrix, so that rows can be shared out among workers.
func L1Row[T la.Float](row []T, k int, step T, lambda Weights[T]) {
	shrink(row, k, step, lambda, la.ProxL1[T])
}

// L2Row is [ProxL2] for row k of a matrix.
func L2Row[T la.Float](row []T, k int, step T, lambda Weights[T]) {
	shrink(row, k, step, lambda, la.ProxL2[T])
}

// shrink applies prox to all of row k but element k.
func shrink[T la.Float](row []T, k int, step T, lambda Weights[T], prox func(w []T, step T, weight []T)) {
	if step < 0 {
		panic(badStep)
	}
	lambda.check(len(row), k)
	if all := lambda.stored(k); all != nil {
		prox(row[:k], step, all[:k])
		prox(row[k+1:], step, all[k+1:])
		return
	}
	b := buffers.Get().(*[span]float64)
	buf := unsafe.Slice((*T)(unsafe.Pointer(b)), span)
	for i, n := next(0, k, len(row)); i < len(row); i, n = next(n, k, len(row)) {
		prox(row[i:n], step, lambda.chunk(buf[:n-i], k, i))
	}
	buffers.Put(b)
}

// L1Edges is [ProxL1] for some of the edges out of node k: w[i] is the weight of the edge k -> head[i], of which none is k -> k. It
// panics if w and head have different lengths or step is negative; nodes that lambda does not know panic too.
func L1Edges[T la.Float](w []T, k int, head []int32, step T, lambda Weights[T]) {
	shrinkEdges(w, k, head, step, lambda, la.ProxL1[T])
}

// L2Edges is [ProxL2] for some of the edges out of node k, as [L1Edges].
func L2Edges[T la.Float](w []T, k int, head []int32, step T, lambda Weights[T]) {
	shrinkEdges(w, k, head, step, lambda, la.ProxL2[T])
}

func shrinkEdges[T la.Float](w []T, k int, head []int32, step T, lambda Weights[T], prox func(w []T, step T, weight []T)) {
	switch {
	case step < 0:
		panic(badStep)
	case len(w) != len(head):
		panic(badLength)
	}
	b := buffers.Get().(*[span]float64)
	buf := unsafe.Slice((*T)(unsafe.Pointer(b)), span)
	for len(w) > 0 {
		n := min(span, len(w))
		lambda.some(buf[:n], k, head)
		prox(w[:n], step, buf[:n])
		w, head = w[n:], head[n:]
	}
	buffers.Put(b)
}

// buffers holds room for weights of either type: what is passed to a kernel cannot be on the stack.
var buffers = sync.Pool{New: func() any { return new([span]float64) }}

// span is how many weights are made at a time: few enough to stay in the first-level cache.
const span = 256

// next returns the part [i, n) of a row of m edges out of node k that begins at or after j, leaving out k itself;
// i is m at the end.
func next(j, k, m int) (i, n int) {
	if j == k {
		j++
	}
	n = min(j+span, m)
	if j < k {
		n = min(n, k)
	}
	return j, n
}

// abs returns |v|.
func abs[T la.Float](v T) T {
	if unsafe.Sizeof(v) == 4 {
		return T(math.Float32frombits(math.Float32bits(float32(v)) &^ (1 << 31)))
	}
	return T(math.Float64frombits(math.Float64bits(float64(v)) &^ (1 << 63)))
}

func checkSquare[T la.Float](w *la.Matrix[T]) {
	if w.Rows != w.Cols {
		panic(badSquare)
	}
}
