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

// quantDepth bounds the groups of a block of a quantized matrix: a sum of fewer than 2^28/63 products is an int32, and a
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
		for i := range q.strips() {
			q.packStrip(i)
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

// packChunk bounds the elements of one call of a kernel of packStrip. A variable for the tests.
var packChunk = 16 << 10

// packStrip packs the columns of strip t: largest elements, scales, integers.
func (q *QuantizedMatrix[T]) packStrip(t int) {
	k := &q.kernels.Quant
	j, w := strip(k.NR, k.Vec, q.cols, t)
	scale, inv := q.scale[j:j+w], q.inv[j:j+w]
	if q.trans {
		for i := range w {
			scale[i] = maxAbs(q.kernels, q.src.Row(j+i))
		}
	} else {
		for step, i := packChunk/w+1, 0; i < q.rows; i += step {
			k.MaxAbs(min(step, q.rows-i), w, &q.src.Data[i*q.src.Stride+j], q.src.Stride, &scale[0])
		}
	}
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
	for g := 0; g < q.groups; g += q.depth {
		depth := min(q.depth, q.groups-g)
		to, start := q.data[g*q.cols+j*depth:][:depth*w], q.start[g/q.depth*q.ldstart+j:]
		if rows := min(4*depth, q.rows-4*g); q.trans {
			q.packRows(to, start, 4*g, rows, j, w)
		} else {
			for step, i := (packChunk/w+4)&^3, 0; i < rows; i += step {
				k.Columns(min(step, rows-i), w, &q.src.Data[(4*g+i)*q.src.Stride+j], q.src.Stride, &inv[0], &to[i/4*w], &start[0])
			}
		}
	}
}

// packRows packs w columns of op(B) from j on, rows i0 to i0+rows-1, which are rows of B: by the kernel and a transpose of
// groups, whose bits a float32 can carry.
func (q *QuantizedMatrix[T]) packRows(to []uint32, start []int32, i0, rows, j, w int) {
	step := min((packChunk/w+4)&^3, (rows+3)&^3)
	ld := (step + 15) &^ 15 / 4
	s := getScratch[float32](w * ld)
	for i := 0; i < rows; i += step {
		n := min(step, rows-i)
		groups := (n + 3) / 4
		q.kernels.Quant.Rows(w, n, &q.src.Data[j*q.src.Stride+i0+i], q.src.Stride, &q.inv[j],
			(*uint32)(unsafe.Pointer(&s.data[0])), ld, &start[0])
		asm.Active[float32]().Transpose((*float32)(unsafe.Pointer(&to[i/4*w])), w, &s.data[0], ld, w, groups)
	}
	s.put()
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
