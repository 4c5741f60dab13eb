package nonlinear

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/internal/numtest"
	"github.com/neuralmodules/nmcore/sched"
)

// sparse is a system with random structure: blocks of random sizes, each a contraction with a random cycle in it, edges from
// earlier to later blocks, and then equations and unknowns in random order.
func sparse(n int, seed uint64) Problem {
	rng := numtest.Rand(seed)
	block := make([]int, n)
	for i, b := 0, 0; i < n; b++ {
		for range 1 + rng.IntN(6) {
			if i < n {
				block[i] = b
				i++
			}
		}
	}
	inputs := make([][]int, n) // of equation i, the unknown i first
	for i := range n {
		inputs[i] = []int{i}
		first, last := i, i
		for first > 0 && block[first-1] == block[i] {
			first--
		}
		for last < n-1 && block[last+1] == block[i] {
			last++
		}
		if last > first {
			inputs[i] = append(inputs[i], first+(i-first+1)%(last-first+1))
		}
		for range rng.IntN(3) {
			if j := rng.IntN(last + 1); j != i {
				inputs[i] = append(inputs[i], j)
			}
		}
	}
	rows, cols := rng.Perm(n), rng.Perm(n) // equation i is F[rows[i]], unknown i is x[cols[i]]
	eq := make([]int, n)
	for i, r := range rows {
		eq[r] = i
	}
	w := numtest.Rand(seed + 1)
	weight := make([]float64, n)
	for i := range weight {
		weight[i] = 0.4 * w.Float64()
	}
	one := func(x []float64, r int) float64 {
		i := eq[r]
		f := x[cols[i]] - 1 - float64(i%3)
		for _, j := range inputs[i][1:] {
			f -= weight[i] * math.Sin(x[cols[j]])
		}
		return f
	}
	seen := make([]map[int32]bool, n)
	for j := range seen {
		seen[j] = map[int32]bool{}
	}
	for i, in := range inputs {
		for _, j := range in {
			seen[cols[j]][int32(rows[i])] = true
		}
	}
	g := &graph.Digraph{Nodes: n, Start: []int{0}}
	for j := range n {
		for i := range int32(n) {
			if seen[j][i] {
				g.Head = append(g.Head, i)
			}
		}
		g.Start = append(g.Start, len(g.Head))
	}
	return Problem{N: n, Pattern: g,
		F: func(fx, x []float64) {
			for r := range fx {
				fx[r] = one(x, r)
			}
		},
		Rows: func(fx, x []float64, list []int32) {
			for k, r := range list {
				fx[k] = one(x, int(r))
			}
		}}
}

func TestSolveBlocks(t *testing.T) {
	two, many := sched.New(2), sched.New(5)
	defer two.Close()
	defer many.Close()
	for _, n := range []int{0, 1, 2, 7, 60, 211} {
		p := sparse(n, uint64(n))
		x0 := make([]float64, n)
		want, err := SolveBlocks(nil, nil, p, x0, nil, nil)
		if err != nil || want.Status != Converged {
			t.Fatalf("n = %d: %v", n, err)
		}
		fx := make([]float64, n)
		p.F(fx, want.X)
		if m := maxAbs(fx); m > 1e-10 || m != want.Residual {
			t.Errorf("n = %d: residual %g, said %g", n, m, want.Residual)
		}
		for _, pool := range []*sched.Pool{two, many} {
			got, err := SolveBlocks(nil, pool, p, x0, nil, nil)
			if err != nil || got.Iterations != want.Iterations || got.Evaluations != want.Evaluations {
				t.Errorf("n = %d: %v, %v and %v", n, err, got, want)
			}
			numtest.Equal(t, "X", got.X, want.X)
		}
		p.Rows = nil
		plain, err := SolveBlocks(nil, two, p, x0, nil, nil)
		if err != nil {
			t.Errorf("n = %d, without Rows: %v", n, err)
		}
		numtest.Equal(t, "X without Rows", plain.X, want.X)
		whole, err := Solve(nil, Problem{N: n, F: p.F}, x0, nil, nil)
		if err != nil {
			t.Fatalf("n = %d, whole: %v", n, err)
		}
		for i, v := range whole.X {
			if math.Abs(v-want.X[i]) > 1e-8 {
				t.Errorf("n = %d: x[%d] = %g by blocks, %g as a whole", n, i, want.X[i], v)
			}
		}
	}
}

// TestBlocksSubstitute: a chain of equations, each linear in its own unknown, costs the same few evaluations for each of them.
func TestBlocksSubstitute(t *testing.T) {
	const n = 1000
	g := &graph.Digraph{Nodes: n, Start: []int{0}}
	for j := range n { // unknown j is in equation n-1-j, with unknown j-1: all off the diagonal
		if j < n-1 {
			g.Head = append(g.Head, int32(n-2-j))
		}
		g.Head = append(g.Head, int32(n-1-j))
		g.Start = append(g.Start, len(g.Head))
	}
	one := func(x []float64, i int) float64 {
		j := n - 1 - i
		f := 2*x[j] - 1
		if j > 0 {
			f -= math.Cos(x[j-1])
		}
		return f
	}
	calls := 0
	p := Problem{N: n, Pattern: g, F: func(fx, x []float64) {
		for i := range fx {
			fx[i] = one(x, i)
		}
	}, Rows: func(fx, x []float64, rows []int32) {
		calls += len(rows)
		for k, i := range rows {
			fx[k] = one(x, int(i))
		}
	}}
	r, err := SolveBlocks(nil, nil, p, make([]float64, n), nil, nil)
	if err != nil || calls > 5*n {
		t.Errorf("%v, %d rows evaluated for %d unknowns", err, calls, n)
	}
	if r.Iterations > 2*n {
		t.Errorf("%d iterations", r.Iterations)
	}
}

func TestBlocksStatus(t *testing.T) {
	pattern := func(n int, edges ...[2]int32) *graph.Digraph { // sorted by column
		g := &graph.Digraph{Nodes: n, Start: []int{0}}
		for j := range int32(n) {
			for _, e := range edges {
				if e[0] == j {
					g.Head = append(g.Head, e[1])
				}
			}
			g.Start = append(g.Start, len(g.Head))
		}
		return g
	}
	// Equation 0: x0 = 2; equation 1: x1^2 + x0 = 0 has no root; equation 2: x2 = x1.
	p := Problem{N: 3, Pattern: pattern(3, [2]int32{0, 0}, [2]int32{0, 1}, [2]int32{1, 1}, [2]int32{1, 2}, [2]int32{2, 2}),
		F: func(fx, x []float64) { fx[0], fx[1], fx[2] = x[0]-2, x[1]*x[1]+x[0], x[2]-x[1] }}
	r, err := SolveBlocks(nil, nil, p, []float64{5, 1, 1}, nil, nil)
	if r.Status != Singular || !errors.Is(err, ErrNotConverged) || r.X[0] != 2 || r.X[2] != 1 {
		t.Errorf("no root in the middle: %+v, %v", r, err)
	}
	// Unknown 1 appears nowhere.
	p = Problem{N: 2, Pattern: pattern(2, [2]int32{0, 0}, [2]int32{0, 1}),
		F: func(fx, x []float64) { fx[0], fx[1] = x[0]-2, x[0]-3 }}
	if r, err := SolveBlocks(nil, nil, p, []float64{1, 1}, nil, nil); r.Status != Singular || err == nil {
		t.Errorf("structurally singular: %+v, %v", r, err)
	}
	// The pattern hides that each equation contains both unknowns.
	p = Problem{N: 2, Pattern: pattern(2, [2]int32{0, 0}, [2]int32{1, 1}),
		F: func(fx, x []float64) { fx[0], fx[1] = x[0]-x[1]/2-1, x[1]-x[0]/2-1 }}
	if r, err := SolveBlocks(nil, nil, p, []float64{0, 0}, nil, nil); r.Status != Stalled || err == nil {
		t.Errorf("lying pattern: %+v, %v", r, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	q := sparse(20, 5)
	if r, err := SolveBlocks(ctx, nil, q, make([]float64, 20), nil, nil); r.Status != Cancelled || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %+v, %v", r, err)
	}
	p.F = func(fx, x []float64) { fx[0], fx[1] = math.NaN(), 0 }
	if r, _ := SolveBlocks(nil, nil, p, []float64{0, 0}, nil, nil); r.Status != NonFinite {
		t.Errorf("not finite: %+v", r)
	}
	if got := panicOf(func() { SolveBlocks(nil, nil, Problem{N: 1, F: p.F}, []float64{1}, nil, nil) }); got != badPattern {
		t.Errorf("no pattern: panic %v", got)
	}
}

// TestTransversal checks it against the size of a maximum matching found by brute force.
func TestTransversal(t *testing.T) {
	rng := numtest.Rand(6)
	for trial := range 300 {
		n := 1 + rng.IntN(7)
		g := &graph.Digraph{Nodes: n, Start: []int{0}}
		in := make([][]bool, n)
		for j := range n {
			in[j] = make([]bool, n)
			for i := range n {
				if rng.IntN(3) == 0 {
					g.Head = append(g.Head, int32(i))
					in[j][i] = true
				}
			}
			g.Start = append(g.Start, len(g.Head))
		}
		var possible func(j int, used int) bool
		possible = func(j, used int) bool {
			if j == n {
				return true
			}
			for i := range n {
				if in[j][i] && used>>i&1 == 0 && possible(j+1, used|1<<i) {
					return true
				}
			}
			return false
		}
		row, ok := transversal(g)
		if ok != possible(0, 0) {
			t.Fatalf("trial %d: %v, %v", trial, ok, in)
		}
		if !ok {
			continue
		}
		used := make([]bool, n)
		for j, i := range row {
			if used[i] || !in[j][i] {
				t.Fatalf("trial %d: %v, %v", trial, row, in)
			}
			used[i] = true
		}
	}
}
