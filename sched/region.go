package sched

import "sync/atomic"

// cacheLine separates what different processors write. 128: neighbouring lines
// are fetched in pairs on amd64, and Apple's lines are that long.
const cacheLine = 128

// loop is what a call of For asks for. Exactly one of item and itemWorker is set.
type loop struct {
	done       <-chan struct{} // of the context; nil: cannot be cancelled
	item       func(i int)
	itemWorker func(worker, i int)
	inOrder    bool // the bodies start in the order of their indices
}

func (l *loop) cancelled() bool {
	if l.done == nil {
		return false
	}
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

// region is one call of For under way.
type region struct {
	// Written by the owner before the first push, read by everybody after it. Thieves
	// may follow parent and depth of a region that has ended, hence atomic.
	loop
	owner  *seat // for the life of the struct
	grain  int   // no chunk is longer
	parent atomic.Pointer[region]
	depth  atomic.Int64 // number of ancestors

	// Set by whoever runs a body, read before every body.
	stop    atomic.Bool           // a body failed: start no more
	cut     atomic.Bool           // the context ended and a body was skipped
	failure atomic.Pointer[Panic] // the first panic
	next    *region               // in the owner's list of free regions

	_       [cacheLine]byte
	pending atomic.Int64 // indices neither run nor skipped yet
	taken   atomic.Int64 // in order: the lowest index nobody has taken
	_       [cacheLine - 16]byte
}

// within reports whether r is a or nested in a. a must be under way; if r is
// not, the answer means nothing.
func (r *region) within(a *region) bool {
	for up := r.depth.Load() - a.depth.Load(); up > 0; up-- {
		if r = r.parent.Load(); r == nil {
			return false
		}
	}
	return r == a
}

// stopped reports whether the next body must not be started.
func (r *region) stopped() bool {
	if r.stop.Load() {
		return true
	}
	if !r.cancelled() {
		return false
	}
	r.cut.Store(true)
	return true
}

// fail records what a body panicked with, if it is the first, and stops the region.
func (r *region) fail(value any) {
	r.failure.CompareAndSwap(nil, asPanic(value))
	r.stop.Store(true)
}

// begin takes a region from the seat's list and makes it the one of l over n indices.
func (s *seat) begin(l loop, n int) *region {
	r := s.free
	if r == nil {
		r = &region{owner: s}
	} else {
		s.free = r.next
	}
	r.loop = l
	r.grain = n
	if w := len(s.pool.seats); w > 1 {
		r.grain = max(1, n/(8*w)) // some chunks for everyone, however short they are
	}
	depth := int64(0)
	if s.current != nil {
		depth = s.current.depth.Load() + 1
	}
	r.parent.Store(s.current)
	r.depth.Store(depth)
	r.stop.Store(false)
	r.cut.Store(false)
	r.pending.Store(int64(n))
	r.taken.Store(0)
	return r
}

// end puts r, of which nothing is pending, back; it keeps nothing of the caller's alive.
func (s *seat) end(r *region) {
	r.loop = loop{}
	r.failure.Store(nil)
	r.next = s.free
	s.free = r
}
