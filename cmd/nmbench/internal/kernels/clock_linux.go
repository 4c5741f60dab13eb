package kernels

import (
	"time"

	"golang.org/x/sys/unix"
)

// threadTime is the processor time this thread has used.
func threadTime() time.Duration { return readClock(unix.CLOCK_THREAD_CPUTIME_ID) }

// processTime is the processor time this process has used.
func processTime() time.Duration { return readClock(unix.CLOCK_PROCESS_CPUTIME_ID) }

// cpuClock is what threadTime and processTime count.
const cpuClock = clockCPU

func readClock(clock int32) time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(clock, &t); err != nil {
		panic("kernels: no processor time: " + err.Error())
	}
	return time.Duration(t.Nano())
}
