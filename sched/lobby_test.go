package sched

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// As many callers as there are workers run their bodies at the same time, each under a number of its own.
func TestCallersTogether(t *testing.T) {
	for _, workers := range []int{1, 2, 5} {
		for _, spin := range []time.Duration{0, time.Hour} { // the workers have parked, or have to be asked for their seats
			p := New(workers, Spin(spin))
			for range 20 {
				var inside atomic.Int32
				numbers := make(once, workers)
				var callers sync.WaitGroup
				for range workers {
					callers.Go(func() {
						must(t, p.ForWorker(nil, 1, func(w, _ int) {
							numbers.hit(w)
							meet(&inside, workers)
						}))
					})
				}
				callers.Wait()
				numbers.check(t)
			}
			p.Close()
		}
	}
}

// The loop of a caller from outside is nested in none, whoever had its seat before: or a body that waits could run bodies of it.
func TestSeatOfWorker(t *testing.T) {
	p := New(2, Spin(0))
	defer p.Close()
	var inside atomic.Int32
	must(t, p.For(nil, 2, func(int) { meet(&inside, 2) })) // so that the worker has had a task
	for range 2 {
		await(func() bool { return p.standing() == 1 })
		must(t, p.For(nil, 1, func(int) { // takes the lower seat
			var other sync.WaitGroup
			other.Go(func() { // takes the worker's
				must(t, p.For(nil, 1, func(int) {
					if s := p.mine(); s.id != 1 || s.current.parent.Load() != nil || s.current.depth.Load() != 0 {
						t.Errorf("seat %d: the loop is %d deep", s.id, s.current.depth.Load())
					}
				}))
			})
			other.Wait()
		}))
	}
}

// When a caller leaves, a worker takes its seat and helps those who stay.
func TestSeatOfLeaver(t *testing.T) {
	for _, spin := range []time.Duration{0, DefaultSpin} {
		p := New(2, Spin(spin))
		for range 100 {
			entered, leave := make(chan struct{}), make(chan struct{})
			var callers sync.WaitGroup
			callers.Go(func() {
				must(t, p.For(nil, 1, func(int) { close(entered); <-leave }))
			})
			callers.Go(func() {
				<-entered
				var inside atomic.Int32
				must(t, p.For(nil, 2, func(i int) {
					if i == 0 {
						close(leave)
					}
					meet(&inside, 2)
				}))
			})
			callers.Wait()
		}
		p.Close()
	}
}

// fill has every worker of the pool busy with a call until the function it returns is called.
func fill(t *testing.T, p *Pool) (release func()) {
	var inside atomic.Int32
	full, over := make(chan struct{}), make(chan struct{})
	var caller sync.WaitGroup
	caller.Go(func() {
		must(t, p.For(nil, p.Workers(), func(i int) {
			meet(&inside, p.Workers())
			if i == 0 {
				close(full)
			}
			<-over
		}))
	})
	<-full
	return func() {
		close(over)
		caller.Wait()
	}
}

// queued is the number of callers that wait for a seat.
func (p *Pool) queued() (n int) {
	p.lobby.mu.Lock()
	defer p.lobby.mu.Unlock()
	for w := p.lobby.first; w != nil; w = w.next {
		n++
	}
	return n
}

func await(condition func() bool) {
	for !condition() {
		time.Sleep(10 * time.Microsecond)
	}
}

// Callers get seats in the order they came, and those that give up while they wait leave no gap.
func TestQueue(t *testing.T) {
	p := New(1)
	defer p.Close()
	for range 20 {
		release := fill(t, p)
		ctx, cancel := context.WithCancel(context.Background())
		var order []int
		var callers sync.WaitGroup
		call := func(i int, c context.Context) {
			callers.Go(func() {
				if err := p.For(c, 1, func(int) { order = append(order, i) }); err != c.Err() {
					t.Errorf("caller %d: error %v", i, err)
				}
			})
		}
		for i := range 8 {
			call(i, []context.Context{t.Context(), ctx}[i%3%2])
			await(func() bool { return p.queued() == i+1 })
		}
		cancel()
		await(func() bool { return p.queued() == 5 })
		call(8, t.Context()) // the last before it has given up
		await(func() bool { return p.queued() == 6 })
		release()
		callers.Wait()
		want := []int{0, 2, 3, 5, 6, 8}
		for k := range want {
			if len(order) != len(want) || order[k] != want[k] {
				t.Fatalf("order %d, want %d", order, want)
			}
		}
	}
}

// Callers whose contexts end just when they get a seat give it back.
func TestCancelAtTheDoor(t *testing.T) {
	for _, workers := range []int{1, 3} {
		p := New(workers)
		for range scaled(300) {
			release := fill(t, p)
			ctx, cancel := context.WithCancel(context.Background())
			var callers sync.WaitGroup
			for range 4 {
				callers.Go(func() {
					if err := p.For(ctx, 1, func(int) {}); err != nil && err != context.Canceled {
						t.Errorf("error %v", err)
					}
				})
			}
			await(func() bool { return p.queued() > 2 })
			callers.Go(cancel)
			release()
			callers.Wait()
		}
		await(func() bool { return p.standing() == workers-1 }) // nobody believes that somebody still waits
		p.lobby.mu.Lock()
		if p.lobby.callers != 0 || p.lobby.first != nil {
			t.Errorf("%d callers left", p.lobby.callers)
		}
		p.lobby.mu.Unlock()
		p.Close()
	}
}

// Callers that wait are served before the pool closes.
func TestCloseServesQueue(t *testing.T) {
	for _, workers := range []int{1, 2} {
		p := New(workers)
		release := fill(t, p)
		var ran atomic.Int32
		var others sync.WaitGroup
		for i := range 3 {
			others.Go(func() { must(t, p.For(nil, 1, func(int) { ran.Add(1) })) })
			await(func() bool { return p.queued() == i+1 })
		}
		for range 2 {
			others.Go(func() {
				p.Close()
				if ran.Load() != 3 {
					t.Errorf("closed after %d of 3 calls", ran.Load())
				}
			})
		}
		await(func() bool {
			p.lobby.mu.Lock()
			defer p.lobby.mu.Unlock()
			return p.lobby.closing
		})
		if v := raised(func() { _ = p.For(nil, 1, func(int) {}) }); v != "sched: For on a closed Pool" {
			t.Errorf("raised %v", v)
		}
		release()
		others.Wait()
	}
}

// Callers that wait for seats allocate nothing once there have been as many before.
func TestQueueNoAllocation(t *testing.T) {
	p := New(1)
	defer p.Close()
	calls := func() {
		var callers sync.WaitGroup
		for range 3 {
			callers.Go(func() {
				for range 200 {
					must(t, p.For(nil, 3, func(int) {}))
				}
			})
		}
		callers.Wait()
	}
	if a := testing.AllocsPerRun(20, calls); a > 20 { // the goroutines
		t.Errorf("%v allocations in 600 calls", a)
	}
}
