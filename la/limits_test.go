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
		"beta": func() { (&product[float64]{kernels: &k, beta: 2}).scale(same.Data, 1, n) },
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
	for _, trsv := range []*func(n int, a *float64, lda int, x *float64){&k.TrsvLower, &k.TrsvUpper, &k.TrsvUpperTrans, &k.TrsvLowerTrans} {
		kernel := *trsv
		*trsv = func(n int, a *float64, lda int, x *float64) { count(n, n/2); kernel(n, a, lda, x) }
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

// TestGemmCallLimit: no kernel gets more than directSize elements of op(A) in one call of Gemm, nor more than chunk and a
// row to move.
func TestGemmCallLimit(t *testing.T) {
	k, largest, moved := *asm.Active[float64](), 0, 0
	multiply, copied, transposed := k.Gemm, k.Copy, k.Transpose
	k.Gemm = func(kc int, a *float64, rsa, csa int, b *float64, rsb int, next, c *float64, ldc, m, n int, alpha, beta float64) {
		largest = max(largest, m*kc)
		multiply(kc, a, rsa, csa, b, rsb, next, c, ldc, m, n, alpha, beta)
	}
	k.Copy = func(dst *float64, ldd int, src *float64, lds, m, n int) {
		moved = max(moved, (m-1)*n)
		copied(dst, ldd, src, lds, m, n)
	}
	k.Transpose = func(dst *float64, ldd int, src *float64, lds, m, n int) {
		moved = max(moved, (m-1)*n)
		transposed(dst, ldd, src, lds, m, n)
	}
	for _, size := range [][3]int{{256, 4, 256}, {3000, 30, 20}, {20, 3000, 30}, {30, 20, 3000}, {1500, 60, 500}} {
		for _, tA := range []Trans{NoTrans, Transpose} {
			for _, tB := range []Trans{NoTrans, Transpose} {
				a, b := NewMatrix[float64](size[0], size[2]), NewMatrix[float64](size[2], size[1])
				if tA {
					a.Rows, a.Cols, a.Stride = a.Cols, a.Rows, a.Rows
				}
				if tB {
					b.Rows, b.Cols, b.Stride = b.Cols, b.Rows, b.Rows
				}
				gemm(nil, &k, tA, tB, 1, a, b, 0, NewMatrix[float64](size[0], size[1]))
			}
		}
	}
	active := asm.Active[float64]()
	defer func() { active.Gemm = multiply }()
	active.Gemm = k.Gemm
	for _, size := range [][3]int{{4096, 1, 128}, {3000, 2, 80}, {200, 7, 370}} {
		m, n, d := size[0], size[1], size[2]
		Gemm(nil, NoTrans, NoTrans, 1, NewMatrix[float64](m, d), NewMatrix[float64](d, n), 0, NewMatrix[float64](m, n))
		Gemm(nil, Transpose, NoTrans, 1, NewMatrix[float64](d, m), NewMatrix[float64](d, n), 0, NewMatrix[float64](m, n))
	}
	if largest > directSize || largest < directSize/2 || moved > chunk || moved < chunk/2 {
		t.Errorf("the largest call multiplies %d elements of A and moves %d, want at most %d and %d", largest, moved, directSize, chunk)
	}
}
