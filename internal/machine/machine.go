// Package machine tells what the processor this program runs on offers: its
// name, its data caches, its vector extensions. It decides nothing; block
// sizes and kernels are chosen by la and la/asm.
package machine

import (
	"runtime"
	"strings"

	"github.com/klauspost/cpuid/v2"
)

// Cache sizes assumed where the processor does not tell: those of the smallest
// current server and desktop cores, for blocks sized for these run well on
// larger caches too.
const (
	defaultL1D = 32 << 10
	defaultL2  = 256 << 10
	defaultL3  = 8 << 20
)

// Caches returns the sizes in bytes of the data caches one core sees: l1d and
// l2 are always positive, l3 is 0 on a processor known to have none.
func Caches() (l1d, l2, l3 int) {
	return caches(cpuid.CPU.Cache.L1D, cpuid.CPU.Cache.L2, cpuid.CPU.Cache.L3)
}

// caches replaces what could not be detected (cpuid says -1, or 0 for all
// levels) by the defaults.
func caches(l1d, l2, l3 int) (int, int, int) {
	known := l1d > 0 && l2 > 0
	if l1d <= 0 {
		l1d = defaultL1D
	}
	if l2 <= 0 {
		l2 = defaultL2
	}
	if l3 < 0 || l3 == 0 && !known {
		l3 = defaultL3
	}
	return l1d, l2, l3
}

// Name returns the processor's name as it gives it itself, or the
// architecture's where it gives none.
func Name() string {
	if name := strings.TrimSpace(cpuid.CPU.BrandName); name != "" {
		return name
	}
	return runtime.GOARCH
}

// numeric lists the extensions that bear on numerical kernels, oldest first.
var numeric = []cpuid.FeatureID{
	cpuid.SSE2, cpuid.AVX, cpuid.FMA3, cpuid.AVX2,
	cpuid.AVX512F, cpuid.AVX512VL, cpuid.AVX512DQ, cpuid.AVX512BW, cpuid.AVX512BF16, cpuid.AVX512FP16,
	cpuid.ASIMD, cpuid.ASIMDDP, cpuid.SVE,
}

// Features returns the vector extensions that bear on numerical kernels and
// that the processor reports, separated by spaces; empty if it reports none.
func Features() string {
	var have []string
	for _, f := range numeric {
		if cpuid.CPU.Supports(f) {
			have = append(have, f.String())
		}
	}
	return strings.Join(have, " ")
}

// Cores returns how many logical processors this program may use.
func Cores() int { return runtime.NumCPU() }
