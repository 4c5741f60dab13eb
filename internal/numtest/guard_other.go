//go:build !linux

package numtest

// guardedBytes is plain memory: this system's tests rely on sentinels alone.
func guardedBytes(t TB, size int, end End) []byte { return make([]byte, size) }
