//go:build unix

package nm

import (
	"syscall"
	"time"
)

// cpuTime is the processor time the process has used: on a shared machine it says more than the clock does.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
