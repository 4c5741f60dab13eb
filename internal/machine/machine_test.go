package machine

import (
	"runtime"
	"strings"
	"testing"
)

func TestCaches(t *testing.T) {
	for _, c := range []struct {
		name       string
		l1, l2, l3 int
		w1, w2, w3 int
	}{
		{"all known", 48 << 10, 1 << 20, 32 << 20, 48 << 10, 1 << 20, 32 << 20},
		{"nothing known", -1, -1, -1, defaultL1D, defaultL2, defaultL3},
		{"zeros are unknown", 0, 0, 0, defaultL1D, defaultL2, defaultL3},
		{"no L3", 64 << 10, 2 << 20, 0, 64 << 10, 2 << 20, 0},
		{"L3 unknown", 64 << 10, 2 << 20, -1, 64 << 10, 2 << 20, defaultL3},
	} {
		t.Run(c.name, func(t *testing.T) {
			l1, l2, l3 := caches(c.l1, c.l2, c.l3)
			if l1 != c.w1 || l2 != c.w2 || l3 != c.w3 {
				t.Errorf("got %d %d %d, want %d %d %d", l1, l2, l3, c.w1, c.w2, c.w3)
			}
		})
	}
	if l1, l2, l3 := Caches(); l1 < 4<<10 || l2 < l1 || l3 < 0 {
		t.Errorf("this machine: %d %d %d", l1, l2, l3)
	}
}

func TestDescription(t *testing.T) {
	if Name() == "" {
		t.Error("no name")
	}
	if c := Cores(); c < 1 {
		t.Errorf("%d cores", c)
	}
	// SSE2 belongs to the architecture, so an empty list is a broken query.
	if f := Features(); runtime.GOARCH == "amd64" && !strings.HasPrefix(f, "SSE2") {
		t.Errorf("features %q", f)
	}
	t.Log(Name(), Features())
	t.Log(Caches())
}
