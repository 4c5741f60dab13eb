package nonlinear

import (
	"github.com/neuralmodules/nmcore/la"
)

// wish is the linear solve that a sample asks for, with its residual as the right-hand side.
type wish uint8

const (
	none    wish = iota
	fresh        // with the Jacobian at its trial point
	kept         // with the factors that its slot holds
	inexact      // by products, as far as its slot says
)

// sharedNumbers bounds the Jacobians that are factorised at once: they should stay in a cache of 1 MiB beside their
// factors. But up to sharedOrder unknowns, where BatchLU works on one matrix a lane, they are at least as many as it has lanes: with 6 of
// 16 lanes in use a matrix of order 100 takes 19 us instead of 7.6 (float32, 2026-11-26, AMD Zen 5, 2 cores of a shared server).
const (
	sharedNumbers = 1 << 16
	sharedLanes   = 16
	sharedOrder   = 128
)

// shared are the linear solves that the samples of a part have in common.
type shared[T la.Float] struct {
	jac   la.Batch[T]
	item  la.Matrix[T]
	right la.Batch[T]
	asked []int // rows of trial, and of img, that a group belongs to
	pools []*factorized[T]
	sides la.Matrix[T] // right-hand sides of those asked, for kept factors

	x, g la.Matrix[T] // for Jacobians
	rows []int
}

// factorized is one group of factors. It lives on while a sample holds a part of it.
type factorized[T la.Float] struct {
	lu      la.BatchLU[T]
	count   int
	holders int
	right   la.Batch[T] // of a solve under way
	called  bool
}

// release declares all groups free.
func (h *shared[T]) release() {
	for _, g := range h.pools {
		g.holders = 0
	}
}

// free returns a group that nobody holds.
func (h *shared[T]) free() *factorized[T] {
	for _, g := range h.pools {
		if g.holders == 0 {
			return g
		}
	}
	g := new(factorized[T])
	h.pools = append(h.pools, g)
	return g
}

// serve grants all wishes: those for kept factors, those for inexact solves, which may turn into wishes for fresh factors, and
// these in groups of as many as sharedNumbers allows, in the order of the samples.
func (p *part[T]) serve() {
	h := &p.shared
	n := p.x.Cols
	if p.ask(kept) {
		fitMatrix(&h.sides, len(h.asked), n)
		for k, i := range h.asked {
			copy(h.sides.Row(k), p.img.Row(i))
		}
		p.solveKept(h.asked, &h.sides)
		for k, i := range h.asked {
			p.grant(i, h.sides.Row(k), true)
		}
	}
	if p.lim.krylov && p.ask(inexact) {
		p.serveInexact()
	}
	if !p.ask(fresh) {
		return
	}
	group := max(sharedNumbers/max(n*n, 1), 1)
	if n <= sharedOrder {
		group = min(max(group&^(sharedLanes-1), sharedLanes), batchPart)
	}
	for all := h.asked; len(all) > 0; all = all[min(group, len(all)):] {
		p.serveFresh(all[:min(group, len(all))])
	}
}

// ask lists in shared.asked the rows that have the wish w, and reports whether there are any.
func (p *part[T]) ask(w wish) bool {
	h := &p.shared
	h.asked = h.asked[:0]
	for i, s := range p.rows {
		if p.tracks[s-p.first].wants == w {
			h.asked = append(h.asked, i)
		}
	}
	return len(h.asked) > 0
}

// side is the side from which the slot's factors are meant: an adjoint uses those of the forward system transposed.
func (p *part[T]) side(sl *slot[T]) la.Trans { return la.Trans(p.linear && sl.holds == forward) }

// serveFresh factorises the Jacobians of the rows asked and solves with them.
func (p *part[T]) serveFresh(asked []int) {
	h := &p.shared
	k, n := len(asked), p.x.Cols
	fitBatch(&h.jac, k, n, n)
	if !p.jacobians(asked) {
		for _, i := range asked { // the samples stay as they are
			p.tracks[p.rows[i]-p.first].wants = none
		}
		return
	}
	g := h.free()
	_ = g.lu.Factorize(nil, &h.jac) // Pivot tells which are singular
	g.count = k
	fitBatch(&h.right, k, n, 1)
	for c, i := range asked {
		copy(h.right.Data[c*n:(c+1)*n], p.img.Row(i))
	}
	_ = g.lu.SolveTo(nil, &h.right, la.NoTrans, &h.right)
	for c, i := range asked {
		t := &p.tracks[p.rows[i]-p.first]
		sl := &p.slots[t.slot]
		t.factor++
		p.stats.Factorizations++
		sl.drop()
		ok := g.lu.Pivot(c) < 0
		if ok {
			sl.holds = forward
			if p.linear {
				sl.holds = adjoint
			}
			sl.group, sl.item = g, c
			g.holders++
		}
		p.grant(i, h.right.Data[c*n:(c+1)*n], ok)
	}
}

// jacobians sets the Jacobians of the rows asked, and reports whether the context has lasted that long.
func (p *part[T]) jacobians(asked []int) bool {
	h := &p.shared
	if p.jacs == nil {
		for c, i := range asked {
			if p.ended() {
				return false
			}
			h.item = h.jac.Item(c)
			p.sys.Jacobian(&h.item, p.trial.Row(i), p.rows[i])
		}
		return true
	}
	if p.ended() {
		return false
	}
	fitMatrix(&h.x, len(asked), p.x.Cols)
	fitMatrix(&h.g, len(asked), p.x.Cols)
	h.rows = h.rows[:0]
	for c, i := range asked {
		x, g := h.x.Row(c), h.g.Row(c)
		copy(x, p.trial.Row(i))
		copy(g, x)
		la.Axpy(-1, p.img.Row(i), g)
		h.rows = append(h.rows, p.rows[i])
	}
	p.jacs.Jacobians(&h.jac, &h.x, &h.g, h.rows)
	return true
}

// solveKept overwrites row k of m, for all k, with its solution by the factors that the sample of row asked[k] holds; rows of samples
// without any stay as they are. Groups are solved as a whole: zeros stand in for the samples that are not asked.
func (p *part[T]) solveKept(asked []int, m *la.Matrix[T]) {
	n := p.x.Cols
	for k, i := range asked {
		sl := p.slotAt(i)
		g := sl.group
		switch {
		case sl.holds == nothing:
			continue
		case g == nil: // its own
			_ = sl.lu.SolveVecTo(m.Row(k), p.side(sl), m.Row(k))
			continue
		case !g.called:
			fitBatch(&g.right, g.count, n, 1)
			clear(g.right.Data)
			g.called = true
		}
		copy(g.right.Data[sl.item*n:(sl.item+1)*n], m.Row(k))
	}
	for k, i := range asked {
		sl := p.slotAt(i)
		g := sl.group
		if sl.holds == nothing || g == nil {
			continue
		}
		if g.called { // the factors of a group belong to one system
			_ = g.lu.SolveTo(nil, &g.right, p.side(sl), &g.right)
			g.called = false
		}
		copy(m.Row(k), g.right.Data[sl.item*n:(sl.item+1)*n])
	}
}

// slotAt is the slot of the sample in row i of trial.
func (p *part[T]) slotAt(i int) *slot[T] { return &p.slots[p.tracks[p.rows[i]-p.first].slot] }

// grant tells the stage of the sample in row i the outcome of its solve.
func (p *part[T]) grant(i int, step []T, ok bool) {
	s := p.rows[i]
	t := &p.tracks[s-p.first]
	if ok && t.wants == kept {
		p.stats.Chord++
	}
	t.wants = none
	p.at = evaluation[T]{x: p.trial.Row(i), f: step, finite: true}
	if t.stage == refine {
		p.refined(t, &p.at, ok)
	} else {
		p.stepped(s, t, &p.at, ok)
	}
}

// fitBatch makes b count matrices of rows x cols without padding; the entries are left as they come.
func fitBatch[T la.Float](b *la.Batch[T], count, rows, cols int) {
	b.Data = fit(b.Data, count*rows*cols)
	b.Count, b.Rows, b.Cols, b.Stride = count, rows, cols, cols
}
