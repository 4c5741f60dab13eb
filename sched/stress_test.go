package sched

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// scaled returns n, or a tenth of it in short runs.
func scaled(n int) int {
	if testing.Short() {
		n = (n + 9) / 10
	}
	return n
}

// nest runs For in ForWorker in For, of a, b and c indices, or the same in order, and hands every innermost body its number.
func nest(ctx context.Context, p *Pool, a, b, c int, inOrder bool, body func(k int)) error {
	middle := p.ForWorker
	if inOrder {
		middle = p.ForInOrder
	}
	return p.For(ctx, a, func(i int) {
		_ = middle(ctx, b, func(_, j int) {
			_ = p.For(ctx, c, func(k int) { body((i*b+j)*c + k) })
		})
	})
}

// GOMAXPROCS goes up and down while regions run.
func TestStressProcs(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, workers := range []int{2, 12} {
		p := New(workers)
		var over atomic.Bool
		var callers, changer sync.WaitGroup
		for range 3 {
			callers.Go(func() {
				for round := range scaled(100) {
					hits := make(once, 6*5*4)
					must(t, nest(nil, p, 6, 5, 4, round%2 == 0, func(k int) { burn(k * 10); hits.hit(k) }))
					hits.check(t)
				}
			})
		}
		changer.Go(func() {
			for i := 0; !over.Load(); i++ {
				runtime.GOMAXPROCS([]int{1, 2, 4, 3, 1, 16}[i%6])
				time.Sleep(200 * time.Microsecond)
			}
		})
		callers.Wait()
		over.Store(true)
		changer.Wait()
		p.Close()
	}
}

// heap is the memory in use, after everything unreachable has been freed.
func heap() int64 {
	var m runtime.MemStats
	for range 2 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// Pools that have been closed leave no goroutine and no memory behind.
func TestManyPools(t *testing.T) {
	goroutines, before := runtime.NumGoroutine(), int64(0)
	pools := scaled(10000)
	for i := range pools {
		if i == pools/10 {
			before = heap() // what the runtime keeps of the first goroutines and threads is there by now
		}
		opts := []Option{Spin(time.Duration(i%2) * DefaultSpin)}
		if i%50 == 0 {
			opts = append(opts, Pinned())
		}
		p := New(1+i%4, opts...)
		var sum atomic.Int64
		must(t, nest(nil, p, 2, i%3, 2, i%2 == 0, func(int) { sum.Add(1) }))
		if want := int64(4 * (i % 3)); sum.Load() != want {
			t.Fatalf("pool %d: %d bodies, want %d", i, sum.Load(), want)
		}
		p.Close()
	}
	for try := 0; runtime.NumGoroutine() > goroutines; try++ {
		if try == 1000 {
			t.Fatalf("%d goroutines before, %d after", goroutines, runtime.NumGoroutine())
		}
		time.Sleep(time.Millisecond)
	}
	if grown := heap() - before; grown > int64(pools)*100 { // a pool of two holds 13 KiB
		t.Errorf("%d bytes left behind by %d pools", grown, pools)
	}
}

// blunder is what a body panics with: which one it was.
type blunder int

// Panics and ends of contexts deep inside, from many goroutines at once, with more workers than processors: every
// call raises one panic of its own bodies, or returns its own context's error, or has run everything; nothing of it runs on.
func TestStressFailures(t *testing.T) {
	for _, workers := range []int{1, 2, 12} {
		p := New(workers, Spin(20*time.Microsecond))
		var callers sync.WaitGroup
		for c := range 8 {
			callers.Go(func() {
				for round := range scaled(100) {
					const a, b, d = 5, 4, 6
					ctx, cancel := context.WithCancel(context.Background())
					first := (c*31 + round*17) % (a * b * d)
					panics, ends := round%3 != 0, round%3 != 1
					var running, panicked atomic.Int32
					var ended atomic.Bool
					hits := make(once, a*b*d)
					var err error
					v := raised(func() {
						err = nest(ctx, p, a, b, d, round%2 == 0, func(k int) {
							running.Add(1)
							defer running.Add(-1)
							hits.hit(k)
							burn(300)
							if ends && k == (first+7)%(a*b*d) {
								ended.Store(true)
								cancel()
							}
							if panics && (k == first || k == (first+50)%(a*b*d)) {
								panicked.Add(1)
								panic(blunder(c*1000 + k))
							}
						})
					})
					if n := running.Load(); n != 0 {
						t.Errorf("%d bodies run on", n)
					}
					f, _ := v.(*Panic)
					switch {
					case v == nil && panicked.Load() > 0, v != nil && panicked.Load() == 0:
						t.Errorf("%d bodies panicked, raised %v", panicked.Load(), v)
					case v != nil:
						if k, ok := f.Value.(blunder); !ok || int(k)/1000 != c || hits[int(k)%1000].Load() != 1 {
							t.Errorf("caller %d: raised %v", c, f.Value)
						}
					case err != nil:
						if !ended.Load() || !errors.Is(err, context.Canceled) {
							t.Errorf("error %v, cancelled %v", err, ended.Load())
						}
					case !ended.Load():
						hits.check(t)
					}
					cancel()
				}
			})
		}
		callers.Wait()
		hits := make(once, 5000) // the pool is as good as new
		must(t, nest(nil, p, 10, 25, 20, false, hits.hit))
		hits.check(t)
		p.Close()
	}
}

// Close while others call: each call runs all its bodies or none and panics.
func TestCloseWhileRunning(t *testing.T) {
	for round := range scaled(300) {
		p := New(1+round%4, Spin(time.Duration(round%2)*DefaultSpin))
		var started, others sync.WaitGroup
		started.Add(4)
		for range 4 {
			others.Go(func() {
				for call := 0; ; call++ {
					hits := make(once, 3*2*4)
					v := raised(func() { must(t, nest(nil, p, 3, 2, 4, call%2 == 0, hits.hit)) })
					if call == 0 {
						started.Done()
					}
					if v != nil {
						if v != "sched: For on a closed Pool" {
							t.Errorf("raised %v", v)
						}
						for i := range hits {
							if hits[i].Load() != 0 {
								t.Error("a body ran on the closed pool")
							}
						}
						return
					}
					hits.check(t)
				}
			})
		}
		started.Wait()
		for range 2 {
			others.Go(p.Close)
		}
		p.Close()
		for i := range p.seats {
			if p.holders[i].Load() != 0 && i > 0 {
				t.Errorf("seat %d is held after Close", i)
			}
		}
		others.Wait()
	}
}
