package sched

import (
	"sync"
	"sync/atomic"
)

// lobby says who has which seat: a caller from outside or a worker (a goroutine of the pool). Workers without anything to do and
// workers whose seats callers have stand in it. All of it is guarded by mu but the two
// atomics, which are written under mu and read, without it, by those who work. The package comment has the rules.
type lobby struct {
	mu      sync.Mutex
	idle    []*worker // without a seat, blocked on their tokens; the last one is the next to be seated
	vacant  int       // seats that nobody has
	callers int       // from outside, with a seat or waiting for one
	first   *waiter   // the caller that waits for the longest time, linked to those after it
	last    *waiter   // the end of that chain, if there is one
	spare   *waiter   // for reuse
	closing bool      // no more callers

	// Read by every worker that looks for tasks, hence apart from what every call writes, and written only to be changed.
	_      [cacheLine]byte
	ready  atomic.Int64 // idle workers that could have a seat
	wanted atomic.Bool  // a caller waits: a worker that has no task gives its seat up
	_      [cacheLine]byte
}

// worker is a goroutine of the pool.
type worker struct {
	pool  *Pool
	index int           // in 1..Workers()-1
	self  uintptr       // identity of the goroutine
	seat  *seat         // the one it has or had last; of the goroutine while it has one, under the lobby's mu while it is idle
	token chan struct{} // wakes it: it has a seat, or the pool is closed
}

// waiter is a caller that waits for a seat.
type waiter struct {
	next *waiter
	seat chan *seat
}

// enter takes a seat for the calling goroutine, waiting for one while all are taken; nil if done is closed first.
func (p *Pool) enter(done <-chan struct{}) *seat {
	l := &p.lobby
	l.mu.Lock()
	if l.closing {
		l.mu.Unlock()
		panic("sched: For on a closed Pool")
	}
	l.callers++
	s := p.takeVacant()
	if s != nil {
		l.mu.Unlock()
	} else {
		w := l.queue()
		l.mu.Unlock()
		select {
		case s = <-w.seat:
		case <-done:
		}
		l.mu.Lock()
		if s == nil && !l.unqueue(w) { // both came
			s = <-w.seat
		}
		w.next, l.spare = l.spare, w
		if s == nil {
			p.depart()
		}
		l.mu.Unlock()
		if s == nil {
			return nil
		}
	}
	p.holders[s.id].Store(self())
	return s
}

// leave gives back the seat of a caller.
func (p *Pool) leave(s *seat) {
	l := &p.lobby
	p.holders[s.id].Store(0)
	l.mu.Lock()
	p.vacate(s)
	p.depart()
	others := l.callers > 0
	l.mu.Unlock()
	if others {
		p.relay() // an idle worker had no seat while this one was taken
	}
}

// stand gives back the seat of a worker that has nothing to do (idle) or that has seen a caller wait for a seat,
// and waits until the worker has one again. It returns false when the pool is closed.
func (w *worker) stand(idle bool) bool {
	p := w.pool
	l := &p.lobby
	l.mu.Lock()
	if p.closed.Load() || !idle && l.first == nil { // others were faster to give up theirs
		l.mu.Unlock()
		return !p.closed.Load()
	}
	p.holders[w.seat.id].Store(0)
	l.idle = append(l.idle, w)
	p.vacate(w.seat)
	l.mu.Unlock()
	p.relay() // what was offered before the worker stood there
	<-w.token
	if p.closed.Load() {
		return false
	}
	p.holders[w.seat.id].Store(w.self)
	return true
}

// seatIdle gives an idle worker a seat, if there are both, its last one if that is vacant.
func (p *Pool) seatIdle() {
	l := &p.lobby
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.idle) == 0 || l.vacant == 0 {
		return
	}
	w := l.idle[len(l.idle)-1]
	l.idle = l.idle[:len(l.idle)-1]
	if w.seat.vacant {
		p.take(w.seat)
	} else {
		w.seat = p.takeVacant()
	}
	w.token <- struct{}{}
}

// takeVacant takes the lowest vacant seat, nil: there is none. Under mu.
func (p *Pool) takeVacant() *seat {
	if p.lobby.vacant == 0 {
		return nil
	}
	i := 0
	for !p.seats[i].vacant {
		i++
	}
	p.take(&p.seats[i])
	return &p.seats[i]
}

// take makes a vacant seat somebody's. Under mu.
func (p *Pool) take(s *seat) {
	s.vacant = false
	p.lobby.vacant--
	p.lobby.count()
}

// vacate gives a seat to the caller that waits for the longest time, or makes it vacant. Under mu. What ran there last, a worker's
// task or a body that ended its goroutine by runtime.Goexit, must not count as what the next one's loops are nested in.
func (p *Pool) vacate(s *seat) {
	l := &p.lobby
	s.current = nil
	if w := l.first; w != nil {
		l.unqueue(w)
		w.seat <- s
	} else {
		s.vacant = true
		l.vacant++
	}
	l.count()
}

// depart books the end of a call from outside; after the last on a closing pool, it sends the workers home. Under mu.
func (p *Pool) depart() {
	l := &p.lobby
	l.callers--
	if l.closing && l.callers == 0 {
		p.dismiss()
	}
}

// dismiss ends the workers: the idle ones are woken, the others find the pool closed. Under mu.
func (p *Pool) dismiss() {
	l := &p.lobby
	p.closed.Store(true)
	for _, w := range l.idle {
		w.token <- struct{}{}
	}
	l.idle = nil
	l.count()
	p.ended.Done()
}

// count publishes ready. Under mu.
func (l *lobby) count() {
	if n := int64(min(len(l.idle), l.vacant)); n != l.ready.Load() {
		l.ready.Store(n)
	}
}

// queue puts a waiter behind the others. Under mu.
func (l *lobby) queue() *waiter {
	w := l.spare
	if w == nil {
		w = &waiter{seat: make(chan *seat, 1)}
	} else {
		l.spare = w.next
	}
	w.next = nil
	if l.first == nil {
		l.first = w
	} else {
		l.last.next = w
	}
	l.last = w
	l.wanted.Store(true)
	return w
}

// unqueue takes w out of the queue and reports whether it was there. Under mu.
func (l *lobby) unqueue(w *waiter) bool {
	var before *waiter
	at := l.first
	for at != nil && at != w {
		before, at = at, at.next
	}
	if at == nil {
		return false
	}
	if before == nil {
		l.first = w.next
	} else {
		before.next = w.next
	}
	if l.last == w {
		l.last = before
	}
	l.wanted.Store(l.first != nil)
	return true
}
