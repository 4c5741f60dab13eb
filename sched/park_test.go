package sched

import (
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// An idle pool parks all its workers, whatever it has done before, and a region wakes them.
func TestPark(t *testing.T) {
	for _, spin := range []time.Duration{0, DefaultSpin} {
		synctest.Test(t, func(t *testing.T) {
			p := New(2, Spin(spin))
			defer p.Close()
			for round := range 5 {
				synctest.Wait() // until every worker is blocked
				if s := p.sleepers.Load(); s != 1 {
					t.Fatalf("round %d: %d workers parked, want 1", round, s)
				}
				hits := make(once, 100)
				must(t, p.For(nil, 100, hits.hit))
				hits.check(t)
			}
		})
	}
}

// meet returns when n bodies are inside it.
func meet(inside *atomic.Int32, n int) {
	inside.Add(1)
	for int(inside.Load()) < n {
		runtime.Gosched()
		yieldThread()
	}
}

// No wake-up is lost: bodies that wait for each other need every worker, again and
// again right after they have parked or while they are about to.
func TestRendezvous(t *testing.T) {
	rounds := 1000
	if testing.Short() {
		rounds = 100
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	for _, workers := range []int{2, 3, 4} {
		for _, spin := range []time.Duration{0, 3 * time.Microsecond} {
			p := New(workers, Spin(spin))
			for range rounds {
				var inside atomic.Int32
				must(t, p.For(nil, workers, func(int) { meet(&inside, workers) }))
			}
			p.Close()
		}
	}
}

// A caller that has parked while it waits is woken for tasks nested in its region.
func TestRendezvousWithWaiter(t *testing.T) {
	p := New(2, Spin(0))
	defer p.Close()
	for range 50 {
		var both atomic.Int32
		must(t, p.ForWorker(nil, 2, func(w, i int) {
			meet(&both, 2) // one body on each worker
			if w == 0 {
				return
			}
			for range 2 { // the second inner call is as much part of the outer one as the first
				for !p.seats[0].parked.Load() {
					runtime.Gosched()
				}
				var inside atomic.Int32
				must(t, p.For(nil, 2, func(int) { meet(&inside, 2) }))
			}
		}))
	}
}

// The end of a region wakes its parked caller.
func TestWakeCaller(t *testing.T) {
	p := New(2, Spin(0))
	defer p.Close()
	for range 200 {
		must(t, p.ForWorker(nil, 2, func(w, i int) {
			for w == 1 && !p.seats[0].parked.Load() {
				runtime.Gosched()
			}
		}))
	}
}
