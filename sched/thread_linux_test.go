package sched

import (
	"sync/atomic"
	"testing"

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
