package sched

import (
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// standing is the number of workers that are parked without a task or a region to wait for.
func (p *Pool) standing() int {
	p.lobby.mu.Lock()
	defer p.lobby.mu.Unlock()
	return len(p.lobby.idle)
}

// An idle pool parks all its workers, whatever it has done before, and a region wakes them.
func TestPark(t *testing.T) {
	for _, spin := range []time.Duration{0, DefaultSpin} {
		synctest.Test(t, func(t *testing.T) {
			p := New(2, Spin(spin))
			defer p.Close()
			for round := range 5 {
				synctest.Wait() // until every worker is blocked
				if s := p.standing(); s != 1 {
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

// unmanned returns a pool whose seats nobody has.
func unmanned(workers int) *Pool {
	p := &Pool{seats: make([]seat, workers), holders: make([]atomic.Uintptr, workers)}
	for i := range p.seats {
		s := &p.seats[i]
		s.pool, s.id, s.token = p, i, make(chan struct{}, 1)
	}
	return p
}

// stander adds an idle worker to an unmanned pool, one that had seat i.
func (p *Pool) stander(i int) *worker {
	w := &worker{pool: p, seat: &p.seats[i], token: make(chan struct{}, 1)}
	p.lobby.idle = append(p.lobby.idle, w)
	p.lobby.count()
	return w
}

// A task wakes one that may run it: a seat that waits for a region around it, or an idle worker, if there is a seat for it.
func TestRouse(t *testing.T) {
	p := unmanned(4)
	offered, other := p.seats[0].begin(loop{}, 1), p.seats[1].begin(loop{}, 1)
	p.seats[1].announce(other)
	p.seats[3].announce(offered)
	first, second := p.stander(2), p.stander(2)
	p.vacate(&p.seats[2])
	for i, want := range []struct{ sleepers, standing int }{{1, 2}, {1, 1}, {1, 1}} {
		p.rouse(offered)
		if s := p.sleepers.Load(); int(s) != want.sleepers || p.standing() != want.standing {
			t.Errorf("call %d: %d sleepers and %d idle workers, want %v", i, s, p.standing(), want)
		}
	}
	for i, want := range []bool{false, true, false, false} {
		if s := &p.seats[i]; s.parked.Load() != want {
			t.Errorf("seat %d: parked %v, want %v", i, !want, want)
		}
	}
	if len(second.token) != 1 || second.seat != &p.seats[2] || p.seats[2].vacant || len(first.token) != 0 {
		t.Error("the last worker to come is not the one that was seated")
	}
}

// A seat that is woken for one task when it has just found another passes the wake-up on.
func TestRelay(t *testing.T) {
	p := unmanned(4)
	offer := func(s *seat) { s.deque.push(task{r: s.begin(loop{}, 1), hi: 1}) }
	finder := &p.seats[2]
	outer := finder.begin(loop{}, 1)
	p.seats[0].current, p.seats[1].current = outer, outer
	w := p.stander(3)
	offer(&p.seats[0]) // the finder was woken for this one and lost a race for another
	finder.announce(outer)
	found := finder.offered(outer)
	offer(&p.seats[1])
	p.rouse(nil) // the finder comes first
	p.vacate(&p.seats[3])
	finder.sleep(found)
	if len(w.token) != 1 || p.standing() != 0 {
		t.Error("two tasks, one seat awake")
	}
	if s := p.sleepers.Load(); s != 0 {
		t.Errorf("%d sleepers", s)
	}
}

// A worker that goes to stand in the lobby takes up again what was offered before it stood there.
func TestStand(t *testing.T) {
	p := unmanned(2)
	p.seats[0].deque.push(task{r: p.seats[0].begin(loop{}, 1), hi: 1})
	w := &worker{pool: p, self: 7, seat: &p.seats[1], token: make(chan struct{}, 1)}
	if !w.stand(true) || w.seat.vacant || p.holders[1].Load() != 7 {
		t.Error("without a seat")
	}
	p.seats[0].deque.pop(0)
	if w.seat = &p.seats[1]; !w.stand(false) || p.standing() != 0 { // for nobody
		t.Error("gave its seat up")
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
		var both atomic.Int32
		must(t, p.ForWorker(nil, 2, func(w, i int) {
			meet(&both, 2) // one body on each worker
			for w == 1 && !p.seats[0].parked.Load() {
				runtime.Gosched()
			}
		}))
	}
}

// A pool that has become larger than GOMAXPROCS does not spin, however it came to be.
func TestCrowded(t *testing.T) {
	if runtime.NumCPU() < 2 {
		t.Skip("one processor only")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	p := New(2, Spin(time.Hour))
	defer p.Close()
	var asleep, awake idleness
	if asleep.spin(p) {
		t.Error("two workers spin on one processor")
	}
	runtime.GOMAXPROCS(2)
	for range 2*yieldSystem - 1 {
		if !awake.spin(p) {
			t.Fatal("parks at once with a processor for each worker")
		}
	}
	runtime.GOMAXPROCS(1)
	if awake.spin(p) {
		t.Error("goes on spinning with one processor less")
	}
}
