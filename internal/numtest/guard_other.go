//go:build !linux

package numtest

// GuardPages reports whether Guarded gives memory that faults when overrun.
const GuardPages = false

// guardedBytes is plain memory: this system's tests rely on sentinels alone.
func guardedBytes(t TB, size int, end End) []byte { return make([]byte, size) }
