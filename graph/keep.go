package graph

import (
	"math"
	"unsafe"

	"github.com/neuralmodules/nmcore/la"
)

// KeepThreshold returns the gamma above which the share keep of w's off-diagonal magnitudes lies: with K =
// round(keep*m*(m-1)) it is the (K+1)-th largest |w_kj|, k != j, exactly, so that [Threshold] keeps K edges.
// Weights equal to gamma are dropped together: where ties straddle the K-th place fewer than K edges are kept, and
// never more. NaN ranks as zero. keep >= 1, and every keep that asks for all edges, gives 0, which drops only exact
// zeros; keep <= 0 gives the largest magnitude and so an empty graph. It panics if w is not square or keep is NaN.
// w is not written, nothing is allocated.
func KeepThreshold[T la.Float](w *la.Matrix[T], keep float64) T {
	m := w.Rows
	switch {
	case w.Cols != m:
		panic(badSquare)
	case math.IsNaN(keep):
		panic(badKeep)
	}
	total := m * (m - 1)
	rank := int(math.Round(min(max(keep, 0), 1) * float64(total)))
	if rank >= total {
		return 0
	}

	// Radix selection. Read as unsigned integers, non-negative floats keep their order, so the digits of the wanted value
	// are found one after the other from the top: count the next digit over all values that agree so far, and step down
	// from the highest count until rank is used up. float32 is widened, which is exact and leaves its low 29 bits zero.
	// The exponent is the first digit; after it the 52 bits of the fraction are four digits of 13.
	const digit, fraction = 13, 52
	low := 0
	if unsafe.Sizeof(T(0)) == 4 {
		low = fraction - 2*digit
	}
	var count [1 << digit]int
	var prefix uint64
	for shift := fraction; ; shift -= digit {
		for k := range m {
			row := w.Row(k)
			countDigits(&count, row[:k], shift, digit, prefix)
			countDigits(&count, row[k+1:], shift, digit, prefix)
		}
		d := uint64(len(count) - 1)
		for ; rank >= count[d]; d-- {
			rank -= count[d]
		}
		prefix = prefix<<digit | d
		if shift == low {
			return T(math.Float64frombits(prefix << low))
		}
		clear(count[:])
	}
}

// countDigits counts the digit at shift of those magnitudes in row whose higher digits are prefix.
func countDigits[T la.Float](count *[1 << 13]int, row []T, shift, digit int, prefix uint64) {
	for _, v := range row {
		if v != v {
			v = 0
		}
		b := math.Float64bits(float64(v)) &^ (1 << 63) >> shift
		if b>>digit == prefix {
			count[b&(1<<13-1)]++
		}
	}
}
