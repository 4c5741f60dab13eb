//go:build purego || !(amd64 || arm64)

package sched

import (
	"runtime"
	"sync"
)

// stacks holds buffers for self: runtime.Stack makes its argument escape.
var stacks = sync.Pool{New: func() any { return new([32]byte) }}

// self returns a number no other goroutine has: the one in the first line of its
// stack trace, "goroutine 123 [running]:". It takes about a microsecond.
func self() uintptr {
	buf := stacks.Get().(*[32]byte)
	defer stacks.Put(buf)
	n := runtime.Stack(buf[:], false)
	id := uintptr(0)
	for _, c := range buf[len("goroutine "):n] {
		if c < '0' || c > '9' {
			break
		}
		id = 10*id + uintptr(c-'0')
	}
	return id
}

// pause lets some tens of nanoseconds pass.
func pause() {
	for range 64 {
	}
}
