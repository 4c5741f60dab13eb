package nm

import (
	"sync/atomic"

	"github.com/neuralmodules/nmcore/la"
)

// How a block is solved is chosen by its size, the number of samples and the kernels in use; in training by what came of
// this trainer's last passes besides. In evaluation it must depend on nothing but the network (D13). Whatever is chosen, samples that it does
// not solve go to package nonlinear's batch solver, from Picard iteration to continuation.

// sweepAbove: blocks of more nodes are swept first; others begin with Newton's method.
const sweepAbove = 7

// innerAbove: 8-bit integers pay for blocks of more nodes.
const innerAbove = 64

// shiftSamples: S pays for blocks of at most so many nodes for each sample of the batch. It takes 2 n^3 flops and halves the inner sweeps.
const shiftSamples = 4

// shiftNodes: in evaluation, whose weights stay and whose samples are not known, S is made for blocks of at most so many nodes.
const shiftNodes = 256

// sweeps says whether the block is solved by sweeps first in this pass.
func (r *run[T]) sweeps(b *block[T]) bool {
	return r.net.cfg.sweeps(b.size) && !(r.keep && r.past[b.cycle].rest > 0)
}

func (c *Config) sweeps(size int) bool {
	above := c.PicardAbove
	if above == 0 {
		above = sweepAbove
	}
	return size > max(above, 1) && c.MaxPicard >= 0
}

// mostSweeps bounds the sweeps of a sample.
func (c *Config) mostSweeps(size int) int {
	if c.MaxPicard > 0 {
		return c.MaxPicard
	}
	return min(max(2*size, 64), 400)
}

// shifts says whether swept blocks of the given size use S in this pass.
func (r *run[T]) shifts(size int) bool {
	if !r.keep {
		return size <= shiftNodes
	}
	return size <= shiftSamples*r.n.Rows
}

// innerPays says whether inner sweeps in integers pay for blocks of the given size.
func innerPays[T la.Float](size int) bool { return la.QuantizedPays[T]() && size > innerAbove }

// history is what came of sweeping a block in training. Where more than half of the samples were swept in vain, the block
// rests from sweeps for some passes, longer each time.
type history struct {
	tried, failed atomic.Int64 // samples, in the last pass
	rest, next    int          // passes to come without sweeps; after the next failure
}

// longestRest bounds the passes without sweeps.
const longestRest = 63

// begin takes the last pass into account.
func (h *history) begin() {
	switch {
	case h.rest > 0:
		h.rest--
	case 2*h.failed.Load() > h.tried.Load():
		h.rest = 2*h.next + 1
		h.next = min(h.rest, longestRest/2)
	case h.tried.Load() > 0:
		h.next = 0
	}
	h.tried.Store(0)
	h.failed.Store(0)
}

// counts lists the histories of the blocks, four numbers each, for a checkpoint; nil if they are as at the start.
func (r *run[T]) counts() []int {
	if r.links == 0 || r.links != r.net.currentPlan().links {
		return nil
	}
	var all []int
	known := false
	for i := range r.plan.cyclic {
		h := &r.past[i]
		failed := int(h.failed.Load())
		all = append(all, int(h.tried.Load()), failed, h.rest, h.next)
		known = known || failed > 0 || h.rest > 0 || h.next > 0
	}
	if !known {
		return nil
	}
	return all
}

// recount takes over what counts listed, for a network of the same weights, and says whether it makes sense.
func (r *run[T]) recount(all []int) bool {
	r.plan = r.net.currentPlan()
	if len(all) != 4*r.plan.cyclic {
		return false
	}
	r.remember()
	for i := range r.plan.cyclic {
		h, c := &r.past[i], all[4*i:]
		if !(0 <= c[1] && c[1] <= c[0] && 0 <= c[2] && c[2] <= longestRest && 0 <= c[3] && c[3] <= longestRest) {
			return false
		}
		h.tried.Store(int64(c[0]))
		h.failed.Store(int64(c[1]))
		h.rest, h.next = c[2], c[3]
	}
	return true
}

// remember makes room for what comes of the blocks, and forgets what came of blocks that are no more.
func (r *run[T]) remember() {
	if r.links == r.plan.links {
		return
	}
	r.links = r.plan.links
	if len(r.past) < r.plan.cyclic {
		r.past = make([]history, r.plan.cyclic)
	}
	for i := range r.past {
		h := &r.past[i]
		h.tried.Store(0)
		h.failed.Store(0)
		h.rest, h.next = 0, 0
	}
}
