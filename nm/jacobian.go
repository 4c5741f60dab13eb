package nm

import "github.com/neuralmodules/nmcore/la"

// jacobian is the Jacobian regulariser of training: mu times the mean over the samples of
//
//	|D_s W_g|_F^2 = sum_k f'(n_sk)^2 |w_k|^2,    w_k the kept edges out of node k,
//
// the squared norm of the map whose fixed point the nodes are. S. Bai, V. Koltun, J. Z. Kolter (Stabilizing Equilibrium Models by
// Jacobian Regularization, ICML 2021) estimate theirs with random vectors; here it has this closed form, and an exact gradient:
//
//	d/dw_kj = 2 mu w_kj mean_s f'(n_sk)^2    on kept edges, 0 on others
//	d/dn_sk = 2 mu f'(n_sk) f''(n_sk) |w_k|^2
//
// The second reaches every weight through the solution. The right side of the adjoint system is dL/dz o f', so f' drops out: what
// is added to dL/dz is 2 mu f”(n_sk) |w_k|^2.
type jacobian[T la.Float] struct {
	mu   T
	run  *run[T]
	rows int // of one task over nodes

	norms   []T       // |w_k|^2
	squares []T       // 2 mu mean_s f'(n_sk)^2
	grad    *Edges[T] // dL/dW of stored edges

	// Kept here, not made as closures, so that a step allocates nothing.
	normTask, sampleTask, edgeTask func(t int)
}

func newJacobian[T la.Float](mu float64, r *run[T]) *jacobian[T] {
	nodes := r.net.cfg.Nodes
	j := &jacobian[T]{mu: T(mu), run: r, rows: max(1, span/nodes), norms: make([]T, nodes), squares: make([]T, nodes)}
	j.normTask = func(t int) {
		for k := t * j.rows; k < min((t+1)*j.rows, nodes); k++ {
			j.norm(k)
		}
	}
	j.sampleTask = j.addSample
	j.edgeTask = func(t int) {
		for k := t * j.rows; k < min((t+1)*j.rows, nodes); k++ {
			j.addEdges(k, j.grad.W[j.grad.Start[k]:j.grad.Start[k+1]])
		}
	}
	return j
}

// toNodes adds what the penalty has of dL/dz to r.delta, which holds the loss's.
func (j *jacobian[T]) toNodes() {
	r := j.run
	// All or nothing: a context that ends meanwhile ends the pass itself.
	_ = r.pool.For(nil, j.tasks(), j.normTask)
	_ = r.pool.For(nil, r.delta.Rows, j.sampleTask)
}

// weigh makes ready for addEdges; share is one over the number of samples that have a part in the penalty.
func (j *jacobian[T]) weigh(share T) {
	r := j.run
	clear(j.squares)
	for s, f := range r.failed {
		if f != 0 {
			continue
		}
		for k, d := range r.d.Row(s) {
			j.squares[k] += d * d
		}
	}
	la.Scal(2*j.mu*share, j.squares)
}

// toEdges adds the penalty's own gradient to that of the stored edges.
func (j *jacobian[T]) toEdges(grad *Edges[T], share T) {
	j.weigh(share)
	j.grad = grad
	_ = j.run.pool.For(nil, j.tasks(), j.edgeTask)
}

func (j *jacobian[T]) tasks() int { return (len(j.norms) + j.rows - 1) / j.rows }

func (j *jacobian[T]) norm(k int) {
	pl := j.run.plan
	var sum T
	if pl.w == nil {
		for _, w := range pl.kept[pl.graph.Start[k]:pl.graph.Start[k+1]] {
			sum += w * w
		}
	} else {
		w := pl.w.Row(k)
		for _, head := range pl.graph.Out(k) {
			sum += w[head] * w[head]
		}
	}
	j.norms[k] = sum
}

func (j *jacobian[T]) addSample(s int) {
	r := j.run
	if r.failed[s] != 0 {
		return
	}
	f, delta, z, d := r.net.cfg.Activation, r.delta.Row(s), r.z.Row(s), r.d.Row(s)
	for k, norm := range j.norms {
		delta[k] += 2 * j.mu * norm * curvature(f, z[k], d[k])
	}
}

// addEdges adds the penalty's own gradient to g, that of the edges out of node k: of those that are stored, or a row of W.
func (j *jacobian[T]) addEdges(k int, g []T) {
	pl := j.run.plan
	if e := j.run.net.params.E; e != nil {
		for i, w := range e.W[e.Start[k]:e.Start[k+1]] {
			if abs(w) > pl.gamma {
				g[i] += j.squares[k] * w
			}
		}
		return
	}
	w := pl.w.Row(k)
	for _, head := range pl.graph.Out(k) {
		g[head] += j.squares[k] * w[head]
	}
}

// curvature is f”(n) given z = f(n) and d = f'(n).
func curvature[T la.Float](f Activation, z, d T) T {
	switch f {
	case Tanh:
		return -2 * z * d
	case Sigmoid:
		return d * (1 - 2*z)
	case Softplus: // f' is the sigmoid
		return d * (1 - d)
	}
	return 0
}
