package nm

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// Diagnostics says how well posed the kept graph's equations are. Slopes of f in [0, 1] are assumed.
type Diagnostics struct {
	// Radius bounds the spectral radius of |W_g| from above; below 1 there is one solution for every input (Perron-Frobenius),
	// and Picard iteration converges to it. It is 0 for an acyclic graph. RadiusLow is the bound from below.
	Radius, RadiusLow float64
	// ColumnSum is the largest sum of |w_kj| over a node's kept incoming edges inside its cyclic block; below 1 implies Radius < 1.
	ColumnSum float64
}

// Diagnose computes the diagnostics of the present weights.
func (n *Network[T]) Diagnose() Diagnostics {
	var d Diagnostics
	p := n.currentPlan()
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.size == 1 {
			continue
		}
		low, high := PerronRadius(&b.w)
		d.Radius, d.RadiusLow = max(d.Radius, high), max(d.RadiusLow, low)
		for j := range b.size {
			sum := 0.0
			for k := range b.size {
				sum += math.Abs(float64(b.w.At(k, j)))
			}
			d.ColumnSum = max(d.ColumnSum, sum)
		}
	}
	return d
}

// PerronRadius encloses the spectral radius of |W| for an irreducible square W (one strongly connected block): low <= rho <= high,
// within 1e-6 relative unless 10,000 iterations do not get there. It is the power iteration on I + |W|, which is primitive, with
// the bounds of Collatz and Wielandt: min and max of (|W|x)_i/x_i over a positive x. For a reducible W low may be loose and
// only high is a bound.
func PerronRadius[T la.Float](w *la.Matrix[T]) (low, high float64) {
	m := w.Rows
	if m != w.Cols {
		panic("nm: W is not square")
	}
	if m == 0 {
		return 0, 0
	}
	x, y := make([]float64, m), make([]float64, m)
	for i := range x {
		x[i] = 1
	}
	high = math.Inf(1)
	for range 10_000 {
		lo, hi, top := math.Inf(1), 0.0, 0.0
		for i := range y {
			s := 0.0
			for j, v := range w.Row(i) {
				s += math.Abs(float64(v)) * x[j]
			}
			lo, hi = min(lo, s/x[i]), max(hi, s/x[i])
			y[i] = s + x[i]
			top = max(top, y[i])
		}
		low, high = max(low, lo), min(high, hi)
		if high-low <= 1e-6*high || math.IsNaN(hi) {
			break
		}
		for i := range x {
			x[i] = max(y[i]/top, math.SmallestNonzeroFloat64) // stays positive
		}
	}
	return low, high
}

// maxPMatrix bounds the order IsPMatrix accepts: it does 2^n small eliminations.
const maxPMatrix = 16

// IsPMatrix reports whether all principal minors of I - W are positive, the sharp condition for one solution at every input and
// every activation with slopes in [0, 1]. W is square of at most 16 rows, else it panics: the question is co-NP-complete. The
// test is the recursion of Tsatsomeros & Li (BIT 40, 2000): A is a P-matrix if and only if a_11 > 0 and both A without its first
// row and column and the Schur complement of a_11 are P-matrices.
func IsPMatrix[T la.Float](w *la.Matrix[T]) bool {
	n := w.Rows
	if n != w.Cols {
		panic("nm: W is not square")
	}
	if n > maxPMatrix {
		panic("nm: too many nodes for the P-matrix test")
	}
	a := make([]float64, n*n)
	for i := range n {
		for j := range n {
			a[i*n+j] = -float64(w.At(i, j))
		}
		a[i*n+i]++
	}
	return isP(a, n)
}

// isP tests the n x n matrix a.
func isP(a []float64, n int) bool {
	if n == 0 {
		return true
	}
	if !(a[0] > 0) {
		return false
	}
	k := n - 1
	rest := make([]float64, k*k)
	for i := range k {
		copy(rest[i*k:(i+1)*k], a[(i+1)*n+1:])
	}
	if !isP(rest, k) {
		return false
	}
	for i := range k {
		f := a[(i+1)*n] / a[0]
		for j := range k {
			rest[i*k+j] -= f * a[j+1]
		}
	}
	return isP(rest, k)
}
