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
	rank := KeepRank(m, keep)
	if rank >= m*(m-1) {
		return 0
	}
	return selectRank(rank, 2*m, func(i int) []T {
		k := i / 2
		if i%2 == 0 {
			return w.Row(k)[:k]
		}
		return w.Row(k)[k+1:]
	})
}

// KeepRank returns the number of edges that are the share keep of all edges between m nodes.
func KeepRank(m int, keep float64) int {
	return int(math.Round(min(max(keep, 0), 1) * float64(m*(m-1))))
}

// Rank returns the magnitude that rank others of values exceed or tie with, 0 <= rank < len(values). NaN ranks as zero. Nothing is
// allocated.
func Rank[T la.Float](values []T, rank int) T {
	if rank < 0 || rank >= len(values) {
		panic(badRank)
	}
	return selectRank(rank, 1, func(int) []T { return values })
}

// selectRank returns the magnitude that rank others of the values in the parts exceed or tie with, rank below their number.
//
// Radix selection. Read as unsigned integers, non-negative floats keep their order, so the digits of the wanted value
// are found one after the other from the top: count the next digit over all values that agree so far, and step down
// from the highest count until rank is used up. float32 is widened, which is exact and leaves its low 29 bits zero.
// The exponent is the first digit; after it the 52 bits of the fraction are four digits of 13.
func selectRank[T la.Float](rank, parts int, part func(i int) []T) T {
	const digit, fraction = 13, 52
	low := 0
	if unsafe.Sizeof(T(0)) == 4 {
		low = fraction - 2*digit
	}
	var count [1 << digit]int
	var prefix uint64
	for shift := fraction; ; shift -= digit {
		for i := range parts {
			countDigits(&count, part(i), shift, digit, prefix)
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

// Narrow makes g the graph of [Threshold] at gamma = [KeepThreshold](w, keep), found among the edges of near alone, and reports
// gamma and whether that is another graph than g was. near is the graph of w above some lower threshold; ok is false, and g as it
// was, if gamma may not be above that. near's threshold is at least 0. buf is scratch for the weights of near's edges, grown if need be.
func Narrow[T la.Float](g, near *Digraph, w *la.Matrix[T], keep float64, buf *[]T) (gamma T, changed, ok bool) {
	near.check()
	rank := KeepRank(near.Nodes, keep)
	if rank >= near.Edges() {
		return 0, false, false
	}
	weights := resize(*buf, near.Edges())
	*buf = weights
	for k := range near.Nodes {
		row, to := w.Row(k), weights[near.Start[k]:near.Start[k+1]]
		for e, j := range near.Out(k) {
			to[e] = row[j]
		}
	}
	gamma = Rank(weights, rank)
	return gamma, Filter(g, near, weights, gamma, nil), true
}

// Filter makes g the graph of those edges of near whose weight w, in near's order, exceeds gamma in magnitude, and reports whether that is
// another graph than g was; near has no loops. Their weights go to kept, in g's order, unless it is nil. It panics if w has another length.
func Filter[T la.Float](g, near *Digraph, w []T, gamma T, kept *[]T) (changed bool) {
	near.check()
	if len(w) != near.Edges() {
		panic(badWeights)
	}
	var out []T
	if kept != nil {
		out = resize(*kept, len(w))
	}
	r := begin(g, near.Nodes)
	for k := range near.Nodes {
		for e := near.Start[k]; e < near.Start[k+1]; e++ {
			if math.Abs(float64(w[e])) > float64(gamma) {
				if out != nil {
					out[r.n] = w[e]
				}
				r.add(near.Head[e])
			}
		}
		r.row(k)
	}
	if kept != nil {
		*kept = out[:r.n]
	}
	return r.end()
}
