package optnet

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
	"github.com/neuralmodules/nmcore/sched"
)

// Config describes a classifier. Inputs, Nodes and Outputs must be positive; every other zero value is a sensible default.
type Config struct {
	Inputs, Nodes, Outputs int // Nodes is n, the variables of the program

	Inequalities int     // mi; 0: Nodes
	Equalities   int     // me, fewer than Nodes
	Epsilon      float64 // of Q = LL' + Epsilon I; 0: 1e-4 (float64), 1e-3 (float32)

	Settings Settings    // of the solver
	Seed     uint64      // the one seed of every random choice
	Pool     *sched.Pool // the workers to use; nil: the calling goroutine
}

func badConfig(format string, args ...any) error {
	return fmt.Errorf("%w: optnet: "+format, append([]any{nm.ErrConfig}, args...)...)
}

func (c *Config) check() error {
	const most = math.MaxInt32 / 4
	switch {
	case c.Inputs <= 0 || c.Nodes <= 0 || c.Outputs <= 0:
		return badConfig("inputs, nodes and outputs must be positive, got %d, %d, %d", c.Inputs, c.Nodes, c.Outputs)
	case c.Inputs > most || c.Nodes > most || c.Outputs > most || c.Inequalities > most:
		return badConfig("more than %d inputs, nodes, outputs or inequalities", most)
	case c.Inequalities < 0:
		return badConfig("%d inequalities", c.Inequalities)
	case c.Equalities < 0 || c.Equalities >= c.Nodes:
		return badConfig("%d equalities for %d variables", c.Equalities, c.Nodes)
	case !(c.Epsilon >= 0) || math.IsInf(c.Epsilon, 0):
		return badConfig("epsilon %v is not a number from 0 up", c.Epsilon)
	case !(c.Settings.Tolerance >= 0 && c.Settings.Tolerance < 1) || c.Settings.MaxIterations < 0:
		return badConfig("tolerance %v is not in [0, 1) or iteration limit %d is negative", c.Settings.Tolerance, c.Settings.MaxIterations)
	}
	if c.Inequalities == 0 {
		c.Inequalities = c.Nodes
	}
	return nil
}

// Params are the trained weights of a classifier, or their gradients. With h = G z0 + s0 and b = A z0 the program of every
// sample has the feasible point z0, strictly so for s0 > 0.
type Params[T la.Float] struct {
	U  *la.Matrix[T] // Inputs x Nodes: p = xU + B
	B  []T           // Nodes
	L  *la.Matrix[T] // Nodes x Nodes, lower triangular: Q = LL' + eps I
	A  *la.Matrix[T] // Equalities x Nodes
	G  *la.Matrix[T] // Inequalities x Nodes
	Z0 []T           // Nodes
	S0 []T           // Inequalities; training keeps it at 1e-3 or above
	V  *la.Matrix[T] // Nodes x Outputs
	C  []T           // Outputs: logits are zV + C
}

// leastSlack keeps the feasible set from losing its interior.
const leastSlack = 1e-3

func newParams[T la.Float](c *Config) Params[T] {
	return Params[T]{
		U: la.NewMatrix[T](c.Inputs, c.Nodes), B: make([]T, c.Nodes),
		L: la.NewMatrix[T](c.Nodes, c.Nodes), A: la.NewMatrix[T](c.Equalities, c.Nodes), G: la.NewMatrix[T](c.Inequalities, c.Nodes),
		Z0: make([]T, c.Nodes), S0: make([]T, c.Inequalities),
		V: la.NewMatrix[T](c.Nodes, c.Outputs), C: make([]T, c.Outputs),
	}
}

// groups lists the parameters as flat slices, always in the same order.
func (p *Params[T]) groups() [9][]T {
	return [9][]T{p.U.Data, p.B, p.L.Data, p.A.Data, p.G.Data, p.Z0, p.S0, p.V.Data, p.C}
}

func (p *Params[T]) copyFrom(q *Params[T]) {
	dst, src := p.groups(), q.groups()
	for i := range dst {
		copy(dst[i], src[i])
	}
}

// Network is the classifier softmax(z(x) V + c), where z(x) solves the program with p = xU + b. Its Predict and Evaluate are
// safe for concurrent use with each other; nothing else is.
type Network[T la.Float] struct {
	cfg    Config
	pool   *sched.Pool
	params Params[T]

	mu     sync.Mutex // guards what follows
	stale  bool       // the parameters changed since solver was prepared
	solver Solver[T]
	q      la.Matrix[T]
	b, h   []T

	runs sync.Pool // *run[T]
}

// Random streams: one per purpose.
const (
	streamU uint64 = iota + 1
	streamL
	streamA
	streamG
	streamV
)

func stream(seed, purpose uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, purpose)) }

// New returns a classifier with random weights drawn from cfg.Seed: U and V by Glorot's rule, L, A and G normal with standard
// deviation 1/sqrt(Nodes) and L with ones added to its diagonal, s0 = 1, the rest 0. The error wraps [nm.ErrConfig].
func New[T la.Float](cfg Config) (*Network[T], error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	if cfg.Epsilon == 0 {
		cfg.Epsilon = 1e-4
		if isFloat32[T]() {
			cfg.Epsilon = 1e-3
		}
	}
	n := &Network[T]{cfg: cfg, pool: cfg.Pool, params: newParams[T](&cfg), stale: true}
	n.cfg.Pool = nil
	n.solver.Settings = cfg.Settings
	n.runs.New = func() any { return new(run[T]) }

	p := &n.params
	fill := func(dst []T, purpose uint64, scale float64) {
		r := stream(cfg.Seed, purpose)
		for i := range dst {
			dst[i] = T(scale * r.NormFloat64())
		}
	}
	small := 1 / math.Sqrt(float64(cfg.Nodes))
	fill(p.U.Data, streamU, math.Sqrt(2/float64(cfg.Inputs+cfg.Nodes)))
	fill(p.L.Data, streamL, small)
	fill(p.A.Data, streamA, small)
	fill(p.G.Data, streamG, small)
	fill(p.V.Data, streamV, math.Sqrt(2/float64(cfg.Nodes+cfg.Outputs)))
	lower(p.L)
	for i := range p.L.Rows {
		p.L.Row(i)[i]++
	}
	for i := range p.S0 {
		p.S0[i] = 1
	}
	return n, nil
}

// lower clears what is above the diagonal.
func lower[T la.Float](m *la.Matrix[T]) {
	for i := range m.Rows {
		clear(m.Row(i)[i+1:])
	}
}

// Config returns the configuration the network was made with, defaults filled in, without its pool.
func (n *Network[T]) Config() Config { return n.cfg }

// SetPool sets the workers to use; nil is the calling goroutine. Call it before sharing the network.
func (n *Network[T]) SetPool(p *sched.Pool) { n.pool = p }

// Edit lets change read and write the weights, then clears L above its diagonal.
func (n *Network[T]) Edit(change func(p Params[T])) {
	change(n.params)
	n.changed()
}

// changed restores what Params promises and says that the solver is not that of the present parameters.
func (n *Network[T]) changed() {
	lower(n.params.L)
	n.mu.Lock()
	n.stale = true
	n.mu.Unlock()
}

// current returns the solver of the present weights.
func (n *Network[T]) current() *Solver[T] {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.stale {
		return &n.solver
	}
	n.stale = false
	p, c := &n.params, &n.cfg
	reshape(&n.q, c.Nodes, c.Nodes)
	Gram(n.pool, &n.q, p.L, T(c.Epsilon))
	n.b, n.h = grow(n.b, c.Equalities), grow(n.h, c.Inequalities)
	la.Gemv(nil, la.NoTrans, 1, p.A, p.Z0, 0, n.b)
	copy(n.h, p.S0)
	la.Gemv(nil, la.NoTrans, 1, p.G, p.Z0, 1, n.h)
	n.solver.Prepare(n.pool, &QP[T]{Q: &n.q, A: p.A, B: n.b, G: p.G, H: n.h})
	return &n.solver
}

// run is the memory of one pass over a batch.
type run[T la.Float] struct {
	p, a la.Matrix[T] // the programs' p; logits, then probabilities, then dL/da
	sol  Solution[T]
	// Backward.
	dz   la.Matrix[T]
	grad Gradient[T]
}

// forward computes the class probabilities of x.
func (r *run[T]) forward(ctx context.Context, n *Network[T], s *Solver[T], x *la.Matrix[T]) error {
	p := &n.params
	reshape(&r.p, x.Rows, n.cfg.Nodes)
	affine(n.pool, &r.p, x, p.U, p.B)
	if err := s.Solve(ctx, n.pool, &r.sol, &r.p); err != nil {
		return err
	}
	reshape(&r.a, x.Rows, n.cfg.Outputs)
	affine(n.pool, &r.a, &r.sol.Z, p.V, p.C)
	for i := range r.a.Rows {
		nm.SoftmaxInPlace(r.a.Row(i))
	}
	return nil
}

// affine computes y = xm + 1 b.
func affine[T la.Float](pool *sched.Pool, y, x, m *la.Matrix[T], b []T) {
	for i := range y.Rows {
		copy(y.Row(i), b)
	}
	la.Gemm(pool, la.NoTrans, la.NoTrans, 1, x, m, 1, y)
}

// loss returns the cross-entropy of the class probabilities y and whether their largest is not the label's.
func loss[T la.Float](y []T, label int) (nats float64, wrong bool) {
	for _, v := range y {
		wrong = wrong || v > y[label]
	}
	return -math.Log(max(float64(y[label]), 1e-300)), wrong // an underflowed probability costs much, not infinity
}

// stats counts what the pass did.
func (r *run[T]) stats() nm.Stats {
	st := nm.Stats{Samples: len(r.sol.Status)}
	for i, s := range r.sol.Status {
		st.Newton += r.sol.Iterations[i]
		st.Factorizations += r.sol.Iterations[i]
		if s != Converged {
			st.Unconverged++
			st.Rows = append(st.Rows, i)
		}
	}
	return st
}

func add(s *nm.Stats, t nm.Stats, firstRow int) {
	s.Samples += t.Samples
	s.Unconverged += t.Unconverged
	s.Newton += t.Newton
	s.Factorizations += t.Factorizations
	for _, r := range t.Rows {
		s.Rows = append(s.Rows, firstRow+r)
	}
}

// slab is the number of samples that are in memory at once outside training.
const slab = 512

// slabs runs x forward, slab by slab, and hands the probabilities to visit.
func (n *Network[T]) slabs(ctx context.Context, x *la.Matrix[T], visit func(first int, r *run[T])) (nm.Stats, error) {
	r := n.runs.Get().(*run[T])
	defer n.runs.Put(r)
	s := n.current()
	var total nm.Stats
	for first := 0; first < x.Rows; first += slab {
		part := x.View(first, 0, min(slab, x.Rows-first), x.Cols)
		if err := r.forward(ctx, n, s, &part); err != nil {
			return total, err
		}
		visit(first, r)
		add(&total, r.stats(), first)
	}
	return total, nil
}

// Predict writes class probabilities of the samples x (rows x Inputs) to dst (rows x Outputs). A sample that was not solved
// is counted in the statistics and gets what its best iterate gives. Its result does not depend on the other samples. The
// statistics count interior-point iterations as Newton's. The error is ctx's. Wrong shapes panic.
func (n *Network[T]) Predict(ctx context.Context, dst, x *la.Matrix[T]) (nm.Stats, error) {
	if dst.Rows != x.Rows || dst.Cols != n.cfg.Outputs || x.Cols != n.cfg.Inputs {
		panic(badShape)
	}
	return n.slabs(ctx, x, func(first int, r *run[T]) {
		for i := range r.a.Rows {
			copy(dst.Row(first+i), r.a.Row(i))
		}
	})
}

// Evaluate returns the mean loss over d and the share of samples misclassified. Unconverged samples count as misclassified
// and have no part in the loss; without any converged sample the loss is NaN.
func (n *Network[T]) Evaluate(ctx context.Context, d *nm.Data[T]) (mean, errRate float64, st nm.Stats, err error) {
	if err := n.check(d); err != nil {
		return 0, 0, nm.Stats{}, err
	}
	wrong := 0
	st, err = n.slabs(ctx, d.X, func(first int, r *run[T]) {
		for i, s := range r.sol.Status {
			if s != Converged {
				wrong++
				continue
			}
			l, w := loss(r.a.Row(i), d.Labels[first+i])
			mean += l
			if w {
				wrong++
			}
		}
	})
	mean /= float64(st.Samples - st.Unconverged)
	if st.Samples > 0 {
		errRate = float64(wrong) / float64(st.Samples)
	}
	return mean, errRate, st, err
}

// check panics if the shapes of d do not fit and reports labels that name no class.
func (n *Network[T]) check(d *nm.Data[T]) error {
	if d.X == nil || d.X.Cols != n.cfg.Inputs || len(d.Labels) != d.X.Rows {
		panic(badShape)
	}
	for i, l := range d.Labels {
		if l < 0 || l >= n.cfg.Outputs {
			return badConfig("label %d of row %d is not in [0, %d)", l, i, n.cfg.Outputs)
		}
	}
	return nil
}
