package sched

import "sync/atomic"

// task is the range lo..hi-1 of the indices of r.
type task struct {
	r      *region
	lo, hi int
}

// ringSize bounds the ranges one seat offers at a time: a loop splits into about
// log2(n) of them, so it is enough for a dozen nested loops. A power of two.
const ringSize = 256

// slot holds a task; its words are atomic because thieves read them before
// they know whether the task is theirs.
type slot struct {
	r      atomic.Pointer[region]
	lo, hi atomic.Int64
}

// deque is a Chase-Lev deque of fixed size; the package comment has its protocol.
type deque struct {
	top    atomic.Int64 // next slot to steal; swapped upwards by thieves, and by the owner for its last task
	_      [cacheLine - 8]byte
	bottom atomic.Int64 // next slot to push; written by the owner
	_      [cacheLine - 8]byte
	ring   [ringSize]slot
}

func (d *deque) slot(i int64) *slot { return &d.ring[i&(ringSize-1)] }

// mark returns the position above which the owner's coming pushes lie. Owner only.
func (d *deque) mark() int64 { return d.bottom.Load() }

// push offers t and reports whether there was room. Owner only.
func (d *deque) push(t task) bool {
	b := d.bottom.Load()
	if b-d.top.Load() >= ringSize {
		return false
	}
	s := d.slot(b)
	s.r.Store(t.r)
	s.lo.Store(int64(t.lo))
	s.hi.Store(int64(t.hi))
	d.bottom.Store(b + 1) // the task is public from here on
	return true
}

// pop takes back the newest task above mark. Owner only.
func (d *deque) pop(mark int64) (task, bool) {
	b := d.bottom.Load() - 1
	if b < mark || d.top.Load() > b {
		return task{}, false
	}
	d.bottom.Store(b) // claims slot b, unless a thief is about to reach it
	t := d.top.Load()
	if t < b {
		return d.slot(b).load(), true
	}
	won := false
	var last task
	if t == b { // the last task: whoever moves top owns it
		last = d.slot(b).load()
		won = d.top.CompareAndSwap(t, t+1)
	}
	d.bottom.Store(b + 1)
	return last, won
}

// steal takes the oldest task if its region lies within the given one (nil: any).
// It fails if there is none or if another seat is faster.
func (d *deque) steal(within *region) (task, bool) {
	top, t, ok := d.peek(within)
	if !ok || !d.top.CompareAndSwap(top, top+1) {
		return task{}, false
	}
	return t, true
}

// peek returns the oldest task and its position, if its region lies within the
// given one. The task may be outdated unless top still stands.
func (d *deque) peek(within *region) (int64, task, bool) {
	top := d.top.Load()
	if top >= d.bottom.Load() {
		return 0, task{}, false
	}
	t := d.slot(top).load()
	return top, t, within == nil || t.r.within(within)
}

func (s *slot) load() task {
	return task{s.r.Load(), int(s.lo.Load()), int(s.hi.Load())}
}
