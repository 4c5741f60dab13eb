//go:build !purego && (amd64 || arm64)

package sched

// self returns a number no other living goroutine has: the address of the
// runtime's descriptor of the calling one, which never moves.
//
//go:noescape
func self() uintptr

// pause tells the processor that this is a waiting loop and takes some tens of nanoseconds.
//
//go:noescape
func pause()
