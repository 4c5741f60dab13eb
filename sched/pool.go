package sched

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultSpin is how long an idle worker looks for work before it parks: a few times
// what waking it costs, so that regions which follow each other closely find
// it awake.
const DefaultSpin = 500 * time.Microsecond

// Pool runs loops on a fixed number of workers. It is safe for concurrent use.
// A nil Pool has one worker, the calling goroutine.
type Pool struct {
	seats []seat
	// Identities (self) of the goroutines that have the seats, 0: none. Every call of For reads
	// them, so they stand together, apart from what the seats write while they work.
	holders []atomic.Uintptr
	spin    time.Duration
	pinned  bool
	ended   sync.WaitGroup // the pool's goroutines, and Close until the last call is over

	recording *Recording // of what runs, by the calling goroutine alone; nil: none
	outline   *Recording // of the loops from outside, on all workers; nil: none

	_        [cacheLine]byte
	sleepers atomic.Int64 // seats that are parked or about to park
	closed   atomic.Bool  // no caller is left, nor will one come: the workers end
	_        [cacheLine]byte
	lobby    lobby
}

// Option adjusts a pool.
type Option func(*Pool)

// Spin sets how long idle workers look for work before they park, instead of
// DefaultSpin. Zero parks at once: no processor time is spent on waiting, and a region that
// finds the workers parked pays for waking them.
func Spin(d time.Duration) Option {
	return func(p *Pool) { p.spin = max(d, 0) }
}

// Pinned ties each of the pool's goroutines to a thread and that thread to a
// processor of its own, among those the process may use, on systems that can
// do so (Linux); elsewhere it does nothing. The first of these processors is left to the
// calling goroutine, which is not tied.
func Pinned() Option {
	return func(p *Pool) { p.pinned = true }
}

// New returns a pool of the given number of workers, the goroutine which calls For included:
// New(1) starts no goroutine. Zero means runtime.GOMAXPROCS(0).
// The pool's goroutines live until Close.
func New(workers int, opts ...Option) *Pool {
	if workers < 0 {
		panic("sched: negative number of workers")
	}
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	p := &Pool{
		seats:   make([]seat, workers),
		holders: make([]atomic.Uintptr, workers),
		spin:    DefaultSpin,
	}
	for _, o := range opts {
		o(p)
	}
	for i := range p.seats {
		p.seats[i].pool, p.seats[i].id, p.seats[i].victim = p, i, (i+1)%workers
		p.seats[i].token = make(chan struct{}, 1)
	}
	goroutines := workers - 1
	if p.recording != nil {
		goroutines = 0
	}
	p.seats[0].vacant, p.lobby.vacant = true, 1
	p.lobby.idle = make([]*worker, 0, goroutines)
	p.ended.Add(1 + goroutines)
	for i := 1; i <= goroutines; i++ {
		w := &worker{pool: p, index: i, seat: &p.seats[i], token: make(chan struct{}, 1)}
		go w.main()
	}
	return p
}

// Workers returns the number of workers.
func (p *Pool) Workers() int {
	if p == nil {
		return 1
	}
	return len(p.seats)
}

// For calls body(i) for every i in 0..n-1, on several workers at once, and returns when
// all calls have. The package comment says what the bodies may rely on.
//
// When ctx (nil: context.Background()) ends, no further body is started and For
// returns ctx.Err(); it returns nil if every body was run. When a body panics, no
// further body is started and For panics with a *Panic. A body must not call
// runtime.Goexit; if one does, For panics likewise, unless it is the caller's own
// goroutine that this ends, with everything that waits on it.
//
// For panics if the pool is closed. It does not allocate.
func (p *Pool) For(ctx context.Context, n int, body func(i int)) error {
	if body == nil {
		panic("sched: nil body")
	}
	return p.run(ctx, n, loop{item: body})
}

// ForWorker is For with the number of the worker that runs the body, in 0..Workers()-1: no
// two bodies that run at the same time on this pool see the same.
func (p *Pool) ForWorker(ctx context.Context, n int, body func(worker, i int)) error {
	if body == nil {
		panic("sched: nil body")
	}
	return p.run(ctx, n, loop{itemWorker: body})
}

// ForInOrder is ForWorker with the bodies started in the order of their indices: a worker that
// becomes free takes the lowest index left, or several, of bodies so short that they last about chunkTime together.
// It is for tasks whose costs are known: numbered from the largest to the smallest, they take at most
// 4/3 - 1/(3 Workers()) of the least time possible (Graham, Bounds on multiprocessing timing
// anomalies, SIAM J. Appl. Math. 17, 1969, theorem 2), and hardly more than that least time if there are many.
// ForWorker is better where neighbouring indices share memory: there each worker gets long runs of them.
func (p *Pool) ForInOrder(ctx context.Context, n int, body func(worker, i int)) error {
	if body == nil {
		panic("sched: nil body")
	}
	return p.run(ctx, n, loop{itemWorker: body, inOrder: true})
}

func (p *Pool) run(ctx context.Context, n int, l loop) error {
	if ctx != nil {
		if err := ctx.Err(); err != nil {
			return err
		}
		l.done = ctx.Done()
	}
	if p == nil {
		if !l.serial(n) {
			return ctx.Err()
		}
		return nil
	}
	s := p.mine()
	if s == nil {
		if s = p.enter(l.done); s == nil {
			return ctx.Err()
		}
		defer p.leave(s)
		if o := p.outline; o != nil && o.on && n > 0 {
			o.fork(&l, n, 0)
			defer o.add(Event{Kind: Join})
		}
	}
	if n <= 0 {
		return nil
	}
	if p.recording != nil {
		if !p.recording.run(l, n) {
			return ctx.Err()
		}
		return nil
	}
	failure, cut := s.fork(l, n)
	if failure != nil {
		panic(failure)
	}
	if cut {
		return ctx.Err()
	}
	return nil
}

// serial runs the loop here and reports whether it came to its end.
func (l *loop) serial(n int) bool {
	defer func() {
		if v := recover(); v != nil {
			panic(asPanic(v))
		}
	}()
	for i := range n {
		if l.cancelled() {
			return false
		}
		if l.item != nil {
			l.item(i)
		} else {
			l.itemWorker(0, i)
		}
	}
	return true
}

// mine returns the seat the calling goroutine has, nil if it comes from outside.
func (p *Pool) mine() *seat {
	g := self()
	for i := range p.holders {
		if p.holders[i].Load() == g {
			return &p.seats[i]
		}
	}
	return nil
}

// Close ends the pool's goroutines, after the calls of For that are under way, and
// returns when they have ended. Closing again, or closing a nil Pool, does nothing.
// Close must not be called by a body of the pool.
func (p *Pool) Close() {
	if p == nil {
		return
	}
	if p.mine() != nil {
		panic("sched: Close called by a body of the Pool")
	}
	l := &p.lobby
	l.mu.Lock()
	if !l.closing {
		l.closing = true
		if l.callers == 0 {
			p.dismiss()
		}
	}
	l.mu.Unlock()
	p.ended.Wait()
}
