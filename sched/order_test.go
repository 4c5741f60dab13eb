package sched

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
)

// Whatever starts, everything before it has been taken: at most one body for each other worker
// may not have started yet.
func TestInOrder(t *testing.T) {
	for _, workers := range []int{1, 2, 4} {
		p := New(workers)
		for range 100 {
			n := 16*workers - 1 // so few that none are taken together
			started := make([]atomic.Bool, n)
			var inside atomic.Int32
			must(t, p.ForInOrder(nil, n, func(_, i int) {
				started[i].Store(true)
				missing := 0
				for j := range i {
					if !started[j].Load() {
						missing++
					}
				}
				if missing >= workers {
					t.Errorf("body %d started before %d of lower index", i, missing)
				}
				if i < workers {
					meet(&inside, workers) // everybody takes part
				}
			}))
		}
		p.Close()
	}
}

// Bodies taken together are neighbours, in order.
func TestInOrderChunks(t *testing.T) {
	forEachPool(t, func(t *testing.T, p *Pool) {
		const n = 20000
		hits := make(once, n)
		seen := make([][]int, p.Workers())
		must(t, p.ForInOrder(nil, n, func(w, i int) {
			seen[w] = append(seen[w], i)
			hits.hit(i)
		}))
		hits.check(t)
		for w, s := range seen {
			if !slices.IsSorted(s) {
				t.Errorf("worker %d went backwards", w)
			}
		}
	})
}

func TestInOrderNested(t *testing.T) {
	forEachPool(t, func(t *testing.T, p *Pool) {
		const a, b, c = 9, 11, 13
		hits := make(once, a*b*c)
		must(t, p.ForInOrder(nil, a, func(_, i int) {
			must(t, p.For(nil, b, func(j int) {
				must(t, p.ForInOrder(nil, c, func(_, k int) { hits.hit((i*b+j)*c + k) }))
			}))
		}))
		hits.check(t)
	})
}

// The end of the context or a panic stops the loop, and the pool is as good as new.
func TestInOrderStops(t *testing.T) {
	forEachPool(t, func(t *testing.T, p *Pool) {
		const n, at = 1e8, 777 // more than another worker runs while that of body 777 is off its processor
		ctx, cancel := context.WithCancel(context.Background())
		var ran, there atomic.Int32
		body := func(stop func()) func(_, i int) {
			ran.Store(0)
			there.Store(0)
			return func(_, i int) {
				ran.Add(1)
				if i == at {
					there.Add(1)
					stop()
				}
				burn(100)
			}
		}
		check := func() {
			t.Helper()
			if ran.Load() == n || there.Load() != 1 {
				t.Errorf("%d bodies, body %d %d times", ran.Load(), at, there.Load())
			}
		}
		if err := p.ForInOrder(ctx, n, body(cancel)); err != context.Canceled {
			t.Errorf("error %v", err)
		}
		check()
		f, ok := raised(func() { _ = p.ForInOrder(nil, n, body(explode)) }).(*Panic)
		if !ok || !errors.Is(f, errBoom) {
			t.Errorf("raised %v", f)
		}
		check()
		hits := make(once, 1000)
		must(t, p.ForInOrder(nil, 1000, func(_, i int) { hits.hit(i) }))
		hits.check(t)
	})
}
