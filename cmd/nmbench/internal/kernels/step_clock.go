package kernels

import "time"

// StepClock returns the clock for work of more than a kernel on so many workers, and its name: the processor time of the process for
// one, where the system tells it, the wall clock for more.
func StepClock(workers int) (now func() time.Duration, name string) {
	if workers == 1 {
		return processTime, cpuClock
	}
	return wallTime, clockWall
}
