package la

import (
	"context"
	"sync"
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// CSR is a sparse matrix in compressed rows: row i has the entries start[i] to start[i+1]-1, entry e being the value val[e] in
// column col[e]. Entries of a row may stand in any order; several in one place add up. The zero value is a matrix of no rows.
type CSR[T Float] struct {
	rows, cols int
	start      []int
	col        []int32
	val        []T
}

// Reset makes s the rows x cols matrix with the given entries. It keeps the slices: values may change as the caller likes, start
// and col must not while s is used, since only Reset checks them. start[0] may be more than 0, so that matrices can share one list of
// entries. It panics if a size is negative, start does not ascend within the entries from one of them to the next, or a
// column is none of s.
func (s *CSR[T]) Reset(rows, cols int, start []int, col []int32, val []T) {
	checkSizes(rows, cols)
	if len(start) != rows+1 || len(val) != len(col) {
		panic(shortVector)
	}
	for i, e := range start {
		if e < 0 || e > len(col) || i > 0 && e < start[i-1] {
			panic(badStart)
		}
	}
	for _, j := range col[start[0]:start[rows]] {
		if int(j) < 0 || int(j) >= cols {
			panic(outOfRange)
		}
	}
	*s = CSR[T]{rows: rows, cols: cols, start: start, col: col, val: val}
}

// Rows and Cols are the sizes of s.
func (s *CSR[T]) Rows() int { return s.rows }
func (s *CSR[T]) Cols() int { return s.cols }

// Entries is the number of entries of s.
func (s *CSR[T]) Entries() int {
	if s.rows == 0 {
		return 0
	}
	return s.start[s.rows] - s.start[0]
}

// Row returns the columns and the values of row i, which it shares. It panics if there is no such row.
func (s *CSR[T]) Row(i int) (col []int32, val []T) {
	if uint(i) >= uint(s.rows) {
		panic(outOfRange)
	}
	from, to := s.start[i], s.start[i+1]
	return s.col[from:to:to], s.val[from:to:to]
}

// load is what rows lo to hi-1 cost, in entries: a row without any costs as much as one.
func (s *CSR[T]) load(lo, hi int) int { return s.start[hi] - s.start[lo] + hi - lo }

// within returns the last row hi <= end such that rows lo to hi-1 cost at most budget.
func (s *CSR[T]) within(lo, end, budget int) int {
	if s.load(lo, end) <= budget {
		return end
	}
	hi := lo
	for hi < end { // rows lo to hi-1 do, lo to end do not
		if mid := int(uint(hi+end+1) / 2); s.load(lo, mid) <= budget {
			hi = mid
		} else {
			end = mid - 1
		}
	}
	return hi
}

// SparseGemm computes C = alpha*S*B + beta*C on p's workers, S sparse m x k, B k x n, C m x n. If beta is 0, C is not read.
// It panics if the shapes disagree or C overlaps an operand.
//
// No factor is tested for zero; a row without entries leaves beta*C. Barring overflow and underflow, the error of an element of row i is at most
// (e+2)*u*(|alpha| |S| |B| + |beta| |C|), the products of absolute values, where row i has e entries.
//
// The bits of element (i, j) depend on the entries of row i and their order, column j of B, C's element, the scalars and the
// instruction set: not on the other rows, n, the strides or the number of workers.
func SparseGemm[T Float](p *sched.Pool, alpha T, s *CSR[T], b *Matrix[T], beta T, c *Matrix[T]) {
	s.checkNil()
	b.checkShape()
	c.checkShape()
	if b.Rows != s.cols || c.Rows != s.rows || c.Cols != b.Cols {
		panic(badShape)
	}
	if c.empty() {
		return
	}
	b.checkData()
	c.checkData()
	if !b.empty() && overlap(c, b) {
		panic(overlapping)
	}
	disjointFrom(s.val, c)
	j := getSparse(sparseGemm, s, alpha, beta)
	j.b, j.c = *b, *c
	j.do(p, b.Cols)
}

// SparseGemv computes y = alpha*S*x + beta*y on p's workers, with the bits of [SparseGemm] for matrices of one column. If beta is 0, y is
// not read. It panics if the lengths disagree or y overlaps an operand.
func SparseGemv[T Float](p *sched.Pool, alpha T, s *CSR[T], x []T, beta T, y []T) {
	s.checkNil()
	if len(x) != s.cols || len(y) != s.rows {
		panic(shortVector)
	}
	disjoint(x, y)
	disjoint(s.val, y)
	if len(y) == 0 {
		return
	}
	j := getSparse(sparseGemm, s, alpha, beta)
	j.b, j.c = Matrix[T]{Rows: len(x), Cols: 1, Stride: 1, Data: x}, Matrix[T]{Rows: len(y), Cols: 1, Stride: 1, Data: y}
	j.do(p, 1)
}

// SampledGemm computes G = alpha*(Z*D' sampled at the entries of G) + beta*G on p's workers: the value at (k, j) becomes alpha times
// the product of row k of Z and row j of D, plus beta times what it was. G is m x n, Z m x depth, D n x depth. If beta is 0, G's values are
// not read. It panics if the shapes disagree or G's values overlap Z or D.
//
// The bits of a value are those that [Gemv] gives with D and row k of Z; they do not depend on the other entries.
func SampledGemm[T Float](p *sched.Pool, alpha T, z, d *Matrix[T], beta T, g *CSR[T]) {
	g.checkNil()
	z.checkShape()
	d.checkShape()
	if z.Rows != g.rows || d.Rows != g.cols || z.Cols != d.Cols {
		panic(badShape)
	}
	if g.Entries() == 0 {
		return
	}
	z.checkData()
	d.checkData()
	disjointFrom(g.val, z)
	disjointFrom(g.val, d)
	j := getSparse(sparseSampled, g, alpha, beta)
	j.b, j.c = *d, *z
	j.do(p, max(z.Cols, 1))
}

// AddRows adds alpha times rows lo to hi-1 of S*B to dst, (hi-lo) x n, on the calling goroutine, with the bits that [SparseGemm] gives.
// dst may lie among the rows of B, if rows lo to hi-1 of S have no entry for a row of dst: so rows can be computed from those
// before. It panics if the shapes disagree.
func (s *CSR[T]) AddRows(alpha T, lo, hi int, b, dst *Matrix[T]) {
	if lo < 0 || hi < lo || hi > s.rows {
		panic(outOfRange)
	}
	b.checkShape()
	dst.checkShape()
	if b.Rows != s.cols || dst.Rows != hi-lo || dst.Cols != b.Cols {
		panic(badShape)
	}
	if dst.empty() || s.start[lo] == s.start[hi] {
		return
	}
	b.checkData()
	dst.checkData()
	if k := asm.Active[T](); s.load(lo, hi) <= sparseDepth+1 && dst.Cols <= sparseWidth {
		k.Sparse(hi-lo, dst.Cols, alpha, &s.start[lo], &s.col[0], &s.val[0], &b.Data[0], b.Stride, &dst.Data[0], dst.Stride, true)
		return
	}
	j := getSparse(sparseGemm, s, alpha, 1)
	j.s.rows, j.s.start = hi-lo, s.start[lo:hi+1]
	j.b, j.c = *b, *dst
	j.rows(0, hi-lo)
	j.put()
}

func (s *CSR[T]) checkNil() {
	if s == nil {
		panic(nilMatrix)
	}
}

// The most entries of a row that are summed in one chain, and the most columns that one call of the kernel gets: 1,024 entries and
// 128 columns take some 50 microseconds if B is in memory. Variables for the tests.
var (
	sparseDepth = 1024
	sparseWidth = 128
)

type sparseOp byte

const (
	sparseGemm    sparseOp = iota
	sparseSampled          // b is D, c is Z
)

// sparseJob is one call of an operation; task t takes the rows from cut(t) to cut(t+1).
type sparseJob[T Float] struct {
	op          sparseOp
	k           *asm.Kernels[T]
	s           CSR[T]
	alpha, beta T
	b, c        Matrix[T]
	tasks       int
	body        func(t int) // run, bound once: a closure for every call would allocate
}

var sparseJobs [2]sync.Pool // by typeIndex

// rowBounds holds the first and the last entry of parts of rows.
var rowBounds = sync.Pool{New: func() any { return new([2]int) }}

func getSparse[T Float](op sparseOp, s *CSR[T], alpha, beta T) *sparseJob[T] {
	j, _ := sparseJobs[typeIndex[T]()].Get().(*sparseJob[T])
	if j == nil {
		j = new(sparseJob[T])
		j.body = j.run
	}
	j.op, j.k, j.s, j.alpha, j.beta = op, asm.Active[T](), *s, alpha, beta
	return j
}

// put gives j back without the operands, which the free list must not keep alive.
func (j *sparseJob[T]) put() {
	j.s, j.b, j.c = CSR[T]{}, Matrix[T]{}, Matrix[T]{}
	sparseJobs[typeIndex[T]()].Put(j)
}

// do runs the operation, of n multiplications an entry, on p's workers and gives j back. The number of tasks may depend on that
// of the workers because no bit of the result depends on the cut.
func (j *sparseJob[T]) do(p *sched.Pool, n int) {
	j.tasks = 1
	if w := p.Workers(); w > 1 {
		j.tasks = max(1, min(tasksPerWorker*w, j.s.load(0, j.s.rows)/(taskFlops/n+1)))
	}
	if j.tasks == 1 {
		j.run(0)
	} else if err := p.For(context.Background(), j.tasks, j.body); err != nil {
		panic(err)
	}
	j.put()
}

// cut returns the first row of task t.
func (j *sparseJob[T]) cut(t int) int {
	m := j.s.rows
	if t == j.tasks {
		return m
	}
	return j.s.within(0, m, t*(j.s.load(0, m)/j.tasks))
}

func (j *sparseJob[T]) run(t int) {
	lo, hi := j.cut(t), j.cut(t+1)
	if j.op == sparseSampled {
		for i := lo; i < hi; i++ {
			j.sampledRow(i)
		}
		return
	}
	j.rows(lo, hi)
}

// rows computes rows lo to hi-1 of C.
func (j *sparseJob[T]) rows(lo, hi int) {
	if j.beta != 0 && j.beta != 1 {
		for i := lo; i < hi; i++ {
			scal(j.k, j.beta, j.c.Row(i))
		}
	}
	s, load := &j.s, j.beta != 0
	for i := lo; i < hi; {
		to := s.within(i, hi, sparseDepth+1)
		if to == i {
			j.row(i, load)
			to++
		} else {
			j.call(to-i, &s.start[i], i, load)
		}
		i = to
	}
}

// row computes row i of C where S has too many entries for one chain.
func (j *sparseJob[T]) row(i int, load bool) {
	bounds := rowBounds.Get().(*[2]int)
	end := j.s.start[i+1]
	for e := j.s.start[i]; e < end; e += sparseDepth {
		bounds[0], bounds[1] = e, min(e+sparseDepth, end)
		j.call(1, &bounds[0], i, load)
		load = true
	}
	rowBounds.Put(bounds)
}

// call computes m rows, whose entries begin at start, into those of C from r on.
func (j *sparseJob[T]) call(m int, start *int, r int, load bool) {
	s, b, c := &j.s, &j.b, &j.c
	for l := 0; l < c.Cols; l += sparseWidth {
		var from *T
		if !b.empty() {
			from = &b.Data[l]
		}
		j.k.Sparse(m, min(sparseWidth, c.Cols-l), j.alpha, start, unsafe.SliceData(s.col), unsafe.SliceData(s.val),
			from, b.Stride, &c.Data[r*c.Stride+l], c.Stride, load)
	}
}

// sampledRow computes the values of row i of S from row i of Z and the rows of D that its entries name.
func (j *sparseJob[T]) sampledRow(i int) {
	from, to := j.s.start[i], j.s.start[i+1]
	y, col := j.s.val[from:to], j.s.col[from:to]
	if j.beta != 0 && j.beta != 1 {
		scal(j.k, j.beta, y)
	}
	n := j.c.Cols
	if n == 0 && j.beta == 0 {
		clear(y)
	}
	depth := min(gemvDepth, n)
	for l := 0; l < n; l += depth {
		d := min(depth, n-l)
		width := gemvWidth(NoTrans, depth)
		for e := 0; e < len(y); e += width {
			j.k.GemvRows(min(width, len(y)-e), d, j.alpha, &j.b.Data[l], j.b.Stride, &j.c.Data[i*j.c.Stride+l], &y[e], j.beta != 0 || l > 0, &col[e])
		}
	}
}
