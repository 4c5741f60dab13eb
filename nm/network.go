package nm

import (
	"maps"
	"slices"
	"sync"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// Params are the trained weights of a network, or their gradients.
type Params[T la.Float] struct {
	U *la.Matrix[T] // Inputs x Nodes
	W *la.Matrix[T] // Nodes x Nodes; element (k, j) is the edge k -> j; the diagonal is zero. Nil where E is not
	E *Edges[T]     // the edges that are stored, in place of W, of a network with a limit of edges
	B []T           // Nodes: biases ("self-spin" edges)
	V *la.Matrix[T] // Nodes x Outputs
	C []T           // Outputs: output biases
}

func newParams[T la.Float](c *Config) Params[T] {
	p := newParamsBesideW[T](c)
	if c.storesEdges() {
		p.E = newEdges[T](c.Nodes)
	} else {
		p.W = la.NewMatrix[T](c.Nodes, c.Nodes)
	}
	return p
}

// newParamsBesideW is newParams without W or E.
func newParamsBesideW[T la.Float](c *Config) Params[T] {
	return Params[T]{
		U: la.NewMatrix[T](c.Inputs, c.Nodes),
		B: make([]T, c.Nodes),
		V: la.NewMatrix[T](c.Nodes, c.Outputs),
		C: make([]T, c.Outputs),
	}
}

// graphWeights returns the weights of W or of the edges stored in its place.
func (p *Params[T]) graphWeights() []T {
	if p.E != nil {
		return p.E.W
	}
	return p.W.Data
}

// groups lists the five parameter groups as flat slices, always in the same order.
func (p *Params[T]) groups() [5][]T { return [5][]T{p.U.Data, p.graphWeights(), p.B, p.V.Data, p.C} }

// besideW lists the groups other than W.
func (p *Params[T]) besideW() [4][]T { return [4][]T{p.U.Data, p.B, p.V.Data, p.C} }

func (p *Params[T]) copyFrom(q *Params[T]) {
	if q.E != nil {
		p.E = q.E.clone()
	}
	dst, src := p.groups(), q.groups()
	for i := range dst {
		copy(dst[i], src[i])
	}
}

// Network is a neural-module network. Its Predict and Evaluate are safe for concurrent use with each other; nothing else is.
type Network[T la.Float] struct {
	cfg    Config
	pool   *sched.Pool
	mask   mask
	params Params[T]
	meta   map[string]string

	mu    sync.Mutex // guards plan and stale
	plan  plan[T]
	stale bool // the parameters changed since plan was made

	runs sync.Pool // *run[T]

	sums, factors []T // scratch of capColumns
}

// New returns a network with random weights drawn from cfg.Seed: U and V by Glorot's rule, W normal with standard deviation
// cfg.Spread/sqrt(Nodes) and then capped if cfg.ColumnCap is set, biases zero. The error wraps [ErrConfig].
func New[T la.Float](cfg Config) (*Network[T], error) {
	n, err := newNetwork[T](cfg)
	if err != nil {
		return nil, err
	}
	initialise(n)
	if n.cfg.ColumnCap > 0 {
		n.capColumns(capPasses)
	}
	return n, nil
}

// newNetwork returns a network with zero weights.
func newNetwork[T la.Float](cfg Config) (*Network[T], error) {
	cfg.Layers = slices.Clone(cfg.Layers)
	if err := cfg.check(); err != nil {
		return nil, err
	}
	n := &Network[T]{cfg: cfg, pool: cfg.Pool, mask: newMask(&cfg), params: newParams[T](&cfg), meta: map[string]string{}, stale: true}
	n.cfg.Pool = nil
	n.runs.New = func() any { return newRun(n) }
	return n, nil
}

// Config returns the configuration the network was made with, without its pool.
func (n *Network[T]) Config() Config {
	c := n.cfg
	c.Layers = slices.Clone(c.Layers)
	return c
}

// SetPool sets the workers to use; nil, the state after [Load], is the calling goroutine. Call it before sharing the network.
func (n *Network[T]) SetPool(p *sched.Pool) { n.pool = p }

// SetMeta attaches a string that [Network.Save] stores with the network, such as the scaling of its inputs. Key and value are
// text: what is not UTF-8 does not survive saving.
func (n *Network[T]) SetMeta(key, value string) { n.meta[key] = value }

// Meta returns the string attached under key, or "".
func (n *Network[T]) Meta(key string) string { return n.meta[key] }

// MetaKeys returns the keys of all attached strings, sorted.
func (n *Network[T]) MetaKeys() []string { return slices.Sorted(maps.Keys(n.meta)) }

// Edit lets change read and write the weights, then clears what lies outside the structure (the diagonal of W always does). It panics
// if the list of stored edges, where the network has one, is left malformed or longer than [Config.MaxEdges].
func (n *Network[T]) Edit(change func(p Params[T])) {
	if e := n.params.E; e != nil {
		n.params.E = e.clone() // a trainer knows its own by the graph's address
	}
	change(n.params)
	if e := n.params.E; e != nil {
		if !e.sound(n.cfg.Nodes, n.cfg.MaxEdges) {
			panic(badEdges)
		}
		e.clip(&n.mask)
	}
	clearOutside(&n.mask, &n.params)
	n.changed()
}

// changed says that the parameters are not those the plan was made of.
func (n *Network[T]) changed() {
	n.mu.Lock()
	n.stale = true
	n.mu.Unlock()
}

// evaluationPlan returns the plan of the present weights, ready for evaluation.
func (n *Network[T]) evaluationPlan() *plan[T] {
	p := n.currentPlan()
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range p.blocks {
		if b := &p.blocks[i]; b.size > 1 && n.cfg.sweeps(b.size) {
			p.prepare(&n.cfg, b)
		}
	}
	return p
}

// currentPlan returns the plan of the present weights.
func (n *Network[T]) currentPlan() *plan[T] {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.stale {
		if e := n.params.E; e != nil {
			n.plan.buildEdges(nil, e, n.gamma())
		} else {
			n.plan.build(n.params.W, n.gamma())
		}
		n.stale = false
	}
	return &n.plan
}
