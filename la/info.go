package la

import (
	"fmt"

	"github.com/neuralmodules/nmcore/internal/machine"
	"github.com/neuralmodules/nmcore/la/asm"
)

// Info describes in one line what runs: kernels, tiles, block sizes and processor. Like any first use of a kernel it
// panics if NMCORE_ISA cannot be honoured; ask [CheckISA] before.
func Info() string {
	return fmt.Sprintf("isa %s; float64 %s; float32 %s; %s (%s)",
		asm.Active[float64]().Name, describe[float64](), describe[float32](), machine.Name(), machine.Features())
}

func describe[T Float]() string {
	k := asm.Active[T]()
	b := blocks(k)
	return fmt.Sprintf("%dx%d mc %d kc %d nc %d", k.MR, k.NR, b.mc, b.kc, b.nc)
}

// CheckISA reports whether the kernels named by the environment variable NMCORE_ISA can run here; the error names it
// and what can. Without the variable there is nothing to report.
func CheckISA() error { return asm.Check() }
