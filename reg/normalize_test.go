package reg_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/reg"
)

func TestNormalize(t *testing.T) {
	t.Run("float32", testNormalize[float32])
	t.Run("float64", testNormalize[float64])
}

func testNormalize[T la.Float](t *testing.T) {
	for _, tc := range []struct {
		name     string
		s, first []T
		mode     reg.Scale
		want     []T
		edge     T
	}{
		{"mean", []T{1, 3, 4, 0}, nil, reg.ScaleMean, []T{0.5, 1.5, 2, 0}, 0.5},
		{"mean of equals", []T{12, 12, 12}, nil, reg.ScaleMean, []T{1, 1, 1}, 1.0 / 12},
		{"mean of zeros", []T{0, 0, 0}, nil, reg.ScaleMean, []T{1, 1, 1}, -1},
		{"mean of one", []T{0}, nil, reg.ScaleMean, []T{1}, -1},
		{"mean of none", []T{}, nil, reg.ScaleMean, []T{}, -1},
		{"raw", []T{1, 3, 4, 0}, nil, reg.ScaleRaw, []T{1, 3, 4, 0}, 1},
		{"raw zeros", []T{0, 0}, nil, reg.ScaleRaw, []T{0, 0}, 1},
		{"first", []T{1, 3, 4, 0}, []T{4, 4, 8, 0}, reg.ScaleFirst, []T{0.25, 0.75, 0.5, 0}, 4.0 / 17},
		{"first of none", []T{}, []T{}, reg.ScaleFirst, []T{}, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dst := make([]T, len(tc.s))
			edge := reg.Normalize(dst, tc.s, tc.first, tc.mode)
			if !slices.Equal(dst, tc.want) || edge != tc.edge {
				t.Errorf("got %v and %v, want %v and %v", dst, edge, tc.want, tc.edge)
			}
			if again := reg.Normalize(tc.s, tc.s, tc.first, tc.mode); again != edge || !slices.Equal(tc.s, dst) {
				t.Errorf("in place: got %v and %v, want %v and %v", tc.s, again, dst, edge)
			}
		})
	}
}

// TestNMEqualsL1: while all nodes are in one module, and when no edge is left, the NM penalty is the L1 penalty to
// the bit, whatever the edge form; also for the sizes of a complete graph of 30,000 nodes, which float32 cannot
// hold exactly.
func TestNMEqualsL1(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for _, m := range []int{1, 2, 3, 49, 100} {
		w, _ := view[float32](rng, m)
		want := clone(w)
		reg.ProxL1(want, 0.1, reg.Uniform[float32](1))
		for _, size := range []float32{0, 1, 3, 7, 9900, 30000 * 29999} {
			s, module := make([]float32, m), make([]int32, m)
			for j := range s {
				s[j] = size
				if size == 0 {
					module[j] = int32(j)
				}
			}
			one := reg.Normalize(s, s, nil, reg.ScaleMean)
			for name, weights := range map[string]reg.Weights[float32]{
				"target": reg.PerNode(s), "max": reg.Max(s), "merged": reg.Merged(s, module, one),
			} {
				got := clone(w)
				reg.ProxL1(got, 0.1, weights)
				if !slices.Equal(got.Data, want.Data) {
					t.Errorf("m = %d, all sizes %v, %s: not L1", m, size, name)
				}
			}
		}
	}
}

func TestJoinProbability(t *testing.T) {
	for _, tc := range []struct {
		p    float64
		s    int
		want float64
	}{
		{0.5, 0, 0}, {0.5, 1, 0.5}, {0.5, 3, 0.875}, {0.9, 2, 0.19}, {0, 0, 0}, {0, 5, 1}, {1, 5, 0}, {1, 0, 0},
		{0.75, 4, 175.0 / 256},
		{1 - 0x1p-40, 3, 3*0x1p-40 - 3*0x1p-80},
		{0.999, math.MaxInt32, 1},
	} {
		if got := reg.JoinProbability(tc.p, tc.s); math.Abs(got-tc.want) > 4*0x1p-52*tc.want {
			t.Errorf("p = %v, s = %d: got %v, want %v", tc.p, tc.s, got, tc.want)
		}
		p := float32(tc.p)
		want := 1 - math.Pow(float64(p), float64(tc.s))
		if got := float64(reg.JoinProbability(p, tc.s)); math.Abs(got-want) > 0x1p-23*want+0x1p-52 {
			t.Errorf("float32 p = %v, s = %d: got %v, want %v", p, tc.s, got, want)
		}
	}
	if got := reg.JoinProbability(1.0, 3); math.Signbit(got) {
		t.Errorf("p = 1: got %v", got)
	}
	for _, p := range []float64{-0.1, 1.1, math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := reg.JoinProbability(p, 2); !math.IsNaN(got) {
			t.Errorf("p = %v: got %v, want NaN", p, got)
		}
	}
}

// One step of the NM regulariser: nodes 0 and 1 are a module of two edges, node 2 stands alone.
func Example() {
	w := la.NewMatrix[float64](3, 3)
	copy(w.Data, []float64{0, 0.5, 0.25, -0.5, 0, 0.125, 0.125, -0.25, 0})
	s := []float64{2, 2, 0} // kept edges in the module of each node
	reg.Normalize(s, s, nil, reg.ScaleMean)
	const step, lambda = 0.5, 0.25
	reg.ProxL1(w, step*lambda, reg.PerNode(s))
	for i := range w.Rows {
		fmt.Printf("%.4f\n", w.Row(i))
	}
	// Output:
	// [0.0000 0.3125 0.2500]
	// [-0.3125 0.0000 0.1250]
	// [0.0000 -0.0625 0.0000]
}
