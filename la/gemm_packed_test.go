package la_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// testGemmPacked: a product with a packed factor has the bits of Gemm, for every transpose, any workers and block sizes;
// one PackedMatrix serves matrices of any shape in turn.
func testGemmPacked[T la.Float](t *testing.T) {
	pool := sched.New(3)
	defer pool.Close()
	next := uniform[T](numtest.Rand(1))
	var q la.PackedMatrix[T]
	for _, kc := range []int{la.Depth, 7} {
		t.Cleanup(la.SetBlocking(kc, 1<<16, 600*kc, 4096, 1000))
		for _, size := range append(gemmSizes, [3]int{100, 100, 100}, [3]int{70, 131, 400}, [3]int{3, 5, 0}) {
			for _, trans := range gemmTransposes {
				for _, p := range []*sched.Pool{nil, pool} {
					for _, beta := range []T{0, 0.3} {
						x := newProduct(trans, size[0], size[1], size[2], 2, next)
						start := append([]T(nil), x.c.Data...)
						x.run(nil, 0.7, beta)
						want := elements(t, x.c)
						copy(x.c.Data, start)
						q.Pack(p, x.tB, x.b)
						numtest.Fill(x.b.Data, T(math.NaN())) // not needed any more
						la.GemmPacked(p, x.tA, 0.7, x.a, &q, beta, x.c)
						if !numtest.Equal(t, fmt.Sprintf("%v %v beta %v workers %d", size, trans, beta, p.Workers()), elements(t, x.c), want) {
							return
						}
					}
				}
			}
		}
	}
}

func TestGemmPacked(t *testing.T) { forBoth(t, testGemmPacked[float64], testGemmPacked[float32]) }

func TestGemmPackedMisuse(t *testing.T) {
	var empty, q la.PackedMatrix[float64]
	mat := la.NewMatrix[float64]
	q.Pack(nil, la.Transpose, mat(3, 2))
	if q.Rows() != 2 || q.Cols() != 3 {
		t.Errorf("packed %dx%d, want 2x3", q.Rows(), q.Cols())
	}
	a := mat(4, 4)
	view := a.View(0, 0, 4, 3)
	wantPanic(t, "la: nil matrix", func() { la.GemmPacked(nil, la.NoTrans, 1, mat(2, 2), nil, 0, mat(2, 2)) })
	wantPanic(t, "la: nil matrix", func() { q.Pack(nil, la.NoTrans, nil) })
	wantPanic(t, "la: dimension mismatch", func() { la.GemmPacked(nil, la.NoTrans, 1, mat(4, 3), &q, 0, mat(4, 3)) })
	wantPanic(t, "la: dimension mismatch", func() { la.GemmPacked(nil, la.NoTrans, 1, mat(4, 2), &q, 0, mat(4, 2)) })
	wantPanic(t, "la: operands overlap in part", func() {
		two := a.View(0, 2, 4, 2)
		la.GemmPacked(nil, la.NoTrans, 1, &two, &q, 0, &view)
	})
	la.GemmPacked(nil, la.NoTrans, 1, mat(4, 0), &empty, 0, mat(4, 0))
}

func TestGemmPackedAllocations(t *testing.T) {
	pool := sched.New(2)
	defer pool.Close()
	for name, p := range map[string]*sched.Pool{"nil": nil, "two workers": pool} {
		x := newProduct(gemmTransposes[2], 64, 700, 600, 0, uniform[float64](numtest.Rand(7)))
		var q la.PackedMatrix[float64]
		wantNoAllocs(t, name, func() {
			q.Pack(p, x.tB, x.b)
			la.GemmPacked(p, x.tA, 1, x.a, &q, 0, x.c)
		})
	}
}

func ExamplePackedMatrix() {
	w := &la.Matrix[float64]{Rows: 2, Cols: 3, Stride: 3, Data: []float64{1, 2, 3, 4, 5, 6}}
	var packed la.PackedMatrix[float64]
	packed.Pack(nil, la.Transpose, w) // 3 x 2
	c := la.NewMatrix[float64](1, 2)
	for _, row := range [][]float64{{1, 0, 0}, {0, 1, 1}} {
		x := &la.Matrix[float64]{Rows: 1, Cols: 3, Stride: 3, Data: row}
		la.GemmPacked(nil, la.NoTrans, 1, x, &packed, 0, c) // C = X*W'
		fmt.Println(c.Row(0))
	}
	// Output:
	// [1 4]
	// [5 11]
}
