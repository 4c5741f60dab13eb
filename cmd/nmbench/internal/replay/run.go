package replay

import (
	"cmp"
	"iter"
	"slices"
	"time"
)

// Machine is what a graph is played on.
type Machine struct {
	Speeds []float64 // of the workers, relative to the processor of the recording; the first is the caller's
	Costs  Costs

	// LargestFirst starts the bodies of every loop in order, the longest first.
	LargestFirst bool
}

// Equal returns n workers as fast as the processor of the recording.
func Equal(n int) []float64 {
	s := make([]float64, n)
	for i := range s {
		s[i] = 1
	}
	return s
}

// Costs are the overheads of the pool, in seconds.
type Costs struct {
	Steal float64 // from the offer of a task to the first instruction of it at a thief that was looking
	Chunk float64 // to offer the rest, run a chunk and take the next
	Spin  float64 // after so long without work a worker parks
	Wake  float64 // to wake it
}

// Timeline is one replay: its time, and what the root's parts took.
type Timeline struct {
	Seconds float64
	Spans   []Span // own times and loops of the root, in order
}

// Span is a piece of the root's time.
type Span struct {
	Name    string // of the loop; "" for own time
	Seconds float64
	Work    float64 // time on one worker
}

// Run plays the graph.
func (g *Graph) Run(m Machine) Timeline {
	s := &player{machine: m}
	s.workers = make([]worker, len(m.Speeds))
	for i := range s.workers {
		w := &s.workers[i]
		w.player, w.id, w.speed = s, i, m.Speeds[i]
		main := func() { w.serve(nil, 0) }
		if i == 0 {
			main = func() { w.root(&g.Root) }
		}
		w.resume, w.stop = iter.Pull(func(yield func(struct{}) bool) {
			w.yield = yield
			main()
		})
	}
	for !s.done {
		s.next().resume()
	}
	for i := range s.workers {
		s.workers[i].stop()
	}
	return s.timeline
}

// player is one replay under way. Workers are coroutines; the one with the least time goes on, so that everything happens in order.
type player struct {
	machine  Machine
	workers  []worker
	done     bool
	timeline Timeline
}

func (s *player) next() *worker {
	var first *worker
	for i := range s.workers {
		if w := &s.workers[i]; !w.idle && (first == nil || w.now < first.now) {
			first = w
		}
	}
	return first // there is one: who waits for a loop is waked when it ends, and somebody runs its bodies
}

// worker is a seat of the pool; see package sched for the protocol.
type worker struct {
	*player
	id     int
	speed  float64
	now    float64
	deque  []task // oldest first
	taken  int    // by thieves, so far: deque[k] is the task at position taken+k
	victim int
	idle   bool
	since  float64 // when it began to look for work
	awaits *region // when idle; nil: anything

	current *region
	resume  func() (struct{}, bool)
	yield   func(struct{}) bool
	stop    func()
}

// region is a loop under way.
type region struct {
	bodies  []Work
	order   []int32 // of the bodies, nil: by index
	inOrder bool    // a task is the right to run so many bodies, from taken on
	taken   int
	pending int
	grain   int
	owner   *worker
	parent  *region
}

// task is the range lo..hi-1 of a region.
type task struct {
	r      *region
	lo, hi int
}

func (r *region) within(a *region) bool {
	for ; r != nil; r = r.parent {
		if r == a {
			return true
		}
	}
	return a == nil
}

// spend lets work of the given time pass.
func (w *worker) spend(t float64) { w.delay(t / w.speed) }

// delay lets time pass that does not depend on the worker's speed.
func (w *worker) delay(t float64) {
	w.now += t
	w.yield(struct{}{})
}

// root runs the graph.
func (w *worker) root(root *Work) {
	span := func(name string, work float64, do func()) {
		from := w.now
		do()
		w.timeline.Spans = append(w.timeline.Spans, Span{name, w.now - from, work})
	}
	for _, p := range root.Parts {
		span("", p.Own, func() { w.spend(p.Own) })
		span(p.Loop.Name, p.Loop.total(), func() { w.fork(p.Loop) })
	}
	span("", root.Last, func() { w.spend(root.Last) })
	w.timeline.Seconds = w.now
	w.player.done = true
}

// body runs one body.
func (w *worker) body(b *Work) {
	for i := range b.Parts {
		w.spend(b.Parts[i].Own)
		w.fork(b.Parts[i].Loop)
	}
	w.spend(b.Last)
}

// fork runs a loop.
func (w *worker) fork(l *Loop) {
	n := len(l.Bodies)
	if n == 0 {
		return
	}
	outer, mark := w.current, w.mark()
	r := &region{bodies: l.Bodies, inOrder: l.InOrder, pending: n, grain: n, owner: w, parent: outer}
	if k := len(w.workers); k > 1 {
		r.grain = max(1, n/(8*k))
	}
	if w.machine.LargestFirst {
		r.order, r.inOrder = largestFirst(l.Bodies), true
	}
	w.work(task{r, 0, n})
	w.serve(r, mark)
	w.current = outer
}

func largestFirst(bodies []Work) []int32 {
	order, size := make([]int32, len(bodies)), make([]float64, len(bodies))
	for i := range bodies {
		order[i], size[i] = int32(i), bodies[i].path()
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(size[b], size[a]) })
	return order
}

// serve runs tasks within r, above mark in the own deque, until r has ended; with no region any task, until the replay has.
func (w *worker) serve(r *region, mark int) {
	w.since = w.now
	for r == nil || r.pending > 0 {
		t, ok := w.pop(mark)
		if !ok {
			t, ok = w.steal(r)
		}
		if ok {
			w.work(t)
			w.since = w.now
			continue
		}
		w.idle, w.awaits = true, r
		if !w.yield(struct{}{}) {
			return
		}
	}
}

// work runs a task and offers all of it but the chunk under way.
func (w *worker) work(t task) {
	mark := w.mark()
	chunk := 1
	if len(w.workers) == 1 {
		chunk = t.hi - t.lo
	}
	for ok := true; ok; {
		begun := w.now
		w.current = t.r
		for t.hi-t.lo > chunk {
			mid := t.lo + (t.hi-t.lo)/2
			w.push(task{t.r, mid, t.hi})
			t.hi = mid
		}
		n := min(chunk, t.hi-t.lo)
		r := t.r
		lo := t.lo
		if r.inOrder {
			lo = r.taken
			r.taken += n
		}
		for i := lo; i < lo+n; i++ {
			at := i
			if r.order != nil {
				at = int(r.order[i])
			}
			w.body(&r.bodies[at])
		}
		w.delay(w.machine.Costs.Chunk)
		if r.pending -= n; r.pending == 0 && r.owner != w && r.owner.idle && r.owner.awaits == r {
			w.wake(r.owner)
		}
		if t.lo += n; t.lo == t.hi {
			t, ok = w.pop(mark)
		}
		chunk = resize(chunk, n, w.now-begun, r.grain)
	}
}

// chunkTime is how long chunks of short bodies grow to last, as in sched.
const chunkTime = float64(8*time.Microsecond) / float64(time.Second)

func resize(chunk, n int, took float64, grain int) int {
	most := min(2*chunk, grain)
	if grain <= 1 {
		return chunk
	}
	if float64(n)*chunkTime >= float64(most)*took {
		return most
	}
	return max(1, int(float64(n)*chunkTime/took))
}

func (w *worker) push(t task) {
	w.deque = append(w.deque, t)
	w.offer()
}

// offer wakes a worker that could take the oldest task of w's deque.
func (w *worker) offer() {
	if len(w.deque) == 0 {
		return
	}
	var found *worker
	for i := range w.workers {
		if v := &w.workers[i]; v.idle && w.deque[0].r.within(v.awaits) && (found == nil || !found.awake(w.now) && v.awake(w.now)) {
			found = v
		}
	}
	if found != nil {
		w.wake(found)
	}
}

// awake reports whether an idle worker still spins.
func (w *worker) awake(now float64) bool { return now-w.since <= w.machine.Costs.Spin }

func (w *worker) wake(v *worker) {
	v.idle = false
	if v.awake(w.now) {
		v.now = w.now
		return
	}
	v.now = w.now + w.machine.Costs.Wake
	v.since = v.now
}

// mark is the position above which the coming pushes lie.
func (w *worker) mark() int { return w.taken + len(w.deque) }

// pop takes the newest task back from the own deque, above mark.
func (w *worker) pop(mark int) (task, bool) {
	if len(w.deque) == 0 || w.mark() <= mark {
		return task{}, false
	}
	t := w.deque[len(w.deque)-1]
	w.deque = w.deque[:len(w.deque)-1]
	return t, true
}

// steal takes the oldest task of another worker, if it is within r.
func (w *worker) steal(r *region) (task, bool) {
	for range w.workers {
		v := &w.workers[w.victim]
		if v != w && len(v.deque) > 0 && v.deque[0].r.within(r) {
			t := v.deque[0]
			v.deque = slices.Delete(v.deque, 0, 1)
			v.taken++
			v.offer()
			w.delay(w.machine.Costs.Steal)
			return t, true
		}
		w.victim = (w.victim + 1) % len(w.workers)
	}
	return task{}, false
}
