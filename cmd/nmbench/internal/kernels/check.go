package kernels

import (
	"math"
	"unsafe"

	"github.com/neuralmodules/nmcore/la"
)

// Matrix results are checked by multiplying with the vector t below: an error that escapes it needs a sum over a whole
// row to cancel. Differences are divided by the unit roundoff and the sum of the absolute values that took part, so
// that rounding gives values about 1 or less, whatever the size.

// unitRoundoff is half the distance from 1 to the next number.
func unitRoundoff[T la.Float]() float64 {
	if unsafe.Sizeof(T(0)) == 8 {
		return 0x1p-53
	}
	return 0x1p-24
}

// sum is a computed number and the sum of the absolute values of its terms. While terms are added it carries the rounding
// errors of the additions along (TwoSum of D. E. Knuth, TAOCP 2, 4.2.2): what a check finds must not be its own error.
type sum struct{ value, size, lost float64 }

// add adds a*x to s.
func (s *sum) add(a float64, x sum) {
	p := a * x.value
	t := s.value + p
	b := t - s.value
	s.lost += (s.value - (t - b)) + (p - b)
	s.value = t
	s.size += math.Abs(a) * x.size
}

// done ends the additions.
func (s *sum) done() { s.value, s.lost = s.value+s.lost, 0 }

// testVector returns n values of size 1 with signs that do not repeat.
func testVector(n int) []sum {
	t := make([]sum, n)
	bits := uint64(0x9e3779b97f4a7c15)
	for i := range t {
		bits ^= bits << 13
		bits ^= bits >> 7
		bits ^= bits << 17
		t[i] = sum{value: float64(int(bits>>40&1)*2 - 1), size: 1}
	}
	return t
}

// times returns op(A)*x.
func times[T la.Float](tr la.Trans, a *la.Matrix[T], x []sum) []sum {
	if tr == la.NoTrans {
		y := make([]sum, a.Rows)
		for i := range y {
			y[i] = dotSum(a.Row(i), x)
		}
		return y
	}
	y := make([]sum, a.Cols)
	for i := range a.Rows {
		for j, v := range a.Row(i) {
			y[j].add(float64(v), x[i])
		}
	}
	for j := range y {
		y[j].done()
	}
	return y
}

func dotSum[T la.Float](a []T, x []sum) (s sum) {
	x = x[:len(a)]
	for i, v := range a {
		s.add(float64(v), x[i])
	}
	s.done()
	return s
}

// column turns numbers into sums of one term.
func column[T la.Float](v []T) []sum {
	x := make([]sum, len(v))
	for i, e := range v {
		x[i] = sum{value: float64(e), size: math.Abs(float64(e))}
	}
	return x
}

// rowwise returns the largest difference of got and want, each in units of its own sum.
func rowwise[T la.Float](got, want []sum) (worst float64) {
	for i := range want {
		worst = larger(worst, ratio[T](got[i].value-want[i].value, want[i].size))
	}
	return worst
}

// normwise returns the largest difference of got and want in units of the largest sum.
func normwise[T la.Float](got, want []sum) float64 {
	var size, difference float64
	for i := range want {
		size = larger(size, larger(want[i].size, got[i].size))
		difference = larger(difference, math.Abs(got[i].value-want[i].value))
	}
	return ratio[T](difference, size)
}

func ratio[T la.Float](difference, size float64) float64 {
	if difference == 0 {
		return 0
	}
	return math.Abs(difference) / (unitRoundoff[T]() * size)
}

// larger is the maximum, a NaN if there is one.
func larger(a, b float64) float64 {
	if !(a >= b) { // also if either is NaN
		if math.IsNaN(a) {
			return a
		}
		return b
	}
	return a
}

// luError checks P A = L U, given both factors in one matrix and the row exchanges in order.
func luError[T la.Float](a, lu *la.Matrix[T], exchanges func(i int) int) float64 {
	n := a.Rows
	pat := times(la.NoTrans, a, testVector(n))
	for i := range n {
		j := exchanges(i)
		pat[i], pat[j] = pat[j], pat[i]
	}
	t := testVector(n)
	ut, lut := make([]sum, n), make([]sum, n)
	for i := range n {
		ut[i] = dotSum(lu.Row(i)[i:], t[i:])
	}
	for i := range n {
		s := dotSum(lu.Row(i)[:i], ut[:i])
		lut[i] = sum{value: s.value + ut[i].value, size: s.size + ut[i].size}
	}
	return rowwise[T](pat, lut)
}

// choleskyError checks A = U' U; what is below U's diagonal is not read.
func choleskyError[T la.Float](a, u *la.Matrix[T]) float64 {
	t := testVector(a.Rows)
	utut := make([]sum, a.Rows)
	for i := range a.Rows {
		row := u.Row(i)[i:]
		ut := dotSum(row, t[i:])
		for j, v := range row {
			utut[i+j].add(float64(v), ut)
		}
	}
	for i := range utut {
		utut[i].done()
	}
	return rowwise[T](times(la.NoTrans, a, t), utut)
}

// qrError checks A = Q R; what is below R's diagonal is not read. mul multiplies column by Q.
func qrError[T la.Float](a, r, column *la.Matrix[T], mul func()) float64 {
	t := testVector(a.Cols)
	clear(column.Data)
	for i := range min(a.Rows, a.Cols) {
		column.Data[i] = T(dotSum(r.Row(i)[i:], t[i:]).value)
	}
	mul()
	qrt := make([]sum, a.Rows)
	for i, v := range column.Data {
		qrt[i].value = float64(v)
	}
	return normwise[T](qrt, times(la.NoTrans, a, t))
}

// solveError checks A X = B by |B - A X| / (|A| |X|), the measure of a backward stable solution: it does not grow with the
// condition of A.
func solveError[T la.Float](a, x, b *la.Matrix[T]) float64 {
	t := testVector(x.Cols)
	xt := times(la.NoTrans, x, t)
	axt, bt := times(la.NoTrans, a, xt), times(la.NoTrans, b, t)
	var size, worst float64
	for i := range xt {
		size = larger(size, math.Abs(xt[i].value))
		worst = larger(worst, math.Abs(axt[i].value-bt[i].value))
	}
	return ratio[T](worst, size*float64(a.NormInf()))
}

// ulps returns the largest difference of got and want(src) in units of the last place of the latter.
func ulps[T la.Float](got, src []T, want func(x float64) float64) (worst float64) {
	for i, x := range src {
		w := want(float64(x))
		worst = larger(worst, math.Abs(float64(got[i])-w)/ulp[T](w))
	}
	return worst
}

// ulp is the distance of the numbers of T about x.
func ulp[T la.Float](x float64) float64 {
	if unsafe.Sizeof(T(0)) == 8 {
		x = math.Abs(x)
		return math.Nextafter(x, math.Inf(1)) - x
	}
	y := float32(math.Abs(x))
	return float64(math.Nextafter32(y, float32(math.Inf(1)))) - float64(y)
}
