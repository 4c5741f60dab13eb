package sched

import (
	"runtime"
	"time"
)

// Recording is the log of what a pool made with [Record] or [Outline] ran between Start and Stop. The events are a bracketing: a Fork, for each of
// its bodies a Body followed by the events of that body, a Join. Before, between and after regions the code runs by itself.
type Recording struct {
	Events []Event
	Sites  [][]uintptr // of the forks: program counters of the callers, innermost first, for runtime.CallersFrames

	on    bool
	began time.Time
	lost  time.Duration // spent on recording
}

// Event is one moment of a recording.
type Event struct {
	Kind    EventKind
	InOrder bool          // Fork: by ForInOrder
	N       int           // Fork: number of indices; Body: the index
	Site    int           // Fork: index into Sites
	At      time.Duration // since Start, without what the recording itself took for stacks
}

// EventKind says what happened.
type EventKind uint8

const (
	Fork EventKind = iota // a loop begins
	Body                  // a body of the innermost loop under way begins, and the one before it has ended
	Join                  // the innermost loop has ended, and its last body
	End                   // the recording has
)

// Record makes a pool that runs everything on the calling goroutine, bodies by index, all of them as worker 0, and writes to r
// what it runs while r is on. It starts no goroutine, but Workers is what New was told: code that cuts its work by the number of
// workers cuts it for so many, and the times of the pieces are those of an undisturbed processor. So a schedule
// on any number of workers can be computed from it.
func Record(r *Recording) Option {
	if r == nil {
		panic("sched: nil recording")
	}
	return func(p *Pool) { p.recording = r }
}

// Outline makes a pool write to r, while r is on, when the loops called from outside begin and end, without their bodies: where the
// time of a computation goes on workers that work. One goroutine at a time may use the pool meanwhile.
func Outline(r *Recording) Option {
	if r == nil {
		panic("sched: nil recording")
	}
	return func(p *Pool) { p.outline = r }
}

// Start begins a recording in place of the last one.
func (r *Recording) Start() {
	r.Events, r.Sites = r.Events[:0], r.Sites[:0]
	r.on, r.lost, r.began = true, 0, time.Now()
}

// Stop ends the recording.
func (r *Recording) Stop() {
	r.add(Event{Kind: End})
	r.on = false
}

func (r *Recording) add(e Event) {
	e.At = time.Since(r.began) - r.lost
	r.Events = append(r.Events, e)
}

// run runs the loop here and reports whether it came to its end.
func (r *Recording) run(l loop, n int) bool {
	if !r.on {
		return l.serial(n)
	}
	r.fork(&l, n, 1)
	defer r.add(Event{Kind: Join})
	body := l
	l.item = func(i int) {
		r.add(Event{Kind: Body, N: i})
		if body.item != nil {
			body.item(i)
		} else {
			body.itemWorker(0, i)
		}
	}
	return l.serial(n)
}

// fork notes a loop and who asked for it; depth counts the functions between Pool.run and fork.
func (r *Recording) fork(l *loop, n, depth int) {
	r.add(Event{Kind: Fork, InOrder: l.inOrder, N: n, Site: len(r.Sites)})
	begun := time.Now()
	var callers [24]uintptr
	inside := depth + 4 // Callers, fork, Pool.run, For
	r.Sites = append(r.Sites, append([]uintptr(nil), callers[:runtime.Callers(inside, callers[:])]...))
	r.lost += time.Since(begun)
}
