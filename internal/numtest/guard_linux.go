package numtest

import (
	"os"

	"golang.org/x/sys/unix"
)

// guardPages says that Guarded gives memory that faults when overrun. NMCORE_PLAIN_BUFFERS turns it off for
// emulators that read every lane of a masked load, which processors do not.
var guardPages = os.Getenv("NMCORE_PLAIN_BUFFERS") == ""

// guardedBytes maps whole pages between two inaccessible ones.
func guardedBytes(t TB, size int, end End) []byte {
	t.Helper()
	if !guardPages {
		return make([]byte, size)
	}
	page := os.Getpagesize()
	body := (size + page - 1) / page * page
	m, err := unix.Mmap(-1, 0, body+2*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		t.Fatalf("mmap: %v", err)
	}
	t.Cleanup(func() { _ = unix.Munmap(m) })
	for _, guard := range [][]byte{m[:page], m[page+body:]} {
		if err := unix.Mprotect(guard, unix.PROT_NONE); err != nil {
			t.Fatalf("mprotect: %v", err)
		}
	}
	if end == Front {
		return m[page : page+size]
	}
	return m[page+body-size : page+body]
}
