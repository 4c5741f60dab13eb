//go:build !linux

package sched

import "runtime"

// yieldThread has no means of its own here; the runtime's yield stands in.
func yieldThread() { runtime.Gosched() }

// pin does nothing on this system.
func pin(int) {}
