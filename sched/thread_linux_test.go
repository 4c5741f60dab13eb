package sched

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestPinned(t *testing.T) {
	var may unix.CPUSet
	if err := unix.SchedGetaffinity(0, &may); err != nil {
		t.Skip(err)
	}
	if may.Count() < 2 {
		t.Skip("one processor only")
	}
	p := New(2, Pinned())
	defer p.Close()
	var inside atomic.Int32
	var sets [2]unix.CPUSet
	must(t, p.ForWorker(nil, 2, func(w, i int) {
		if err := unix.SchedGetaffinity(0, &sets[w]); err != nil {
			t.Error(err)
		}
		meet(&inside, 2) // so that each worker has a body
	}))
	if c := sets[1].Count(); c != 1 {
		t.Errorf("worker 1 may use %d processors, want 1", c)
	}
	if sets[0] != may {
		t.Error("the caller's thread was tied")
	}
}

// spent is the processor time of this process.
func spent(t *testing.T) time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		t.Skip(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Idle pools use no processor time, whatever they have done before. The bound is half of what one worker
// spinning on half a processor would use.
func TestIdle(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(2, runtime.NumCPU())))
	var pools []*Pool
	for _, opts := range [][]Option{nil, {Pinned()}, {Spin(0)}} {
		for _, workers := range []int{2, 12} {
			p := New(workers, opts...)
			defer p.Close()
			must(t, nest(nil, p, 5, 5, 5, false, func(int) { burn(1000) }))
			pools = append(pools, p)
		}
	}
	for _, p := range pools {
		for try := 0; p.standing() < p.Workers()-1; try++ {
			if try == 10000 {
				t.Fatalf("%d of %d workers parked", p.standing(), p.Workers()-1)
			}
			time.Sleep(time.Millisecond)
		}
	}
	const pause = 200 * time.Millisecond
	before := spent(t)
	time.Sleep(pause)
	if used := spent(t) - before; used > pause/4 {
		t.Errorf("%v of processor time in %v", used, pause)
	}
}
