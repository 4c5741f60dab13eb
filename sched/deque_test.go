package sched

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// numbered returns a task which shows when its words come from different tasks.
func numbered(i int) task { return task{lo: i, hi: 3*i + 1} }

func number(t *testing.T, k task) int {
	if k.hi != 3*k.lo+1 {
		t.Errorf("torn task %d %d", k.lo, k.hi)
	}
	return k.lo
}

func TestDequeOrder(t *testing.T) {
	var d deque
	for i := range 5 {
		d.push(numbered(i))
	}
	if k, ok := d.steal(nil); !ok || number(t, k) != 0 {
		t.Errorf("stole %v %v, want the oldest", k, ok)
	}
	if k, ok := d.pop(0); !ok || number(t, k) != 4 {
		t.Errorf("popped %v %v, want the newest", k, ok)
	}
	if k, ok := d.pop(4); ok {
		t.Errorf("popped %v from below the mark", k)
	}
	for want := 3; want >= 1; want-- {
		if k, ok := d.pop(0); !ok || number(t, k) != want {
			t.Errorf("popped %v %v, want %d", k, ok, want)
		}
	}
	if _, ok := d.pop(0); ok {
		t.Error("popped from an empty deque")
	}
	if _, ok := d.steal(nil); ok {
		t.Error("stole from an empty deque")
	}
}

func TestDequeFull(t *testing.T) {
	var d deque
	for lap := range 3 {
		for i := range ringSize {
			if !d.push(numbered(i)) {
				t.Fatalf("lap %d: no room for task %d", lap, i)
			}
		}
		if d.push(numbered(0)) {
			t.Fatal("pushed over an untaken task")
		}
		for i := range ringSize {
			if k, ok := d.steal(nil); !ok || number(t, k) != i {
				t.Fatalf("lap %d: stole %v %v, want %d", lap, k, ok, i)
			}
		}
	}
}

func TestDequeWithin(t *testing.T) {
	s := &seat{pool: &Pool{seats: make([]seat, 2)}}
	outer := s.begin(loop{}, 1)
	s.current = outer
	inner := s.begin(loop{}, 1)
	other := s.begin(loop{}, 1)
	s.current = inner
	innermost := s.begin(loop{}, 1)
	for _, c := range []struct {
		name   string
		r, of  *region
		within bool
	}{
		{"itself", inner, inner, true},
		{"child", inner, outer, true},
		{"grandchild", innermost, outer, true},
		{"parent", outer, inner, false},
		{"sibling", other, inner, false},
		{"nephew", innermost, other, false},
	} {
		var d deque
		d.push(task{r: c.r})
		if _, ok := d.steal(c.of); ok != c.within {
			t.Errorf("%s: stolen %v", c.name, ok)
		}
	}
}

// One owner, several thieves; every task is taken exactly once. The pattern of
// pushes and pops passes through empty and full.
func dequeContest(t *testing.T, thieves, tasks int, ownerPops func(i int) int) {
	var d deque
	hits := make(once, tasks)
	var left atomic.Int64
	left.Store(int64(tasks))
	take := func(k task) { hits.hit(number(t, k)); left.Add(-1) }
	var wg sync.WaitGroup
	for range thieves {
		wg.Go(func() {
			for failed := 0; left.Load() > 0; {
				if k, ok := d.steal(nil); ok {
					take(k)
				} else if failed++; failed%64 == 0 {
					runtime.Gosched() // there may be fewer processors than thieves
				} else {
					pause()
				}
			}
		})
	}
	for i := range tasks {
		for !d.push(numbered(i)) {
			if k, ok := d.pop(0); ok {
				take(k)
			}
		}
		for range ownerPops(i) {
			if k, ok := d.pop(0); ok {
				take(k)
			}
		}
	}
	for left.Load() > 0 {
		if k, ok := d.pop(0); ok {
			take(k)
		} else if thieves > 0 {
			runtime.Gosched()
		}
	}
	wg.Wait()
	hits.check(t)
}

func TestDequeContest(t *testing.T) {
	tasks := 100000
	if testing.Short() {
		tasks = 10000
	}
	for _, c := range []struct {
		name string
		pops func(i int) int
	}{
		{"producer only", func(int) int { return 0 }},
		{"one by one", func(int) int { return 1 }}, // always at the last task
		{"waves", func(i int) int { return i % 40 / 39 * 45 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, thieves := range []int{0, 1, 3} {
				dequeContest(t, thieves, tasks, c.pops)
			}
		})
	}
}
