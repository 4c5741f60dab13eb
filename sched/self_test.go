package sched

import (
	"sync"
	"testing"
)

func TestSelf(t *testing.T) {
	const n = 50
	var ids [n]uintptr
	var wg, alive sync.WaitGroup
	alive.Add(n)
	for i := range n {
		wg.Go(func() {
			ids[i] = self()
			alive.Done()
			alive.Wait() // numbers of living goroutines only are distinct
			grow(1000)
			if again := self(); again != ids[i] {
				t.Errorf("%#x became %#x when the stack moved", ids[i], again)
			}
		})
	}
	wg.Wait()
	seen := map[uintptr]bool{0: true, self(): true}
	for _, id := range ids {
		if seen[id] {
			t.Errorf("%#x twice, or zero", id)
		}
		seen[id] = true
	}
}

// grow uses enough stack to have it moved.
func grow(depth int) byte {
	var frame [256]byte
	if depth > 0 {
		frame[depth%256] = grow(depth - 1)
	}
	return frame[depth%7]
}
