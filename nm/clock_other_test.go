//go:build !unix

package nm

import "time"

var began = time.Now()

// cpuTime is the time since the start where the processor time is not known.
func cpuTime() time.Duration { return time.Since(began) }
