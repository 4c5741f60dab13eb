package sched

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// forEachPool runs the test with pools of several sizes, above and below
// GOMAXPROCS, spinning and not, and nil; each is closed afterwards.
func forEachPool(t *testing.T, test func(t *testing.T, p *Pool)) {
	t.Run("nil", func(t *testing.T) { test(t, nil) })
	for _, procs := range []int{1, 2, 4} {
		for _, workers := range []int{1, 2, 3, 8} {
			for _, spin := range []time.Duration{0, DefaultSpin} {
				t.Run(fmt.Sprintf("procs=%d/workers=%d/spin=%v", procs, workers, spin), func(t *testing.T) {
					defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
					p := New(workers, Spin(spin))
					defer p.Close()
					test(t, p)
				})
			}
		}
	}
}

// once counts how often each index comes by.
type once []atomic.Int32

func (o once) hit(i int) { o[i].Add(1) }

func (o once) check(t *testing.T) {
	t.Helper()
	for i := range o {
		if c := o[i].Load(); c != 1 {
			t.Fatalf("index %d of %d: run %d times", i, len(o), c)
		}
	}
}

func TestSmoke(t *testing.T) {
	forEachPool(t, func(t *testing.T, p *Pool) {
		for _, n := range []int{-1, 0, 1, 2, 3, 7, 64, 255, 256, 257, 10000} {
			hits := make(once, max(n, 0))
			if err := p.For(nil, n, hits.hit); err != nil {
				t.Fatal(err)
			}
			hits.check(t)
			hits = make(once, max(n, 0))
			err := p.ForWorker(context.Background(), n, func(w, i int) {
				if w < 0 || w >= p.Workers() {
					t.Errorf("worker %d of %d", w, p.Workers())
				}
				hits.hit(i)
			})
			if err != nil {
				t.Fatal(err)
			}
			hits.check(t)
		}
	})
}

func TestWorkers(t *testing.T) {
	for in, want := range map[int]int{0: runtime.GOMAXPROCS(0), 1: 1, 5: 5} {
		p := New(in)
		if got := p.Workers(); got != want {
			t.Errorf("New(%d): %d workers, want %d", in, got, want)
		}
		p.Close()
	}
	if (*Pool)(nil).Workers() != 1 {
		t.Error("a nil pool has one worker")
	}
}

func TestNested(t *testing.T) {
	forEachPool(t, func(t *testing.T, p *Pool) {
		const a, b, c = 9, 11, 13
		hits := make(once, a*b*c)
		must(t, p.For(nil, a, func(i int) {
			must(t, p.For(nil, b, func(j int) {
				must(t, p.For(nil, c, func(k int) { hits.hit((i*b+j)*c + k) }))
			}))
		}))
		hits.check(t)
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

// dive nests calls of two bodies, the first of which makes the next call, until the
// ring of seat 0 has no room for the second; bottom is the innermost first body.
// Nobody steals: worker 1 is busy until the first body of the outermost call ends.
func dive(t *testing.T, p *Pool, bottom func()) (calls int) {
	t.Helper()
	var down func(level int)
	down = func(level int) {
		must(t, p.For(nil, 2, func(i int) {
			calls++
			if i == 0 && level > 0 {
				down(level - 1)
			} else if i == 0 {
				bottom()
			}
		}))
	}
	var both atomic.Int32
	release := make(chan struct{})
	must(t, p.For(nil, 2, func(i int) {
		meet(&both, 2)
		if i == 1 {
			<-release
			return
		}
		defer close(release)
		down(ringSize)
	}))
	return calls
}

// A chain of nested calls deeper than the ring has room for keeps working.
func TestDeepNesting(t *testing.T) {
	p := New(2)
	defer p.Close()
	calls := dive(t, p, func() {
		if p.seats[0].deque.push(task{}) {
			t.Error("the ring is not full")
		}
	})
	if want := 2 * (ringSize + 1); calls != want {
		t.Errorf("%d bodies, want %d", calls, want)
	}
}

// burn keeps a processor busy for a number of steps of about a nanosecond.
func burn(k int) {
	x := uint64(k) | 1
	for range k {
		x = x*6364136223846793005 + 1442695040888963407
	}
	if x == 42 { // who knows
		burnt.Add(1)
	}
}

var burnt atomic.Int64

// Worker numbers are exclusive: a counter per worker and level, written without
// synchronisation, which the race detector would report and a lost update
// would show.
func TestWorkerExclusive(t *testing.T) {
	forEachPool(t, func(t *testing.T, p *Pool) {
		w := p.Workers()
		outer, inner := make([]int, w), make([]int, w)
		inside := make([]atomic.Int32, w)
		const n, m = 40, 30
		must(t, p.ForWorker(nil, n, func(w, i int) {
			if inside[w].Add(1) != 1 {
				t.Errorf("two outer bodies on worker %d", w)
			}
			outer[w]++
			must(t, p.ForWorker(nil, m, func(v, j int) {
				inner[v]++
				burn(j * i)
			}))
			inside[w].Add(-1)
		}))
		sum := func(v []int) (s int) {
			for _, x := range v {
				s += x
			}
			return s
		}
		if a, b := sum(outer), sum(inner); a != n || b != n*m {
			t.Errorf("%d and %d bodies, want %d and %d", a, b, n, n*m)
		}
	})
}

// While a body waits for an inner call, its worker runs nothing else: what the
// body left under its number is still there.
func TestNoInterleaving(t *testing.T) {
	p := New(4)
	defer p.Close()
	var scratch [4]int
	for range 200 {
		must(t, p.ForWorker(nil, 16, func(w, i int) {
			scratch[w] = i
			must(t, p.For(nil, 8, func(j int) { burn(500 * ((i + j) % 4)) }))
			if scratch[w] != i {
				t.Errorf("body %d finds %d in its scratch", i, scratch[w])
			}
		}))
	}
}

func TestStampede(t *testing.T) {
	forEachPool(t, func(t *testing.T, p *Pool) {
		const callers, rounds, n = 8, 20, 50
		var wg sync.WaitGroup
		hits := make(once, callers*rounds*n)
		for c := range callers {
			wg.Go(func() {
				for r := range rounds {
					must(t, p.For(nil, n, func(i int) {
						at := (c*rounds+r)*n + i
						if i%10 == 0 {
							must(t, p.For(nil, 3, func(j int) {
								if j == 1 {
									hits.hit(at)
								}
							}))
							return
						}
						hits.hit(at)
					}))
				}
			})
		}
		wg.Wait()
		hits.check(t)
	})
}

// Concurrent outside callers never share a worker number.
func TestCallersExclusive(t *testing.T) {
	p := New(2)
	defer p.Close()
	var plain [2]int
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 100 {
				must(t, p.ForWorker(nil, 10, func(w, i int) { plain[w]++ }))
			}
		})
	}
	wg.Wait()
	if got := plain[0] + plain[1]; got != 4000 {
		t.Errorf("%d bodies counted, want 4000", got)
	}
}

func TestStress(t *testing.T) {
	rounds := 300
	if testing.Short() {
		rounds = 30
	}
	for _, workers := range []int{2, 5} {
		p := New(workers, Spin(20*time.Microsecond))
		for round := range rounds {
			n := 1 + round*7%97
			var done atomic.Int64
			must(t, p.For(nil, n, func(i int) {
				burn((i * i * 31) % 3000)
				must(t, p.For(nil, i%5, func(j int) {
					burn((j * 700) % 2000)
					done.Add(1)
				}))
				done.Add(1)
			}))
			want := int64(n)
			for i := range n {
				want += int64(i % 5)
			}
			if done.Load() != want {
				t.Fatalf("round %d: %d bodies, want %d", round, done.Load(), want)
			}
		}
		p.Close()
	}
}

// raised returns what f panics with.
func raised(f func()) (v any) {
	defer func() { v = recover() }()
	f()
	return nil
}

var errBoom = errors.New("boom")

func explode() { panic(errBoom) }

func TestPanic(t *testing.T) {
	forEachPool(t, func(t *testing.T, p *Pool) {
		for _, at := range []int{0, 57, 99} {
			var running, after atomic.Int32
			v := raised(func() {
				p.For(nil, 100, func(i int) {
					running.Add(1)
					defer running.Add(-1)
					if i == at {
						explode()
					}
					burn(1000)
				})
				after.Add(1)
			})
			f, ok := v.(*Panic)
			if !ok || !errors.Is(f, errBoom) || f.Value != errBoom {
				t.Fatalf("raised %v", v)
			}
			if running.Load() != 0 || after.Load() != 0 {
				t.Fatalf("%d bodies still running", running.Load())
			}
			if !strings.Contains(f.Error(), "boom") || !strings.Contains(string(f.Stack), "explode") {
				t.Fatalf("the stack does not show the body:\n%s", f.Stack)
			}
			hits := make(once, 100) // the pool is as good as new
			must(t, p.For(nil, 100, hits.hit))
			hits.check(t)
		}
	})
}

func TestPanicStops(t *testing.T) {
	p := New(2)
	defer p.Close()
	const n = 1e8 // more than worker 1 runs while the caller is off its processor
	for _, fail := range []func(){explode, func() { _ = nest(nil, p, 3, 4, 5, false, func(int) { explode() }) }} {
		var ran atomic.Int32
		raised(func() {
			p.For(nil, n, func(i int) {
				ran.Add(1)
				if i == 0 {
					fail()
				}
				burn(1000)
			})
		})
		if ran.Load() == n {
			t.Error("all bodies ran in spite of the panic of the first")
		}
	}
}

// Whatever a body panics with, For does not return as if nothing had happened.
func TestPanicValue(t *testing.T) {
	forEachPool(t, func(t *testing.T, p *Pool) {
		for _, value := range []any{"text", 7, nil, (*Panic)(nil), &Panic{Value: 8}} {
			v := raised(func() { p.For(nil, 10, func(int) { panic(value) }) })
			f, ok := v.(*Panic)
			if !ok || f == nil {
				t.Errorf("a body panicked with %#v, For with %#v", value, v)
			} else if given, ok := value.(*Panic); ok && given != nil && f != given {
				t.Errorf("%v was wrapped once more", given)
			}
		}
	})
}

func TestNestedPanic(t *testing.T) {
	forEachPool(t, func(t *testing.T, p *Pool) {
		var caught atomic.Int32
		v := raised(func() {
			p.For(nil, 8, func(i int) {
				// One inner panic is caught by its body, one goes through.
				if i == 3 {
					if raised(func() { p.For(nil, 20, func(int) { explode() }) }) != nil {
						caught.Add(1)
					}
				}
				if i == 5 {
					p.For(nil, 20, func(j int) {
						if j == 11 {
							explode()
						}
					})
				}
			})
		})
		f, ok := v.(*Panic)
		if !ok || f.Value != errBoom {
			t.Fatalf("raised %v", v)
		}
		if strings.Count(f.Error(), "body panicked") != 1 {
			t.Errorf("wrapped more than once:\n%v", f)
		}
		if caught.Load() > 1 {
			t.Errorf("caught %d", caught.Load())
		}
	})
}

// A body that ends its goroutine (testing's FailNow does) takes no worker with it, and leaves
// neither frames on a stack nor the identity of a goroutine that is gone.
func TestGoexitOnWorker(t *testing.T) {
	p := New(3)
	var frames [20]int
	for round := range frames {
		var inside atomic.Int32
		v := raised(func() {
			p.ForWorker(nil, 3, func(w, i int) {
				meet(&inside, 3) // a body on each worker
				if w == 1 {
					frames[round] = runtime.Callers(0, make([]uintptr, 1000))
					runtime.Goexit()
				}
			})
		})
		if f, ok := v.(*Panic); !ok || !errors.Is(f, errGoexit) {
			t.Fatalf("raised %v", v)
		}
	}
	if frames[0] != frames[19] {
		t.Errorf("the stack grows: %d", frames)
	}
	p.Close()
	for i := range p.holders {
		if p.holders[i].Load() != 0 {
			t.Errorf("seat %d of a closed pool is held", i)
		}
	}
}

// The same while the caller has a range in hands that found no room in the ring.
func TestGoexitWithFullRing(t *testing.T) {
	p := New(2)
	defer p.Close()
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		dive(t, p, runtime.Goexit)
	}()
	<-gone
	hits := make(once, 300)
	must(t, p.For(nil, 300, hits.hit))
	hits.check(t)
}

// The same deep inside, wherever it happens.
func TestGoexit(t *testing.T) {
	p := New(3)
	defer p.Close()
	for range 20 {
		var v any
		returned := false
		gone := make(chan struct{})
		go func() { // seat 0 is lost only together with its caller
			defer close(gone)
			v = raised(func() {
				p.For(nil, 30, func(i int) {
					p.For(nil, 4, func(j int) {
						if i == 7 && j == 2 {
							runtime.Goexit()
						}
						burn(2000)
					})
				})
				returned = true
			})
		}()
		<-gone
		if f, ok := v.(*Panic); returned || v != nil && (!ok || !errors.Is(f, errGoexit)) {
			t.Fatalf("returned %v, raised %v", returned, v)
		}
		hits := make(once, 300)
		must(t, p.For(nil, 300, func(i int) { burn(300); hits.hit(i) }))
		hits.check(t)
	}
}

func TestCancel(t *testing.T) {
	forEachPool(t, func(t *testing.T, p *Pool) {
		ctx, cancel := context.WithCancel(context.Background())
		var ran, late atomic.Int32
		var cancelled atomic.Bool
		err := p.For(ctx, 1e6, func(i int) {
			if cancelled.Load() {
				late.Add(1)
			}
			if ran.Add(1) == 100 {
				cancel()
				cancelled.Store(true)
			}
			burn(200)
		})
		if err != context.Canceled {
			t.Errorf("error %v", err)
		}
		// Every worker may have been between the test and the start of a body, once.
		if l := int(late.Load()); l > p.Workers() {
			t.Errorf("%d bodies started after the end of the context", l)
		}
		ran.Store(0)
		if err := p.For(ctx, 10, func(int) { ran.Add(1) }); err != context.Canceled || ran.Load() != 0 {
			t.Errorf("cancelled before the start: error %v, %d bodies", err, ran.Load())
		}
		ctx, cancel = context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		if err := p.For(ctx, 1e9, func(int) { burn(100) }); err != context.DeadlineExceeded {
			t.Errorf("error %v", err)
		}
		hits := make(once, 100) // the pool is as good as new
		must(t, p.For(nil, 100, hits.hit))
		hits.check(t)
	})
}

// An inner call that is cancelled says so to its body and to nobody else.
func TestCancelNested(t *testing.T) {
	p := New(2)
	defer p.Close()
	done, cancel := context.WithCancel(context.Background())
	cancel()
	var cut atomic.Int32
	must(t, p.For(nil, 50, func(i int) {
		if p.For(done, 10, func(int) {}) == context.Canceled {
			cut.Add(1)
		}
	}))
	if cut.Load() != 50 {
		t.Errorf("%d inner calls cancelled, want 50", cut.Load())
	}
}

// A caller that waits for a seat can be cancelled.
func TestCancelWaitingCaller(t *testing.T) {
	for _, workers := range []int{1, 2} {
		p := New(workers)
		release := fill(t, p)
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		if err := p.For(ctx, 1, func(int) { t.Error("ran out of turn") }); err != context.DeadlineExceeded {
			t.Errorf("error %v", err)
		}
		cancel()
		release()
		p.Close()
	}
}

func TestClose(t *testing.T) {
	before := runtime.NumGoroutine()
	var pools []*Pool
	for i := range 20 {
		p := New(4, Spin(time.Duration(i%2)*DefaultSpin))
		must(t, p.For(nil, i*10, func(int) {}))
		pools = append(pools, p)
	}
	for _, p := range pools {
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(p.Close)
		}
		wg.Wait()
		p.Close()
	}
	(*Pool)(nil).Close()
	// Close returns when the workers have done their last deferred call; they vanish from the
	// count a moment later.
	for try := 0; runtime.NumGoroutine() > before; try++ {
		if try == 1000 {
			t.Fatalf("%d goroutines before, %d after", before, runtime.NumGoroutine())
		}
		time.Sleep(time.Millisecond)
	}
}

func TestOneWorkerStartsNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	p := New(1)
	defer p.Close()
	must(t, p.For(nil, 10, func(int) {
		if n := runtime.NumGoroutine(); n > before {
			t.Errorf("%d goroutines before, %d inside", before, n)
		}
	}))
}

func TestMisuse(t *testing.T) {
	closed := New(2)
	closed.Close()
	open := New(2)
	defer open.Close()
	for _, c := range []struct {
		name string
		f    func()
		want string
	}{
		{"for after close", func() { closed.For(nil, 1, func(int) {}) }, "sched: For on a closed Pool"},
		{"empty for after close", func() { closed.For(nil, 0, func(int) {}) }, "sched: For on a closed Pool"},
		{"negative", func() { New(-1) }, "sched: negative number of workers"},
		{"nil body", func() { open.For(nil, 1, nil) }, "sched: nil body"},
		{"nil worker body", func() { open.ForWorker(nil, 1, nil) }, "sched: nil body"},
		{"nil ordered body", func() { open.ForInOrder(nil, 1, nil) }, "sched: nil body"},
		{"close inside", func() { open.For(nil, 1, func(int) { open.Close() }) }, "sched: Close called by a body of the Pool"},
	} {
		v := raised(c.f)
		if f, ok := v.(*Panic); ok {
			v = f.Value
		}
		if v != c.want {
			t.Errorf("%s: raised %v, want %q", c.name, v, c.want)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	ctx := t.Context()
	for _, p := range []*Pool{nil, New(1), New(2), New(3)} {
		var sum atomic.Int64
		inner := func(i int) { sum.Add(int64(i)) }
		outer := func(w, i int) { p.For(nil, 10, inner) }
		f := func() {
			p.For(ctx, 500, inner)
			p.ForWorker(nil, 20, outer)
			p.ForInOrder(ctx, 20, outer)
		}
		for range 20 {
			f()
		}
		if a := testing.AllocsPerRun(200, f); a != 0 {
			t.Errorf("%d workers: %v allocations", p.Workers(), a)
		}
		p.Close()
	}
}
