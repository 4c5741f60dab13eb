package nm

import (
	"math"
	"unsafe"

	"github.com/neuralmodules/nmcore/la"
)

// State remembers where training last solved the samples of a set, for their next solve to start there. Weights move little
// from one visit to the next, so most of the way is saved.
//
// A start is what a block's equations say today of everything outside the block, plus what the block itself added last time:
// n = r + s forward, where s was f(n) W, and dL/dZ = g + a c backward, where c was delta W^T and a is how much of the last loss gradient
// dL/dA is in today's. Both are extrapolated along their last change by as much as would have been right last time, which
// is nothing where training is noise and nearly all of the change where it is smooth.
//
// Samples that were never solved, or not the last time, start cold, and those that a warm start leads nowhere are solved again
// from the cold one. Where the equations have several solutions, the network's is the one that a cold start leads to, as in
// evaluation. So that training does not follow another for long, every so often a step begins cold and compares: see watch. Where
// there is one solution, warm starts save time and decide roundings.
//
// A state belongs to one trainer and one set of samples. It holds about four numbers for each sample and node. It is not in the
// trainer's checkpoints, unless it is Fit's own: who trains by [Trainer.Step] and wants the same bits after [Resume] clears it at
// every checkpoint.
type State[T la.Float] struct {
	nodes, outputs int
	data           la.Matrix[T] // a row for each sample, see record; one that begins with NaN is of a sample to be started cold
	watch          watch
}

// record is what a state holds of one sample.
type record[T la.Float] struct {
	s, ds []T // Nodes: forward, and its last change
	c, dc []T // Nodes: backward
	ga    []T // Outputs: dL/dA
	along []T // 2: how far to go along ds and dc
}

// recordSize is the numbers of a record.
func recordSize(c *Config) int { return 4*c.Nodes + c.Outputs + 2 }

// WarmLimit is how many bytes of warm starts [Trainer.Fit] keeps at most. It trains larger sets from cold starts.
const WarmLimit = 1 << 30

// NewState returns the state of samples that n was never trained on.
func NewState[T la.Float](n *Network[T], samples int) *State[T] {
	s := &State[T]{nodes: n.cfg.Nodes, outputs: n.cfg.Outputs, data: *la.NewMatrix[T](samples, recordSize(&n.cfg))}
	s.Clear()
	return s
}

// check panics if s cannot be the state of d.
func (s *State[T]) check(d *Data[T], c *Config) {
	if s.nodes != c.Nodes || s.outputs != c.Outputs || d.rows == nil && s.data.Rows != d.X.Rows {
		panic("nm: state of other samples or another network")
	}
}

// Clear makes the state as new: every sample starts cold.
func (s *State[T]) Clear() {
	s.watch = watch{}
	for i := range s.data.Rows {
		s.forget(i)
	}
}

func (s *State[T]) forget(i int) { s.data.Row(i)[0] = T(math.NaN()) }

func (s *State[T]) has(i int) bool {
	first := s.data.Row(i)[0]
	return first == first
}

func (s *State[T]) record(i int) record[T] {
	row, m := s.data.Row(i), s.nodes
	next := func(n int) []T {
		part := row[:n:n]
		row = row[n:]
		return part
	}
	return record[T]{next(m), next(m), next(m), next(m), next(s.outputs), next(2)}
}

// affordable says whether the state of so many samples is within the limit.
func affordable[T la.Float](c *Config, samples int) bool {
	return float64(samples)*float64(recordSize(c))*float64(unsafe.Sizeof(*new(T))) <= WarmLimit
}

// warmStarts returns the state of Fit's training set: a checkpoint's, if it fits, or a new one; nil for cold starts. An acyclic
// structure has nothing to start.
func (t *Trainer[T]) warmStarts(samples int) *State[T] {
	switch c := &t.net.cfg; {
	case t.opt.ColdStart || c.Structure != Complete || !affordable[T](c, samples):
		t.warm = nil
	case t.warm == nil || t.warm.data.Rows != samples:
		t.warm = NewState(t.net, samples)
	}
	return t.warm
}

// place is where sample i of d is in its state.
func (d *Data[T]) place(i int) int {
	if d.rows == nil {
		return i
	}
	return d.rows[i]
}

// portion returns how much of y is in x: the a that brings a y closest to x; 0 if there is none.
func portion[T la.Float](x, y []T) T {
	if a := la.Dot(x, y) / la.Dot(y, y); a-a == 0 {
		return a
	}
	return 0
}

// follow replaces v by now and dv by the change from a v, and returns how far along a dv the change went, from 0 to 1.
func follow[T la.Float](v, dv, now []T, a T, warm bool) (along T) {
	if !warm {
		copy(v, now)
		clear(dv)
		return 0
	}
	la.Scal(-a, v)
	la.Axpy(1, now, v) // the change
	if a != 0 {
		along = min(max(portion(v, dv)/a, 0), 1)
	}
	copy(dv, v)
	copy(v, now)
	return along
}
