package cli

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/neuralmodules/nmcore/nm"
)

// unknownMemory stands for the memory of a machine that does not tell.
const unknownMemory = 1 << 40

// availableMemory returns the bytes this program may still use: what the kernel calls available, or the control group's
// limit if that is less.
func availableMemory() float64 {
	have := float64(unknownMemory)
	if f, err := os.Open("/proc/meminfo"); err == nil {
		defer f.Close()
		for s := bufio.NewScanner(f); s.Scan(); {
			var kib float64
			if _, err := fmt.Sscanf(s.Text(), "MemAvailable: %f kB", &kib); err == nil {
				have = kib * 1024
			}
		}
	}
	if text, err := os.ReadFile("/sys/fs/cgroup/memory.max"); err == nil {
		if limit, err := strconv.ParseFloat(strings.TrimSpace(string(text)), 64); err == nil {
			have = min(have, limit)
		}
	}
	return have
}

// trainingMemory estimates the bytes that training needs at its largest. Parameters are held five times (weights, gradient,
// two moments of Adam, the best so far), W about three times more (kept part, one matrix and its factors, a copy for
// the report), the kept edges once as 32-bit indices, a batch's node values about eight times, and the warm starts of all rows unless they
// are too many. Where a list of at most maxEdges edges (as nm.Config has it) takes the place of W, it is copied once more and its
// indices are held about ten times.
func trainingMemory(rows, inputs, nodes, outputs, batch, maxEdges, elementSize int, coldStart bool) float64 {
	p, m, q, b := float64(inputs), float64(nodes), float64(outputs), float64(min(batch, rows))
	w, copies, indices := m*m, 8.0, 1.0
	if maxEdges == 0 && nodes > nm.DenseNodes {
		maxEdges = nm.EdgesPerNode * nodes
	}
	if maxEdges > 0 {
		w, copies, indices = min(float64(maxEdges), m*m), 9, 10
	}
	elements := float64(rows)*p + 5*(p*m+m*q) + copies*w + b*(8*m+2*p+2*q)
	warm := 4 * float64(rows) * m * float64(elementSize)
	if coldStart || warm > nm.WarmLimit {
		warm = 0
	}
	return elements*float64(elementSize) + 4*indices*w + warm
}

// checkMemory refuses a training run that would not fit.
func checkMemory(need, have float64, nodes int) error {
	if need <= have {
		return nil
	}
	return fmt.Errorf("%d nodes need about %s of memory, and %s are available: use fewer --nodes or --precision float32", nodes, byteSize(need), byteSize(have))
}

// byteSize writes a number of bytes for people.
func byteSize(v float64) string {
	for _, unit := range []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB"} {
		if v < 1024 {
			return fmt.Sprintf("%.3g %s", v, unit)
		}
		v /= 1024
	}
	return fmt.Sprintf("%.3g EiB", v)
}
