// Package peak holds loops that show what a core can do at most: fused multiply-adds on registers, and reading and
// writing memory. As assembly cannot be preempted, its calls take microseconds.
package peak

// Block is what the lengths of Read and Triad must be a multiple of.
const Block = 64

// Loops are the loops of one instruction set, named as the kernels of la/asm are.
type Loops struct {
	ISA string

	// FMA32 and FMA64 do Turn32 and Turn64 floating-point operations a turn, all independent enough to fill the units;
	// nil where a Go program cannot come near them. A thousand turns take some microseconds.
	FMA32, FMA64   func(turns int)
	Turn32, Turn64 float64

	Read  func(x []float64)         // loads every element
	Triad func(dst, x, y []float64) // dst = x + 3*y
}

// All returns the loops this machine can run, slowest first.
func All() []Loops {
	return append([]Loops{{ISA: "generic", Read: readGeneric, Triad: triadBy(triadGeneric)}}, arch()...)
}

// chunk is the number of elements one call of assembly goes through.
const chunk = 128 * Block

func readBy(read func(x []float64)) func(x []float64) {
	return func(x []float64) {
		for len(x) > chunk {
			read(x[:chunk])
			x = x[chunk:]
		}
		read(x)
	}
}

func triadBy(triad func(dst, x, y []float64, k float64)) func(dst, x, y []float64) {
	return func(dst, x, y []float64) {
		for len(dst) > chunk {
			triad(dst[:chunk], x[:chunk], y[:chunk], 3)
			dst, x, y = dst[chunk:], x[chunk:], y[chunk:]
		}
		triad(dst, x, y, 3)
	}
}

func readGeneric(x []float64) { _ = total(x) }

// total is not inlined, so that the compiler cannot leave out what nobody asks for.
//
//go:noinline
func total(x []float64) float64 {
	var s0, s1, s2, s3 float64
	for ; len(x) >= 4; x = x[4:] {
		s0 += x[0]
		s1 += x[1]
		s2 += x[2]
		s3 += x[3]
	}
	return s0 + s1 + s2 + s3
}

func triadGeneric(dst, x, y []float64, k float64) {
	x, y = x[:len(dst)], y[:len(dst)]
	for i := range dst {
		dst[i] = x[i] + k*y[i]
	}
}
