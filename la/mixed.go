package la

import (
	"math"
	"sync"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// MixedLU solves systems in float64 with factors in float32, which cost half the time: every solution is refined with
// residuals in float64 until it is as good as one by LU[float64]; if that does not succeed, the matrix is too badly
// conditioned for float32 and is factored in float64 (LAPACK DSGESV). The zero value is ready. Any number of goroutines may
// solve with one MixedLU at the same time; Factorize must be alone.
//
// J. Langou et al., Exploiting the performance of 32 bit floating point arithmetic in obtaining 64 bit accuracy, SC 2006.
type MixedLU struct {
	a     Matrix[float64] // a copy
	low   LU[float32]     // of A times scale
	scale float64         // a power of two that brings A's elements near 1
	norm  float64         // largest row sum of A, and of A transposed
	normT float64

	mu    sync.Mutex   // of what follows
	high  *LU[float64] // of A, once it was needed
	spare *LU[float64] // storage for it, from the matrix before
}

// MixedStatus says how a MixedLU solved.
type MixedStatus struct {
	Steps    int  // corrections of the solution in float32
	Fallback bool // they did not suffice: the solution is LU[float64]'s
}

// mixedSteps bounds the corrections, as DSGESV's ITERMAX.
const mixedSteps = 30

// Factorize computes the factors of a copy of a on p's workers. If it is singular in float32 it is factored in float64
// at once; if it is singular there, too, Factorize returns the *SingularError. It panics if a is not square.
func (f *MixedLU) Factorize(p *sched.Pool, a *Matrix[float64]) error {
	a.checkShape()
	if a.Rows != a.Cols {
		panic(notSquare)
	}
	a.checkData()
	n := a.Rows
	ld := padded[float64](n)
	f.a = Matrix[float64]{Rows: n, Cols: n, Stride: ld, Data: grow(f.a.Data, n*ld)}
	f.norm, f.normT, f.scale = 0, 0, 1
	if f.high != nil {
		f.spare, f.high = f.high, nil
	}
	if n > 0 {
		s := getScratch[float64](n)
		f.normT = copyNorm1(f.a, *a, s.data[:n])
		s.put()
		f.norm = f.a.NormInf()
		f.scale = scaleOf(f.norm / float64(n))
	}
	s := getScratch[float32](n * n)
	low := Matrix[float32]{Rows: n, Cols: n, Stride: n, Data: s.data}
	toLow(low, f.a, f.scale)
	err := f.low.Factorize(p, &low)
	s.put()
	if err != nil {
		_, err = f.float64(p)
	}
	return err
}

// float64 returns the factors in float64; it computes them if they are not there. Goroutines that need them at the same time
// compute them each: one that waited for another might hold the place in the pool that the other one waits for.
func (f *MixedLU) float64(p *sched.Pool) (*LU[float64], error) {
	f.mu.Lock()
	high, mine := f.high, f.spare
	if high == nil {
		f.spare = nil
	}
	f.mu.Unlock()
	if high != nil {
		return high, high.err()
	}
	if mine == nil {
		mine = new(LU[float64])
	}
	err := mine.Factorize(p, &f.a)
	f.mu.Lock()
	if f.high == nil {
		f.high = mine
	}
	f.mu.Unlock()
	return mine, err
}

// SolveTo writes the solution X of op(A)*X = B to dst on p's workers, and says how it got there. dst and b are n x any
// and must not overlap. Unless the status says Fallback, every column x of X satisfies
//
//	max |b - op(A) x| <= 2 sqrt(n) u |op(A)| max |x|,  u = 2^-53, |op(A)| the largest row sum,
//
// twice what DSGESV asks for, which a single equation can miss by a rounding. The first fallback factors the matrix anew: its time and its memory are those of LU[float64]. If A is
// singular SolveTo fills dst with NaN and returns the *SingularError of Factorize. It panics if the shapes disagree or
// nothing was factorized.
func (f *MixedLU) SolveTo(p *sched.Pool, dst *Matrix[float64], t Trans, b *Matrix[float64]) (MixedStatus, error) {
	low := f.low.err() // panics before Factorize
	dst.checkShape()
	b.checkShape()
	if b.Rows != f.a.Rows || dst.Rows != b.Rows || dst.Cols != b.Cols {
		panic(badShape)
	}
	var status MixedStatus
	if b.empty() {
		if low != nil {
			_, low = f.float64(p)
		}
		return status, low
	}
	dst.checkData()
	b.checkData()
	if overlap(dst, b) {
		panic(overlapping)
	}
	if low == nil {
		var done bool
		if status.Steps, done = f.refine(p, dst, t, b); done {
			return status, nil
		}
	}
	status.Fallback = true
	high, err := f.float64(p)
	if err != nil {
		fillNaN(*dst)
		return status, err
	}
	return status, high.SolveTo(p, dst, t, b)
}

// refine solves in float32 and corrects the solution. It returns the number of corrections and whether they led to the end.
func (f *MixedLU) refine(p *sched.Pool, x *Matrix[float64], t Trans, b *Matrix[float64]) (steps int, done bool) {
	n, cols := b.Rows, b.Cols
	k := asm.Active[float64]()
	rs, cs, ls := getScratch[float64](n*cols), getScratch[float64](4*cols), getScratch[float32](n*cols)
	defer rs.put()
	defer cs.put()
	defer ls.put()
	r := Matrix[float64]{Rows: n, Cols: cols, Stride: cols, Data: rs.data}
	c := Matrix[float32]{Rows: n, Cols: cols, Stride: cols, Data: ls.data}
	sizeR, sizeX, last, scale := cs.data[:cols], cs.data[cols:2*cols], cs.data[2*cols:3*cols], cs.data[3*cols:4*cols]
	bound := f.norm
	if t {
		bound = f.normT
	}
	bound *= 2 * math.Sqrt(float64(n)) * eps[float64]()

	for i := range n {
		clear(x.Row(i))
	}
	Copy(&r, b)
	columnMax(sizeR, r)
	for steps = 0; ; steps++ {
		// correct every column in units of its residual, so that nothing overflows or is lost in float32
		for j, s := range sizeR {
			scale[j] = scaleOf(s)
			last[j] = s
		}
		for i := range n {
			to := c.Row(i)
			for j, v := range r.Row(i) {
				to[j] = float32(v * scale[j])
			}
		}
		solve(p, f.low.lu, f.low.piv, t, c)
		for j, s := range scale {
			scale[j] = f.scale / s
		}
		for i := range n {
			to := x.Row(i)
			for j, v := range c.Row(i) {
				to[j] += float64(v) * scale[j]
			}
		}
		Copy(&r, b)
		gemm(p, k, t, NoTrans, -1, &f.a, x, 1, &r)
		columnMax(sizeR, r)
		columnMax(sizeX, *x)
		done, moving := true, false
		for j, s := range sizeR {
			if limit := bound * sizeX[j]; !(s <= limit && limit <= math.MaxFloat64) { // NaN, too
				done = false
				moving = moving || s < last[j]/2
			}
		}
		if done || !moving || steps == mixedSteps {
			return steps, done
		}
	}
}

// toLow converts A times scale to float32.
func toLow(low Matrix[float32], a Matrix[float64], scale float64) {
	for i := range a.Rows {
		to := low.Row(i)
		for j, v := range a.Row(i) {
			to[j] = float32(v * scale)
		}
	}
}

// columnMax writes the largest absolute values of A's columns; NaN where one is.
func columnMax(size []float64, a Matrix[float64]) {
	clear(size)
	for i := range a.Rows {
		for j, v := range a.Row(i) {
			size[j] = max(size[j], math.Abs(v))
		}
	}
}
