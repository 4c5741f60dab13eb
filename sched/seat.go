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

	// Of the goroutine that has the seat.
	current *region // whose body runs here
	free    *region // list of regions for reuse
	victim  int     // seat to look at first when stealing

	// The announcement; see Parking in the package comment.
	parked  atomic.Bool
	awaited atomic.Pointer[region] // what a parked seat waits for, nil: any task
	token   chan struct{}

	_     [cacheLine]byte
	deque deque
	_     [cacheLine]byte
}

// main is the life of a worker.
func (s *seat) main() {
	p := s.pool
	defer func() {
		p.holders[s.id].Store(0) // before another goroutine can have this one's identity
		if p.closed.Load() {
			p.ended.Done()
		} else { // a body ended this goroutine by runtime.Goexit; another takes the seat with all it offers
			go s.main()
		}
	}()
	p.holders[s.id].Store(self())
	if p.pinned {
		pin(s.id)
	}
	s.serve(nil, 0)
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
// a nil region any task, until the pool is closed.
func (s *seat) serve(r *region, mark int64) {
	defer func() {
		if r != nil && !s.finished(r) { // a body is ending this goroutine by runtime.Goexit; r comes first
			s.serve(r, mark)
		}
	}()
	var idle idleness
	for !s.finished(r) {
		t, ok := s.deque.pop(mark)
		if !ok {
			t, ok = s.steal(r)
		}
		if ok {
			s.work(t)
			idle = idleness{}
		} else if !idle.spin(s.pool) {
			s.park(r)
			idle = idleness{}
		}
	}
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

// park blocks until somebody rouses the seat, unless there is something to do.
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
		s.relay()
	}
}

// relay passes a wake-up on to seats that could run what is offered.
func (s *seat) relay() {
	for i := range s.pool.seats {
		if _, t, ok := s.pool.seats[i].deque.peek(nil); ok {
			s.pool.rouse(t.r)
		}
	}
}

// takes reports whether the seat, parked, could run a task of r (nil: anything).
func (s *seat) takes(r *region) bool {
	a := s.awaited.Load()
	return r == nil || a == nil || r.within(a)
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

// rouse wakes one parked seat that could run a task of r, if there is one. Where r has ended
// in the meantime it may miss.
func (p *Pool) rouse(r *region) {
	if p.sleepers.Load() == 0 {
		return
	}
	for i := range p.seats {
		if p.seats[i].rouse(r) {
			return
		}
	}
}
