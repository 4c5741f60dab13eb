package sched

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// yieldThread lets another thread that waits for this processor run first.
func yieldThread() {
	unix.RawSyscall(unix.SYS_SCHED_YIELD, 0, 0, 0)
}

// pin ties the calling goroutine to its thread and the thread to the k-th of the
// processors the process may use, counted around. It is a wish: where the
// system refuses, the thread stays free. The thread ends with the goroutine.
func pin(k int) {
	runtime.LockOSThread()
	var may, one unix.CPUSet
	if unix.SchedGetaffinity(0, &may) != nil {
		return
	}
	n := may.Count()
	if n == 0 {
		return
	}
	cpu := -1
	for k = k % n; k >= 0; k-- {
		for cpu++; !may.IsSet(cpu); cpu++ {
		}
	}
	one.Set(cpu)
	_ = unix.SchedSetaffinity(0, &one)
}
