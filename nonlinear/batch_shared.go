package nonlinear

import (
	"github.com/neuralmodules/nmcore/la"
)

// wish is the linear solve that a sample asks for, with its residual as the right-hand side.
type wish uint8

const (
	none  wish = iota
	fresh      // with the Jacobian at its trial point
	kept       // with the factors that its slot holds
)

// sharedNumbers bounds the Jacobians that are factorised at once: they should stay in a cache of 1 MiB beside their
// factors.
const sharedNumbers = 1 << 16

// shared are the linear solves that the samples of a part have in common.
type shared[T la.Float] struct {
	jac   la.Batch[T]
	item  la.Matrix[T]
	right la.Batch[T]
	asked []int // rows of trial, and of img, that a group belongs to
	pools []*factorized[T]

	x, g la.Matrix[T] // for Jacobians
	rows []int
}

// factorized is one group of factors. It lives on while a sample holds a part of it.
type factorized[T la.Float] struct {
	lu      la.BatchLU[T]
	count   int
	holders int
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

// serve grants all wishes: those for kept factors group by group, the others in groups of as many as sharedNumbers allows, in the
// order of the samples. Where a sample's own factors are meant, they serve it alone.
func (p *part[T]) serve() {
	h := &p.shared
	n := p.x.Cols
	for _, g := range h.pools {
		if g.holders > 0 {
			p.serveKept(g)
		}
	}
	for i, s := range p.rows {
		if t := &p.tracks[s-p.first]; t.wants == kept { // its slot's own
			sl := &p.slots[t.slot]
			e := p.evaluated(i)
			p.granted(s, t, e, sl.lu.SolveVecTo(e.f, p.side(sl), e.f) == nil)
		}
	}
	group := min(max(sharedNumbers/max(n*n, 1), 1), batchPart)
	if group > 8 {
		group &^= 7
	}
	h.asked = h.asked[:0]
	for i, s := range p.rows {
		if p.tracks[s-p.first].wants == fresh {
			if h.asked = append(h.asked, i); len(h.asked) == group {
				p.serveFresh(n)
			}
		}
	}
	if len(h.asked) > 0 {
		p.serveFresh(n)
	}
}

// side is the side from which the slot's factors are meant: an adjoint uses those of the forward system transposed.
func (p *part[T]) side(sl *slot[T]) la.Trans { return la.Trans(p.linear && sl.holds == forward) }

// evaluated is what is left of the evaluation of row i: point and residual.
func (p *part[T]) evaluated(i int) *evaluation[T] {
	p.at = evaluation[T]{x: p.trial.Row(i), f: p.img.Row(i), finite: true}
	return &p.at
}

// serveFresh factorises the Jacobians of the samples asked and solves with them.
func (p *part[T]) serveFresh(n int) {
	h := &p.shared
	k := len(h.asked)
	fitBatch(&h.jac, k, n, n)
	if !p.jacobians() {
		for _, i := range h.asked { // the samples stay as they are
			p.tracks[p.rows[i]-p.first].wants = none
		}
		h.asked = h.asked[:0]
		return
	}
	g := h.free()
	_ = g.lu.Factorize(nil, &h.jac) // Pivot tells which are singular
	g.count = k
	fitBatch(&h.right, k, n, 1)
	for c, i := range h.asked {
		copy(h.right.Data[c*n:(c+1)*n], p.img.Row(i))
	}
	_ = g.lu.SolveTo(nil, &h.right, la.NoTrans, &h.right)
	for c, i := range h.asked {
		s := p.rows[i]
		t := &p.tracks[s-p.first]
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
		e := p.evaluated(i)
		e.f = h.right.Data[c*n : (c+1)*n]
		p.granted(s, t, e, ok)
	}
	h.asked = h.asked[:0]
}

// jacobians sets the Jacobians of the samples asked, and reports whether the context has lasted that long.
func (p *part[T]) jacobians() bool {
	h := &p.shared
	if p.jacs == nil {
		for c, i := range h.asked {
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
	fitMatrix(&h.x, len(h.asked), p.x.Cols)
	fitMatrix(&h.g, len(h.asked), p.x.Cols)
	h.rows = h.rows[:0]
	for c, i := range h.asked {
		x, g := h.x.Row(c), h.g.Row(c)
		copy(x, p.trial.Row(i))
		copy(g, x)
		la.Axpy(-1, p.img.Row(i), g)
		h.rows = append(h.rows, p.rows[i])
	}
	p.jacs.Jacobians(&h.jac, &h.x, &h.g, h.rows)
	return true
}

// serveKept solves with the factors of a group for those of its holders that ask for it.
func (p *part[T]) serveKept(g *factorized[T]) {
	h := &p.shared
	n := p.x.Cols
	fitBatch(&h.right, g.count, n, 1)
	var op la.Trans
	asked := false
	for i, s := range p.rows {
		if t := &p.tracks[s-p.first]; t.wants == kept && p.slots[t.slot].group == g {
			if !asked {
				clear(h.right.Data)
				asked = true
			}
			sl := &p.slots[t.slot]
			op = p.side(sl)
			copy(h.right.Data[sl.item*n:(sl.item+1)*n], p.img.Row(i))
		}
	}
	if !asked {
		return
	}
	_ = g.lu.SolveTo(nil, &h.right, op, &h.right)
	for i, s := range p.rows {
		if t := &p.tracks[s-p.first]; t.wants == kept && p.slots[t.slot].group == g {
			sl := &p.slots[t.slot]
			e := p.evaluated(i)
			e.f = h.right.Data[sl.item*n : (sl.item+1)*n]
			p.granted(s, t, e, true)
		}
	}
}

// granted tells the stage of a sample the outcome of its solve, which is in e.f.
func (p *part[T]) granted(s int, t *track[T], e *evaluation[T], ok bool) {
	t.wants = none
	if t.stage == refine {
		p.refined(t, e, ok)
	} else {
		p.stepped(s, t, e, ok)
	}
}

// fitBatch makes b count matrices of rows x cols without padding; the entries are left as they come.
func fitBatch[T la.Float](b *la.Batch[T], count, rows, cols int) {
	b.Data = fit(b.Data, count*rows*cols)
	b.Count, b.Rows, b.Cols, b.Stride = count, rows, cols, cols
}
