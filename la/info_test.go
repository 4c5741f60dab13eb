package la_test

import (
	"strings"
	"testing"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
)

func TestInfo(t *testing.T) {
	forEachRecord(t, func(t *testing.T) {
		info := la.Info()
		if !strings.Contains(info, "isa "+asm.Active[float64]().Name+";") || strings.Contains(info, "\n") {
			t.Errorf("Info: %q", info)
		}
	})
}

func TestCheckISA(t *testing.T) {
	t.Setenv("NMCORE_ISA", "generic")
	if err := la.CheckISA(); err != nil {
		t.Error(err)
	}
	t.Setenv("NMCORE_ISA", "sse9")
	if err := la.CheckISA(); err == nil || !strings.Contains(err.Error(), "sse9") {
		t.Errorf("error %v", err)
	}
}
