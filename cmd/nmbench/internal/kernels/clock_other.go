//go:build !linux

package kernels

import "time"

func threadTime() time.Duration  { return wallTime() }
func processTime() time.Duration { return wallTime() }

// cpuClock is what threadTime and processTime count.
const cpuClock = clockWall
