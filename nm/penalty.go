package nm

import (
	"math"

	"github.com/neuralmodules/nmcore/graph"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/reg"
)

// Norm is the function phi of (8): what a penalty adds up over the edges.
type Norm uint8

const (
	L1 Norm = iota // |w|, proximal map (9): leaves exact zeros
	L2             // w^2/2, proximal map (10)
)

// Size is what s_j of (6), (7) counts, for every node j.
type Size uint8

const (
	Uniform       Size = iota // nothing: all edges weigh the same, plain L1 or L2
	ModuleEdges               // kept edges of the module of j; the paper's, as reconstructed
	ModuleNodes               // nodes of the module of j
	BlockEdges                // kept edges of the strongly connected component of j
	AncestorEdges             // kept edges on directed paths into j
)

// Form says which end of an edge k -> j decides its weight.
type Form uint8

const (
	Target Form = iota // s_j: the penalty of a node is over its incoming edges (8)
	Larger             // max(s_k, s_j)
	Merged             // inside a module its own size; across modules the size of both and the edge together, after (11)
)

// Penalty is lambda * sum over edges of weight_kj * phi(w_kj). It is applied as a proximal step to all edges, kept or not, after
// the optimiser's. Its weights are those of the modules the step was computed with, and pass no gradient. The zero value is
// no penalty; {Lambda: l} is L1; {Lambda: l, Size: ModuleEdges} is the paper's adaptive NM regulariser (8), (9).
type Penalty struct {
	Lambda float64
	Norm   Norm
	Size   Size
	Scale  reg.Scale // how s_j is normalised
	Form   Form
}

func (p *Penalty) check() error {
	switch {
	case !(p.Lambda >= 0) || math.IsInf(p.Lambda, 0):
		return badConfig("lambda %v is not a number from 0 up", p.Lambda)
	case p.Norm > L2 || p.Size > AncestorEdges || p.Scale < reg.ScaleMean || p.Scale > reg.ScaleFirst || p.Form > Merged:
		return badConfig("unknown norm, size, scale or form of the penalty")
	}
	return nil
}

// shrinker applies a penalty.
type shrinker[T la.Float] struct {
	Penalty
	sizes, scaled, first []T
	counts               []int

	// The step at work.
	length  T
	factors reg.Weights[T]
	shrink  func(row []T, k int, step T, lambda reg.Weights[T])
}

func newShrinker[T la.Float](p Penalty, nodes int) *shrinker[T] {
	s := &shrinker[T]{Penalty: p, sizes: make([]T, nodes), scaled: make([]T, nodes), shrink: reg.L1Row[T]}
	if p.Norm == L2 {
		s.shrink = reg.L2Row[T]
	}
	return s
}

// begin starts the proximal step of length rate, with the sizes of p, the plan the gradient was computed with.
func (s *shrinker[T]) begin(p *plan[T], rate float64) {
	if s.Lambda > 0 {
		s.length, s.factors = T(rate*s.Lambda), s.weights(p)
	}
}

// row shrinks the edges w out of node k.
func (s *shrinker[T]) row(w []T, k int) {
	if s.Lambda > 0 {
		s.shrink(w, k, s.length, s.factors)
	}
}

// weights returns the edge weights for the modules of p, without lambda.
func (s *shrinker[T]) weights(p *plan[T]) reg.Weights[T] {
	if s.Size == Uniform {
		return reg.Uniform[T](1)
	}
	s.measure(p)
	if s.first == nil {
		s.first = append(s.first, s.sizes...)
	}
	one := reg.Normalize(s.scaled, s.sizes, s.first, s.Scale)
	switch s.Form {
	case Larger:
		return reg.Max(s.scaled)
	case Merged:
		return reg.Merged(s.scaled, p.weak.Of, one)
	}
	return reg.PerNode(s.scaled)
}

// measure writes s_j of (7) for every node.
func (s *shrinker[T]) measure(p *plan[T]) {
	switch s.Size {
	case ModuleEdges:
		for j, c := range p.weak.Of {
			s.sizes[j] = T(p.weakEdges[c])
		}
	case ModuleNodes:
		for j, c := range p.weak.Of {
			s.sizes[j] = T(p.weak.Size(int(c)))
		}
	case BlockEdges:
		s.counts = graph.EdgeCounts(s.counts, &p.graph, &p.strong)
		for j, c := range p.strong.Of {
			s.sizes[j] = T(s.counts[c])
		}
	case AncestorEdges:
		for j, e := range graph.AncestorEdges(&p.graph) {
			s.sizes[j] = T(e)
		}
	}
}
