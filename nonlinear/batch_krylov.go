package nonlinear

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

const (
	krylovDepth  = 30  // products for one step at most
	krylovShare  = 0.1 // share of |F| that the first step may leave
	krylovMost   = 0.5 // and that any step may leave: a solve that leaves more has failed
	krylovLast   = 0.3 // share of the tolerance that a step may leave
	krylovRepeat = 1e-3
)

// forcing is the share of |F| that the next step may leave: Eisenstat & Walker's second choice, with their safeguard (SIAM J. Sci.
// Comput. 17 (1996) 16-32), from the last share (0: none), |F| now and before the last step.
func forcing[T la.Float](share, norm, last, tol T) T {
	next := T(krylovShare)
	if share > 0 {
		ratio := norm / last
		next = 0.9 * ratio * ratio
		if safe := 0.9 * share * share; safe > 0.1 {
			next = max(next, safe)
		}
	}
	return min(max(next, krylovLast*tol/norm), krylovMost)
}

// krylovSpace are the GMRES solves (Saad & Schultz, SIAM J. Sci. Stat. Comput. 7 (1986) 856-869) that the samples of a part make
// together: step j of all of them takes one call of Products.
type krylovSpace[T la.Float] struct {
	solves   []gmres[T]
	basis    la.Matrix[T] // krylovDepth+1 rows for each solve
	x, v, jv la.Matrix[T] // of the solves at work
	asked    []int
	rows     []int
}

// gmres is one solve.
type gmres[T la.Float] struct {
	at       int // row of trial
	used     int // columns
	done     bool
	goal     float64
	h        [krylovDepth][krylovDepth + 1]float64 // Hessenberg matrix by columns, triangular by the rotations
	cos, sin [krylovDepth]float64
	g        [krylovDepth + 1]float64
}

// serveInexact solves J step = F by GMRES for the rows asked, with the factors that a sample holds as preconditioner on the right. Where a
// solve fails the sample wants fresh factors.
func (p *part[T]) serveInexact() {
	q, n := &p.krylov, p.x.Cols
	depth := min(krylovDepth, n)
	count := len(p.shared.asked)
	q.solves = fit(q.solves, count)
	fitMatrix(&q.basis, count*(krylovDepth+1), n)
	for c, i := range p.shared.asked {
		w := &q.solves[c]
		w.at, w.used, w.done = i, 0, false
		v := q.vector(c, 0)
		copy(v, p.img.Row(i))
		size := la.Nrm2(v)
		la.Scal(1/size, v)
		w.g[0] = float64(size)
		w.goal = float64(size) * float64(p.slotAt(i).forcing)
	}
	for j := 0; j < depth && p.products(j); j++ {
		if p.ended() {
			for _, i := range p.shared.asked { // the samples stay as they are
				p.tracks[p.rows[i]-p.first].wants = none
			}
			return
		}
		k := 0
		for c := range q.solves {
			if w := &q.solves[c]; !w.done {
				w.extend(q, c, j, q.jv.Row(k))
				k++
			}
		}
	}
	fitMatrix(&q.v, count, n)
	q.asked = q.asked[:0]
	for c := range q.solves {
		w := &q.solves[c]
		w.combine(q, c, q.v.Row(c))
		q.asked = append(q.asked, w.at)
	}
	p.solveKept(q.asked, &q.v)
	for c := range q.solves {
		w := &q.solves[c]
		t := &p.tracks[p.rows[w.at]-p.first]
		left := math.Abs(w.g[w.used]) / (w.goal / float64(p.slotAt(w.at).forcing))
		switch {
		case left <= krylovMost:
			p.grant(w.at, q.v.Row(c), true)
		case p.lim.strict:
			t.wants = none
			t.end(Stalled)
		case t.factor >= p.lim.newton:
			t.wants = none
			t.end(MaxIterations)
		default:
			p.stats.Fallbacks++
			t.wants = fresh
		}
	}
}

// vector is vector j of the basis of solve c.
func (q *krylovSpace[T]) vector(c, j int) []T { return q.basis.Row(c*(krylovDepth+1) + j) }

// products sets a row of jv to J M v, with v the newest vector of the basis and M the preconditioner, for each solve at work, and reports
// whether there is any.
func (p *part[T]) products(j int) bool {
	q, n := &p.krylov, p.x.Cols
	q.asked, q.rows = q.asked[:0], q.rows[:0]
	fitMatrix(&q.x, len(q.solves), n)
	fitMatrix(&q.v, len(q.solves), n)
	for c := range q.solves {
		if w := &q.solves[c]; !w.done {
			k := len(q.asked)
			copy(q.x.Row(k), p.trial.Row(w.at))
			copy(q.v.Row(k), q.vector(c, j))
			q.asked = append(q.asked, w.at)
			q.rows = append(q.rows, p.rows[w.at])
		}
	}
	k := len(q.asked)
	if k == 0 {
		return false
	}
	fitMatrix(&q.x, k, n)
	fitMatrix(&q.v, k, n)
	fitMatrix(&q.jv, k, n)
	p.solveKept(q.asked, &q.v)
	p.prods.Products(&q.jv, &q.v, &q.x, q.rows)
	p.stats.Krylov += k
	return true
}

// extend makes jv orthogonal to vectors 0 to j of the basis, which makes it vector j+1, and decides whether the solve goes on.
func (w *gmres[T]) extend(q *krylovSpace[T], c, j int, jv []T) {
	h := &w.h[j]
	before := float64(la.Nrm2(jv))
	for i := range j + 1 {
		v := la.Dot(q.vector(c, i), jv)
		la.Axpy(-v, q.vector(c, i), jv)
		h[i] = float64(v)
	}
	after := float64(la.Nrm2(jv))
	if after < krylovRepeat*before { // what cancellation has spoilt: once more
		for i := range j + 1 {
			v := la.Dot(q.vector(c, i), jv)
			la.Axpy(-v, q.vector(c, i), jv)
			h[i] += float64(v)
		}
		after = float64(la.Nrm2(jv))
	}
	h[j+1] = after
	for i := range j {
		h[i], h[i+1] = w.cos[i]*h[i]+w.sin[i]*h[i+1], w.cos[i]*h[i+1]-w.sin[i]*h[i]
	}
	r := math.Hypot(h[j], h[j+1])
	if !(r > 0) || r-r != 0 {
		w.done = true
		return
	}
	w.cos[j], w.sin[j] = h[j]/r, h[j+1]/r
	h[j] = r
	w.g[j], w.g[j+1] = w.cos[j]*w.g[j], -w.sin[j]*w.g[j]
	w.used = j + 1
	if math.Abs(w.g[j+1]) <= w.goal || !(after > float64(eps[T]())*before) {
		w.done = true
		return
	}
	la.Scal(1/T(after), jv)
	copy(q.vector(c, j+1), jv)
}

// combine sets step to the combination of the basis that leaves the least.
func (w *gmres[T]) combine(q *krylovSpace[T], c int, step []T) {
	clear(step)
	y := w.g // the last entry stays: what is left
	for i := w.used - 1; i >= 0; i-- {
		y[i] /= w.h[i][i]
		for k := range i {
			y[k] -= y[i] * w.h[i][k]
		}
		la.Axpy(T(y[i]), q.vector(c, i), step)
	}
}
