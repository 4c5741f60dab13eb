//go:build purego || !(amd64 || arm64)

package sched

import "runtime"

// stacks holds buffers for self: runtime.Stack makes its argument escape. A sync.Pool would
// lose them, at every collection and, under the race detector, at random.
var stacks = make(chan *[32]byte, 64)

// self returns a number no other goroutine has: the one in the first line of its
// stack trace, "goroutine 123 [running]:". It takes about a microsecond.
func self() uintptr {
	var buf *[32]byte
	select {
	case buf = <-stacks:
	default:
		buf = new([32]byte)
	}
	n := runtime.Stack(buf[:], false)
	id := uintptr(0)
	for _, c := range buf[len("goroutine "):n] {
		if c < '0' || c > '9' {
			break
		}
		id = 10*id + uintptr(c-'0')
	}
	select {
	case stacks <- buf:
	default:
	}
	return id
}

// pause lets some tens of nanoseconds pass.
func pause() {
	for range 64 {
	}
}
