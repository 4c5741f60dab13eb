package nm

import (
	"sync/atomic"

	"github.com/neuralmodules/nmcore/la"
)

// How a block is solved is chosen by its size, the number of samples and the kernels in use; in training by what came of
// this trainer's last passes besides. In evaluation it must depend on nothing but the network (D13). Whatever is chosen, samples that it does
// not solve go to package nonlinear's batch solver, from Picard iteration to continuation.

// picardAbove: of blocks that are not swept those of more nodes begin with plain Picard iteration, by cost.
const picardAbove = 32

// innerAbove: 8-bit integers pay for blocks of more nodes.
const innerAbove = 32

// shiftSamples: S pays for blocks of at most so many nodes for each sample of the batch. It takes 2 n^3 flops and halves the inner sweeps.
const shiftSamples = 20

// shiftNodes: in evaluation, whose weights stay and whose samples are not known, S is made for blocks of at most so many nodes.
const shiftNodes = 256

// Blocks of at least sparseNodes nodes are swept edge by edge if the share of their pairs that have an edge is at most sparseShare, or
// sparseShareInt where the other sweeps multiply by integers. Training steps of random blocks, batch 64, float32, were faster so by
//
//	nodes     100                300                1000
//	share     0.05  0.1   0.2    0.05  0.1   0.2    0.01  0.05  0.1   0.2
//	avx512    1.16  1.06  0.75   2.3   1.5   0.94   7.1   2.9   1.8   0.82   (integers)
//	avx2      1.8   1.7   1.4    4.4   2.7   1.8          7.1   4.2   1.4
//
// and with a share of 0.3 on avx2 by 1.2 to 1.4. So are blocks of at most tinyNodes nodes, of which there may be many: with 150 cycles
// of two nodes a step took 3 ms instead of 13 ms by Newton's method, with 75 blocks of four 2.1 instead of 2.6 ms by sweeps with a dense
// matrix, with blocks of eight as long (2026-11-26, AMD Zen 5, 2 cores of a shared server).
const (
	tinyNodes      = 8
	sparseNodes    = 32
	sparseShare    = 0.3
	sparseShareInt = 0.125
)

func sparsePays[T la.Float](size, edges int) bool {
	share := sparseShare
	if innerPays[T](size) {
		share = sparseShareInt
	}
	return size > 1 && size <= tinyNodes || size >= sparseNodes && float64(edges) <= share*float64(size)*float64(size)
}

// denseMost: of sparse blocks of more nodes no matrix is made, so that they are solved by sweeps or not at all. A variable for the tests.
var denseMost = 1 << 13

// large says whether the block is one of those.
func (b *block[T]) large() bool { return b.sparse && b.size > denseMost }

// sweeps says whether the block is solved by sweeps first in this pass.
func (r *run[T]) sweeps(b *block[T]) bool {
	rests := r.keep && r.past[b.cycle].rest > 0 && !b.large()
	return r.net.cfg.sweeps(b.size) && !rests
}

func (c *Config) sweeps(size int) bool {
	switch {
	case c.MaxPicard < 0:
		return false
	case c.Method != ByCost:
		return c.Method == BySweeps
	}
	return size > max(c.PicardAbove, 1)
}

// mostSweeps bounds the sweeps of a sample.
func (c *Config) mostSweeps(size int) int {
	if c.MaxPicard > 0 {
		return c.MaxPicard
	}
	return min(max(2*size, 64), 400)
}

// centre returns the c of the shifted inner sweeps of blocks of the given size in this pass, 0: they are not shifted.
func (r *run[T]) centre(size int) T {
	if most := shiftSamples * r.n.Rows; r.keep && size <= most || !r.keep && size <= shiftNodes {
		return slopeCentre[T](r.net.cfg.Activation)
	}
	return 0
}

// innerPays says whether inner sweeps in integers pay for blocks of the given size.
func innerPays[T la.Float](size int) bool { return la.QuantizedPays[T]() && size > innerAbove }

// past is what a trainer knows of a block from its last passes.
type past[T la.Float] struct {
	back    la.PackedMatrix[T] // W^T
	weights int                // the plan's count of weights that back is of

	// What the inner sweeps multiply by may be of older weights: exact sweeps correct what is wrong with it. It serves until it is
	// old, or exact sweeps are more than they were when it was new.
	inner  inner[T]
	made   bool
	wanted T   // the c asked for
	age    int // weights since
	usual  float64

	// Where more than half of the samples were swept in vain, the block rests from sweeps for some passes, longer each time.
	tried, failed atomic.Int64 // samples, in the last pass, forward
	exact         atomic.Int64 // their exact sweeps
	rest, next    int          // passes to come without sweeps; after the next failure
}

const (
	longestRest = 63   // passes without sweeps
	oldest      = 8    // weights that an inner matrix serves
	slower      = 0.75 // exact sweeps a sample above the usual number, that make an inner matrix too old
)

// begin takes the last pass into account.
func (h *past[T]) begin() {
	tried := h.tried.Swap(0)
	failed, exact := h.failed.Swap(0), h.exact.Swap(0)
	if h.rest > 0 {
		h.rest--
		return
	}
	if tried == 0 {
		return
	}
	if 2*failed > tried {
		h.rest = 2*h.next + 1
		h.next = min(h.rest, longestRest/2)
		return
	}
	h.next = 0
	if mean := float64(exact) / float64(tried); h.usual == 0 {
		h.usual = mean
	} else if mean > h.usual+slower {
		h.made = false
	}
}

// prepare makes what block i needs in this training pass.
func (r *run[T]) prepare(i int) {
	b := &r.plan.blocks[i]
	if b.size == 1 {
		return
	}
	h := &r.past[b.cycle]
	h.begin()
	if b.sparse {
		return
	}
	if h.weights != r.plan.weights {
		h.back.Pack(r.pool, la.Transpose, &b.w)
		h.weights = r.plan.weights
		h.age++
	}
	if !r.sweeps(b) {
		return
	}
	if c := r.centre(b.size); !h.made || h.wanted != c || h.age >= oldest {
		h.inner.make(r.pool, &b.w, c, true)
		h.made, h.wanted, h.age, h.usual = true, c, 0, 0
	}
}

// transposed returns the transpose of a block's weights, which for a sparse one is made when it is first asked for.
func (r *run[T]) transposed(b *block[T]) *la.PackedMatrix[T] {
	h := &r.past[b.cycle]
	if b.sparse {
		w := r.plan.matrix(b)
		r.plan.lazy.Lock()
		defer r.plan.lazy.Unlock()
		if h.weights != r.plan.weights {
			h.back.Pack(nil, la.Transpose, w) // not with the pool: what a worker does while it waits for others might want the lock
			h.weights = r.plan.weights
		}
	}
	return &h.back
}

// remember makes room for what is known of the blocks, and forgets what was of blocks that are no more.
func (r *run[T]) remember() {
	if r.links == r.plan.links {
		return
	}
	r.links = r.plan.links
	if need := r.plan.cyclic - len(r.past); need > 0 {
		r.past = append(r.past, make([]past[T], need)...)
	}
	for i := range r.past {
		h := &r.past[i]
		h.tried.Store(0)
		h.failed.Store(0)
		h.exact.Store(0)
		h.made, h.weights, h.rest, h.next = false, 0, 0, 0
	}
}

// forget makes the next pass begin as a new trainer's does.
func (r *run[T]) forget() { r.links = 0 }
