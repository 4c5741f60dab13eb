package sched

import (
	"sync/atomic"
	"time"
)

// Chunks of tiny bodies grow until they last about chunkTime: long enough that the 0.1 us
// of a push, a pop and a look at the clock do not show, short enough that the last
// chunk hardly delays the end of a region.
const chunkTime = 8 * time.Microsecond

// seat is one worker's place in the pool: its deque, and how it waits.
type seat struct {
	// Constant after New.
	pool *Pool
	id   int

	vacant bool // under the lobby's mu

	// Of the goroutine that has the seat.
	current *region // whose body runs here
	free    *region // list of regions for reuse
	victim  int     // seat to look at first when stealing

	// The announcement; see Parking in the package comment.
	parked  atomic.Bool
	awaited atomic.Pointer[region] // what a parked seat waits for
	token   chan struct{}

	_     [cacheLine]byte
	deque deque
	_     [cacheLine]byte
}

// main is the life of a worker.
func (w *worker) main() {
	p := w.pool
	defer func() {
		p.holders[w.seat.id].Store(0) // before another goroutine can have this one's identity
		if p.closed.Load() {
			p.ended.Done()
		} else { // a body ended this goroutine by runtime.Goexit; another takes the seat with all it offers
			go w.main()
		}
	}()
	w.self = self()
	p.holders[w.seat.id].Store(w.self)
	if p.pinned {
		pin(w.index)
	}
	for w.stand(w.seat.serve(nil, 0)) {
	}
}

// fork runs the loop on the pool and returns what became of it.
func (s *seat) fork(l loop, n int) (failure *Panic, cut bool) {
	outer, mark := s.current, s.deque.mark()
	r := s.begin(l, n)
	defer func() { // also when a body ends this goroutine by runtime.Goexit
		s.serve(r, mark)
		failure, cut = r.failure.Load(), r.cut.Load()
		s.current = outer
		s.end(r)
	}()
	s.work(task{r, 0, n})
	return
}

// finished reports whether what the seat waits for has come: the end of r, or of the pool.
func (s *seat) finished(r *region) bool {
	if r == nil {
		return s.pool.closed.Load()
	}
	return r.pending.Load() == 0
}

// serve runs tasks, within r and above mark in the own deque, until r has ended; with
// a nil region any task, until none has been found for a while (idle), or a caller waits for a seat, or the pool is closed.
func (s *seat) serve(r *region, mark int64) (idle bool) {
	defer func() {
		if r != nil && !s.finished(r) { // a body is ending this goroutine by runtime.Goexit; r comes first
			s.serve(r, mark)
		}
	}()
	var wait idleness
	for !s.finished(r) {
		t, ok := s.deque.pop(mark)
		if !ok {
			if r == nil && s.pool.lobby.wanted.Load() {
				return false
			}
			t, ok = s.steal(r)
		}
		switch {
		case ok:
			s.work(t)
			wait = idleness{}
		case wait.spin(s.pool):
		case r == nil:
			return true
		default:
			s.park(r)
			wait = idleness{}
		}
	}
	return false
}

// work runs the task, offering all of it but the chunk under way to thieves.
func (s *seat) work(t task) {
	mark := s.deque.mark()
	chunk := 1
	if len(s.pool.seats) == 1 {
		chunk = t.hi - t.lo // nobody to offer anything to
	}
	begun := clock(t.r.grain)
	for ok := true; ok; {
		r, grain := t.r, t.r.grain // r may be gone after run
		s.current = r
		for t.hi-t.lo > chunk {
			mid := t.lo + (t.hi-t.lo)/2
			if !s.deque.push(task{r, mid, t.hi}) {
				break
			}
			t.hi = mid
			s.pool.rouse(r)
		}
		n := min(chunk, t.hi-t.lo)
		s.run(t, n)
		if t.lo += n; t.lo == t.hi {
			t, ok = s.deque.pop(mark)
		}
		if grain > 1 {
			now := clock(grain)
			chunk = resize(chunk, n, now-begun, grain)
			begun = now
		}
	}
}

// resize returns the length of the next chunk when n indices took the given time:
// chunkTime's worth, at most twice the last, at most grain, at least one.
func resize(chunk, n int, took time.Duration, grain int) int {
	most := min(2*chunk, grain)
	if took <= 0 || time.Duration(n)*chunkTime >= time.Duration(most)*took {
		return most
	}
	return max(1, int(time.Duration(n)*chunkTime/took))
}

// clock returns the time since the program's start; zero, at no cost, where chunks cannot grow.
func clock(grain int) time.Duration {
	if grain <= 1 {
		return 0
	}
	return time.Since(epoch)
}

var epoch = time.Now()

// run calls the bodies of the first n indices of t, unless the region stops, and accounts for them. In order,
// t says how many bodies to run, and the region which.
func (s *seat) run(t task, n int) {
	r, owner, returned := t.r, t.r.owner, false
	defer func() {
		if !returned {
			v := recover()
			if v == nil { // runtime.Goexit: what is left of t goes down with the stack
				n = t.hi - t.lo
			}
			r.fail(v)
		}
		if r.pending.Add(-int64(n)) == 0 && owner != s {
			owner.rouse(nil)
		}
	}()
	item, itemWorker, id := r.item, r.itemWorker, s.id
	lo := t.lo
	if r.inOrder {
		lo = int(r.taken.Add(int64(n))) - n
	}
	for i, hi := lo, lo+n; i < hi && !r.stopped(); i++ {
		if item != nil {
			item(i)
		} else {
			itemWorker(id, i)
		}
	}
	returned = true
}

// steal takes a task within r (nil: any) from another seat, first from where the
// last one came.
func (s *seat) steal(r *region) (task, bool) {
	seats := s.pool.seats
	i := s.victim
	for range seats {
		if v := &seats[i]; v != s {
			if t, ok := v.deque.steal(r); ok {
				s.victim = i
				return t, true
			}
		}
		if i++; i == len(seats) {
			i = 0
		}
	}
	return task{}, false
}

// offered reports whether another seat offers a task within r.
func (s *seat) offered(r *region) bool {
	seats := s.pool.seats
	for i := range seats {
		if v := &seats[i]; v != s {
			if _, _, ok := v.deque.peek(r); ok {
				return true
			}
		}
	}
	return false
}

// park blocks until somebody rouses the seat, which waits for r, unless there is something to do.
func (s *seat) park(r *region) {
	s.announce(r)
	s.sleep(s.finished(r) || s.offered(r))
}

// announce lets others rouse the seat, which waits for r.
func (s *seat) announce(r *region) {
	s.pool.sleepers.Add(1)
	s.awaited.Store(r)
	s.parked.Store(true)
}

// sleep takes the announcement back if the seat has found something to do, else
// blocks until somebody does.
func (s *seat) sleep(found bool) {
	if found && s.parked.CompareAndSwap(true, false) {
		s.pool.sleepers.Add(-1)
		return
	}
	<-s.token
	if found {
		s.pool.relay()
	}
}

// takes reports whether the seat, parked, could run a task of r (nil: anything).
func (s *seat) takes(r *region) bool {
	return r == nil || r.within(s.awaited.Load())
}

// rouse wakes the seat if it is parked and could run a task of r, and reports whether it did.
func (s *seat) rouse(r *region) bool {
	if !s.parked.Load() || !s.takes(r) || !s.parked.CompareAndSwap(true, false) {
		return false
	}
	took := s.takes(r) // it may have parked anew, for something else; now it stands still
	s.pool.sleepers.Add(-1)
	s.token <- struct{}{}
	return took
}

// rouse wakes one parked seat that could run a task of r, or an idle worker, if there is one. Where r has ended
// in the meantime it may miss.
func (p *Pool) rouse(r *region) {
	if p.sleepers.Load() > 0 {
		for i := range p.seats {
			if p.seats[i].rouse(r) {
				return
			}
		}
	}
	if p.lobby.ready.Load() > 0 {
		p.seatIdle()
	}
}

// relay wakes somebody for each seat that offers something.
func (p *Pool) relay() {
	for i := range p.seats {
		if _, t, ok := p.seats[i].deque.peek(nil); ok {
			p.rouse(t.r)
		}
	}
}
