package la

import (
	"context"
	"math"
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// A quantized product multiplies integers of 8 bits and scales the sums: several times as fast as [Gemm] where
// [QuantizedPays], and as exact as the integers. It suits increments, whose errors are carried over to the next one:
// see [QuantizedRows.Set]. All instruction sets give the same bits.

// QuantizedPays reports whether GemmQuantized is faster than Gemm with the kernels in use.
func QuantizedPays[T Float]() bool { return asm.Active[T]().Quant.Pays }

// QuantizedRows is the first factor A of quantized products: an integer from -63 to 63 an element, a scale for every row. The
// zero value is an empty matrix. Products only read it: any number may run at the same time.
type QuantizedRows[T Float] struct {
	rows, cols, stride int
	data               []uint32 // see asm.QuantKernels; stride groups a row
	scale              []T
}

// Rows returns the number of rows.
func (a *QuantizedRows[T]) Rows() int { return a.rows }

// Cols returns the number of columns.
func (a *QuantizedRows[T]) Cols() int { return a.cols }

// changeElements is the length of a row from which on it is left to portable functions, which can be preempted; changeBytes
// bounds the rows of y, and of z, that stay in the first-level cache between two calls. Variables for the tests.
var (
	changeElements = 64 << 10
	changeBytes    = 16 << 10
)

// Set makes a the difference y - z, quantized row by row, and adds to z what that stands for, so that the next difference holds
// what was lost. Of row i, with d = y - z,
//
//	change[i] = max |d|              NaN if one is
//	scale     = change[i] * (1/63)
//	q         = d * (63/change[i])   to the nearest integer, to even
//	z         = z + scale*q
//
// each operation rounded on its own. If change[i] is NaN, infinite or below 2^-118 (float64: 2^-1014), row i of a is zero and z
// stays. a keeps its storage. It panics if the shapes differ, change does not have an element for every row, or operands overlap.
func (a *QuantizedRows[T]) Set(y, z *Matrix[T], change []T) {
	y.checkShape()
	z.checkShape()
	if y.Rows != z.Rows || y.Cols != z.Cols {
		panic(badShape)
	}
	if len(change) != y.Rows {
		panic(shortVector)
	}
	y.checkData()
	z.checkData()
	a.reset(y.Rows, y.Cols)
	if y.empty() {
		clear(change)
		clear(a.scale)
		return
	}
	if overlap(y, z) {
		panic(overlapping)
	}
	disjointFrom(change, y)
	disjointFrom(change, z)
	kernels := asm.Active[T]()
	if y.Cols > changeElements {
		kernels = asm.Portable[T]()
	}
	k := &kernels.Quant
	step := max(1, changeBytes/int(unsafe.Sizeof(*new(T)))/y.Cols)
	for i := 0; i < y.Rows; i += step {
		m, yi, zi := min(step, y.Rows-i), &y.Data[i*y.Stride], &z.Data[i*z.Stride]
		k.Largest(m, y.Cols, &change[i], yi, y.Stride, zi, z.Stride)
		k.Change(m, y.Cols, &a.data[i*a.stride], a.stride, &a.scale[i], &change[i], yi, y.Stride, zi, z.Stride)
	}
}

// reset makes a an m x k matrix with whatever elements.
func (a *QuantizedRows[T]) reset(m, k int) {
	const line = cacheLine / 4 // groups
	lines := (k + 4*line - 1) / (4 * line)
	a.rows, a.cols, a.stride = m, k, (lines|1)*line // an odd number of lines: rows of a tile in different cache sets
	a.data = growAligned(a.data, m*a.stride)
	a.scale = growAligned(a.scale, m)
}

// QuantizedMatrix is the second factor op(B) of quantized products: an integer from -127 to 127 an element, a scale for every
// column, packed for the kernels that were active when it was. The zero value is an empty matrix. Products only read it: any
// number may run at the same time.
type QuantizedMatrix[T Float] struct {
	kernels            *asm.Kernels[T]
	rows, cols, groups int
	depth              int      // groups of a block
	data               []uint32 // block by block of depth groups, the strips of a block one after the other
	start              []int32  // for every block, the start of the sums of every column: start[block*ldstart+column]
	ldstart            int
	scale, inv         []T
	src                Matrix[T]
	trans              Trans
	body               func(t int) // packStrip, bound once
}

// Rows returns the number of rows of op(B).
func (q *QuantizedMatrix[T]) Rows() int { return q.rows }

// Cols returns the number of columns of op(B).
func (q *QuantizedMatrix[T]) Cols() int { return q.cols }

// quantDepth bounds the groups of a block of a quantized matrix: a sum of fewer than 2^18 products is an int32, and a
// call of the kernel is short. A variable for the tests.
var quantDepth = 4 << 10

// Pack makes q the quantized op(B), on p's workers. Column j gets the scale max|column|/127, computed as max * (1/127), and the
// integers b * (127/max) to the nearest, to even. A column whose elements are all below 2^-118 (float64: 2^-1014) is zero; one
// with a NaN or an infinity makes NaN of its column of every product. q keeps its storage.
func (q *QuantizedMatrix[T]) Pack(p *sched.Pool, t Trans, b *Matrix[T]) {
	b.checkShape()
	b.checkData()
	q.kernels = asm.Active[T]()
	q.rows, q.cols, q.src, q.trans = b.Rows, b.Cols, *b, t
	if t {
		q.rows, q.cols = b.Cols, b.Rows
	}
	if b.empty() {
		return
	}
	q.groups = (q.rows + 3) / 4
	q.depth = share(q.groups, quantDepth, 1)
	blocks := (q.groups + q.depth - 1) / q.depth
	vec := q.kernels.Quant.Vec
	q.ldstart = (q.cols + vec - 1) &^ (vec - 1)
	q.data = growAligned(q.data, q.groups*q.cols)
	q.start = growAligned(q.start, blocks*q.ldstart)
	q.scale, q.inv = growAligned(q.scale, q.cols), growAligned(q.inv, q.cols)
	clear(q.start)
	clear(q.scale)
	if q.body == nil {
		q.body = q.packStrip
	}
	if p.Workers() == 1 || q.rows*q.cols < taskFlops {
		for t := range q.strips() {
			q.packStrip(t)
		}
	} else if err := p.For(context.Background(), q.strips(), q.body); err != nil {
		panic(err)
	}
	q.src = Matrix[T]{}
}

// strips returns the number of strips of columns.
func (q *QuantizedMatrix[T]) strips() int {
	nr := q.kernels.Quant.NR
	return (q.cols + nr - 1) / nr
}

// packChunk bounds the elements of one kernel call of packStrip, packKept those of a strip that is transposed but once: a longer
// one would leave the second-level cache, and its rows are better read to their ends (3000 x 3000 float32: 2.3 and 3.9 ms, 300 x
// 300: 9.7 and 7.9 us; 2026-11-26, AMD Zen 5, 2 cores of a shared server). Variables for the tests.
var (
	packChunk = 16 << 10
	packKept  = 64 << 10
)

// packStrip packs the columns of strip t: largest elements, scales, integers. A transposed strip is copied to scratch.
func (q *QuantizedMatrix[T]) packStrip(t int) {
	k := &q.kernels.Quant
	j, w := strip(k.NR, k.Vec, q.cols, t)
	step := (packChunk/w + 4) &^ 3
	var s *scratch[T]
	kept := false
	if q.trans {
		kept = q.rows*w <= packKept
		rows := step
		if kept {
			rows = q.rows
		}
		s = getScratch[T](rows * w)
	}

	if q.trans == Transpose && !kept {
		for i := j; i < j+w; i++ {
			q.scale[i] = maxAbs(q.kernels, q.src.Row(i))
		}
	} else {
		for i := 0; i < q.rows; i += step {
			m := min(step, q.rows-i)
			src, ld := q.part(s, i, m, j, w)
			k.MaxAbs(m, w, &src[0], ld, &q.scale[j])
		}
	}
	q.setScales(j, w)
	for i, m := 0, 0; i < q.rows; i += m {
		m = q.within(i, step)
		if kept {
			q.quantize(s.data[i*w:], w, i, m, j, w)
		} else {
			src, ld := q.part(s, i, m, j, w)
			q.quantize(src, ld, i, m, j, w)
		}
	}
	s.put()
}

// part returns rows i to i+m-1 of w columns of op(B) from j on, and how far apart they are: in s, at their place if it holds all
// rows and else at its start, if op transposes.
func (q *QuantizedMatrix[T]) part(s *scratch[T], i, m, j, w int) (src []T, ld int) {
	ld = q.src.Stride
	if !q.trans {
		return q.src.Data[i*ld+j:], ld
	}
	src = s.data
	if q.rows*w <= packKept {
		src = src[i*w:]
	}
	packRows(q.kernels, src, w, q.src.Data[j*ld+i:], 1, ld, m, w)
	return src, w
}

// setScales makes scales and their reciprocals of the largest elements of n columns from j on.
func (q *QuantizedMatrix[T]) setScales(j, n int) {
	scale, inv := q.scale[j:j+n], q.inv[j:j+n]
	for i, top := range scale {
		switch {
		case top < asm.Tiny[T]():
			scale[i], inv[i] = 0, 0
		case top < T(math.Inf(1)):
			scale[i], inv[i] = top*T(1.0/asm.QuantTop), asm.QuantTop/top
		default:
			scale[i], inv[i] = T(math.NaN()), 0
		}
	}
}

// within returns how many rows from i on, at most step, are in one block.
func (q *QuantizedMatrix[T]) within(i, step int) int {
	end := (i/4/q.depth + 1) * q.depth * 4
	return min(step, min(end, q.rows)-i)
}

// quantize makes integers of rows i to i+m-1, which are in one block, of the strip of w columns from j on. The first of them is
// src[0], rows are ld apart.
func (q *QuantizedMatrix[T]) quantize(src []T, ld, i, m, j, w int) {
	block := i / 4 / q.depth
	first := block * q.depth
	depth := min(q.depth, q.groups-first)
	to := first*q.cols + j*depth + (i/4-first)*w
	q.kernels.Quant.Columns(m, w, &src[0], ld, &q.inv[j], &q.data[to], &q.start[block*q.ldstart+j])
}

// maxAbs returns the largest |x[i]|, or NaN if one is not finite.
func maxAbs[T Float](k *asm.Kernels[T], x []T) T {
	var top T
	for i := 0; i < len(x); i += chunk {
		part := x[i:min(i+chunk, len(x))]
		at := k.Iamax(part)
		if at < 0 {
			return T(math.NaN())
		}
		top = max(top, T(math.Abs(float64(part[at]))))
	}
	return top
}
