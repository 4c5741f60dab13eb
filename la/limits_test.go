package la

import (
	"testing"

	"github.com/neuralmodules/nmcore/la/asm"
)

// TestCallLimit: no kernel gets more than chunk elements in one call, because assembly cannot be preempted.
func TestCallLimit(t *testing.T) {
	const n = chunk + 100
	k, longest := *asm.Active[float64](), 0
	dot, axpy, scal := k.Dot, k.Axpy, k.Scal
	k.Dot = func(x, y []float64) float64 { longest = max(longest, len(x)); return dot(x, y) }
	k.Axpy = func(alpha float64, x, y []float64) { longest = max(longest, len(x)); axpy(alpha, x, y) }
	k.Scal = func(alpha float64, x []float64) { longest = max(longest, len(x)); scal(alpha, x) }
	same := Matrix[float64]{Rows: n, Cols: n, Data: make([]float64, n)} // a stride of 0: n times the same row
	tall := Matrix[float64]{Rows: n, Cols: 2, Stride: 2, Data: make([]float64, 2*n)}
	for i := range tall.Data {
		tall.Data[i] = float64(i%7 + 1)
	}
	for name, f := range map[string]func(){
		"panel": func() { luUnblocked(&k, tall, 0, 2, make([]int32, 2), make([]float64, 2*padded[float64](n))) },
		"beta":  func() { (&gemmJob[float64]{kernels: &k, beta: 2}).scale(same.Data, 1, n) },
	} {
		longest = 0
		if f(); longest != chunk {
			t.Errorf("%s: the longest call is %d elements, want %d", name, longest, chunk)
		}
	}
}

// TestMatrixCallLimit is TestCallLimit for the kernels of a matrix and a vector: none gets more than gemvTask elements.
func TestMatrixCallLimit(t *testing.T) {
	const n = 5 * gemvTask
	k, most := *asm.Active[float64](), 0
	count := func(m, n int) { most = max(most, m*n) }
	gemvN, gemvT := k.Gemv, k.GemvT
	k.Gemv = func(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool) {
		count(m, n)
		gemvN(m, n, alpha, a, lda, x, y, load)
	}
	k.GemvT = func(m, n int, alpha float64, a *float64, lda int, x, y *float64, load bool) {
		count(m, n)
		gemvT(m, n, alpha, a, lda, x, y, load)
	}
	for _, f := range []*func(n int, a *float64, lda int, x *float64, unit bool){&k.TrsvL, &k.TrsvU, &k.TrsvLT, &k.TrsvUT} {
		solve := *f
		*f = func(n int, a *float64, lda int, x *float64, unit bool) { count(n, n); solve(n, a, lda, x, unit) }
	}
	// strides of 0: n or 1000 times the same row
	wide, tall := Matrix[float64]{Rows: 9, Cols: n, Data: make([]float64, n)}, Matrix[float64]{Rows: n, Cols: 9, Data: make([]float64, 9)}
	square := Matrix[float64]{Rows: 1000, Cols: 1000, Data: make([]float64, 1000)}
	vectors := func(m Matrix[float64], t Trans) (x, y []float64) {
		if t {
			return make([]float64, m.Rows), make([]float64, m.Cols)
		}
		return make([]float64, m.Cols), make([]float64, m.Rows)
	}
	for _, t := range []Trans{NoTrans, Transpose} {
		for _, a := range []Matrix[float64]{wide, tall, square} {
			x, y := vectors(a, t)
			gemv(&k, t, 1, a, x, 0, y)
		}
		for _, u := range []Uplo{Lower, Upper} {
			trsv(&k, u, t, Unit, square, make([]float64, 1000))
		}
	}
	if most > gemvTask || most < gemvTask/2 {
		t.Errorf("the largest call is %d elements, want at most %d and not much less", most, gemvTask)
	}
}
