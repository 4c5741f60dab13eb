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
	for name, f := range map[string]func(){
		"trsv by dot products": func() { trsv(&k, Lower, NoTrans, Unit, same, make([]float64, n)) },
		"trsv by multiples":    func() { trsv(&k, Lower, Transpose, Unit, same, make([]float64, n)) },
		"beta":                 func() { (&product[float64]{kernels: &k, beta: 2}).scale(same.Data, 1, n) },
	} {
		longest = 0
		if f(); longest != chunk {
			t.Errorf("%s: the longest call is %d elements, want %d", name, longest, chunk)
		}
	}
}
