package nm

import (
	"context"
	"sync"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
)

// SolveStats counts what the solves of one block took, summed over samples.
type SolveStats struct {
	Samples        int `json:"samples"`
	Picard         int `json:"picard"`   // exact sweeps
	Quick          int `json:"quick"`    // sweeps in between that need not be exact
	Anderson       int `json:"anderson"` // steps
	Newton         int `json:"newton"`   // Newton, continuation and refinement steps, those counted by Chord included
	Chord          int `json:"chord"`    // steps with the factors of an earlier iterate
	Krylov         int `json:"krylov"`   // products with Jacobians
	Factorizations int `json:"factorizations"`
	Fallbacks      int `json:"fallbacks"` // of samples from one method to the next
	Unconverged    int `json:"unconverged"`
}

func (s *SolveStats) add(t SolveStats) {
	s.Samples += t.Samples
	s.Picard += t.Picard
	s.Quick += t.Quick
	s.Anderson += t.Anderson
	s.Newton += t.Newton
	s.Chord += t.Chord
	s.Krylov += t.Krylov
	s.Factorizations += t.Factorizations
	s.Fallbacks += t.Fallbacks
	s.Unconverged += t.Unconverged
}

// BlockStats tells how one cyclic block was solved.
type BlockStats struct {
	Nodes    int        `json:"nodes"`  // of the block
	Node     int        `json:"node"`   // the first of them
	Module   int        `json:"module"` // that it is in, by size
	Chosen   string     `json:"chosen"`
	Forward  SolveStats `json:"forward"`
	Backward SolveStats `json:"backward"`
}

// blockTally is what a run counts of one cyclic block.
type blockTally struct {
	mu sync.Mutex
	BlockStats
}

// count books what a task did for a block.
func (r *run[T]) count(blk *block[T], backward bool, s SolveStats) {
	t := &r.tally[blk.cycle]
	to := &t.Forward
	if backward {
		to = &t.Backward
	}
	t.mu.Lock()
	to.add(s)
	t.mu.Unlock()
}

// batchStats is what the batch solver counted.
func batchStats(s nonlinear.BatchStats) SolveStats {
	return SolveStats{Picard: s.Picard, Anderson: s.Anderson, Newton: s.Newton, Chord: s.Chord, Krylov: s.Krylov,
		Factorizations: s.Factorizations, Fallbacks: s.Fallbacks, Unconverged: s.Unconverged}
}

// beginTally starts the counts of a pass and books the choices made for it.
func (r *run[T]) beginTally() {
	p := r.plan
	if len(r.tally) < p.cyclic {
		r.tally = make([]blockTally, p.cyclic)
	}
	r.tallied = p.cyclic
	for m, mod := range p.modules {
		for i := mod.firstBlock; i < mod.lastBlock; i++ {
			if b := &p.blocks[i]; b.size > 1 {
				r.tally[b.cycle].BlockStats = BlockStats{Nodes: b.size, Node: int(p.nodes[b.first]), Module: m, Chosen: r.chosen(b)}
			}
		}
	}
}

// chosen names what the samples of a block begin with.
func (r *run[T]) chosen(b *block[T]) string {
	if !r.sweeps(b) {
		c := &r.net.cfg
		switch {
		case c.Method != ByCost && c.Method != BySweeps:
			return c.Method.String()
		case b.size > r.settings().PicardAbove && c.MaxPicard >= 0:
			return "picard"
		}
		return "newton"
	}
	v := r.innerOf(b)
	switch {
	case b.sparse:
		return "sweeps edge by edge"
	case !v.has:
		return "sweeps"
	case v.m.coarse && v.c != 0:
		return "shifted sweeps in integers"
	case v.m.coarse:
		return "sweeps in integers"
	}
	return "shifted sweeps"
}

// spent sums what was counted since begin over all blocks.
func (r *run[T]) spent() SolveStats {
	sum := r.besides
	for i := range r.tallied {
		sum.add(r.tally[i].Forward)
		sum.add(r.tally[i].Backward)
	}
	return sum
}

// report lists what was counted since begin.
func (r *run[T]) report() []BlockStats {
	all := make([]BlockStats, r.tallied)
	for i := range all {
		all[i] = r.tally[i].BlockStats
	}
	return all
}

// Blocks tells how the last Step or Gradient solved the cyclic blocks, module by module, the largest module first, and inside a module in the
// order of solution. Samples solved again from a cold start are not in it.
func (t *Trainer[T]) Blocks() []BlockStats { return t.run.report() }

// Blocks solves the samples x as [Network.Predict] does and tells how the cyclic blocks were solved; Backward is empty. At most 512
// samples count, from the first.
func (n *Network[T]) Blocks(ctx context.Context, x *la.Matrix[T]) ([]BlockStats, error) {
	checkMatrix(x)
	if x.Cols != n.cfg.Inputs {
		panic("nm: dimension mismatch in Blocks")
	}
	r := n.runs.Get().(*run[T])
	defer n.runs.Put(r)
	part := x.View(0, 0, min(x.Rows, slab), x.Cols)
	r.begin(ctx, part.Rows, false)
	if err := r.forward(&part); err != nil {
		return nil, err
	}
	return r.report(), nil
}
