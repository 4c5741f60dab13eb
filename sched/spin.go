package sched

import (
	"runtime"
	"time"
)

// A round of looking for work takes a few hundred nanoseconds. Every yieldSystem rounds (some
// 10 us) the thread gives way to others of the system, every yieldRuntime
// rounds the goroutine to other goroutines; that is rarer because it wakes idle threads of
// the Go scheduler where there are some.
const (
	yieldSystem  = 64
	yieldRuntime = 8 * yieldSystem
)

// shortestRound bounds the rounds of a spin by count as well, for clocks that stand
// still while anybody runs (testing/synctest).
const shortestRound = 10 * time.Nanosecond

// idleness counts how long a seat has looked for work in vain. The zero value is its start.
type idleness struct {
	rounds int
	since  time.Duration
}

// spin lets a moment pass and reports whether the seat should look for work again
// rather than park.
func (w *idleness) spin(p *Pool) bool {
	if p.spin == 0 {
		return false
	}
	if w.rounds == 0 {
		if p.crowded() {
			return false
		}
		w.since = time.Since(epoch)
	}
	w.rounds++
	pause()
	if w.rounds%yieldSystem != 0 {
		return true
	}
	yieldThread()
	// A goroutine tied to its thread would pass the processor on and wait for it to be
	// handed back by yet another thread.
	if w.rounds%yieldRuntime == 0 && !p.pinned {
		runtime.Gosched()
	}
	return time.Since(epoch)-w.since < p.spin && time.Duration(w.rounds)*shortestRound < p.spin && !p.crowded()
}

// crowded reports whether a spinning worker would keep a working one from its processor. The answer
// changes with GOMAXPROCS, which the program and, by the limits of its container, the runtime may set at any time.
func (p *Pool) crowded() bool {
	return len(p.seats) > min(runtime.GOMAXPROCS(0), runtime.NumCPU())
}
