package la

import (
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
)

// groups describes the interleaved storage of a batch of n x n matrices (see asm.BatchKernels): lanes matrices to a
// group, the last one filled up with copies.
type groups[T Float] struct {
	k  *asm.BatchKernels[T]
	n  int
	nt int // tiles of a column
	np int // n with its padding
}

func newGroups[T Float](k *asm.BatchKernels[T], n int) groups[T] {
	nt := (n + asm.BatchTile - 1) / asm.BatchTile
	return groups[T]{k: k, n: n, nt: nt, np: nt * asm.BatchTile}
}

// panel is the number of elements of a panel, rows the number of row numbers of a group.
func (g *groups[T]) panel() int { return g.np * asm.BatchTile * g.k.Lanes }
func (g *groups[T]) rows() int  { return g.np * g.k.Lanes }

// factors is one group of factors P A = L U: row i of P A in lane l is row rows[i*lanes+l] of A. L and U lie in lu as in a
// matrix.
type factors[T Float] struct {
	groups[T]
	lu   []T
	rows []int32
}

// At most stripBytes of a row are loaded at a time, a cache line, and at most one panel for stripRows rows. Rows of
// matrices that are a power of two apart do not stay in the L1 cache until the next panel: with all of a line 1,024
// float32 systems took 365 ns instead of 500 at n = 32 each, 75 instead of 82 at n = 16. But what is loaded must be
// exchanged in memory, which for random matrices costs more than it saves at n = 16, 153 instead of 124 ns; two panels
// are a compromise, 77 and 132. (2026-11-25, AMD Zen 5, 2 cores of a shared server, avx512.)
const (
	stripBytes = 64
	stripRows  = 8
)

// factorize computes the factors of the matrices in a, one panel after the other (left-looking: a panel is loaded with
// the rows exchanged already that earlier panels exchanged). work has 16 vectors. Lane l of bad becomes the first pivot
// that is zero or not finite, or stays if there is none; factorize reports whether there is none in any lane.
func (f *factors[T]) factorize(a *lanes[T], same []int32, work []T, bad []int32) (regular bool) {
	copy(f.rows, same)
	size, line := f.panel(), asm.BatchTile*f.k.Lanes
	loaded := 0
	regular = true
	for j := range f.nt {
		if j == loaded {
			loaded += f.load(j, a)
		}
		panel, top := f.lu[j*size:][:size], j*asm.BatchTile
		if j > 0 {
			f.k.Lower(f.nt, j, &f.lu[0], &panel[0])
		}
		if !f.k.Panel(f.n-top, &panel[top*line], &work[0]) {
			regular = false
			f.note(bad, panel[top*line:], top)
		}
		f.k.Swap(loaded, f.np, top, &f.lu[0], &f.rows[0], &work[0])
	}
	return regular
}

// load gathers some panels of A from panel j on and returns their number. It pads them to those of a matrix of np rows
// and columns with ones on the diagonal.
func (f *factors[T]) load(j int, a *lanes[T]) int {
	k, size, line, col := f.k, f.panel(), asm.BatchTile*f.k.Lanes, j*asm.BatchTile
	if whole := f.n/asm.BatchTile - j; whole > 0 {
		whole = min(whole, stripBytes/asm.BatchTile/int(unsafe.Sizeof(*new(T))), max(1, f.n/stripRows))
		for q := j; q < j+whole && f.n < f.np; q++ {
			clear(f.lu[q*size+f.n*line : (q+1)*size])
		}
		k.Load(f.n, whole, f.np, &f.lu[j*size], &a.data[col], a.item, a.stride, &f.rows[0])
		return whole
	}
	panel := f.lu[j*size:][:size]
	clear(panel)
	for c := range f.n - col {
		k.LoadVec(f.n, &panel[c*k.Lanes], asm.BatchTile, &a.data[col+c], a.item, a.stride, &f.rows[0])
	}
	for i := f.n; i < f.np; i++ {
		ones := panel[i*line+(i-col)*k.Lanes:][:k.Lanes]
		for l := range ones {
			ones[l] = 1
		}
	}
	return 1
}

// note looks for the first bad pivots among those of the tile d, whose first row is row top.
func (f *factors[T]) note(bad []int32, d []T, top int) {
	for s := range asm.BatchTile {
		for l, v := range d[s*(asm.BatchTile+1)*f.k.Lanes:][:len(bad)] {
			if bad[l] < 0 && (v == 0 || v-v != 0) {
				bad[l] = int32(top + s)
			}
		}
	}
}

// solve writes the solutions of op(A)*X = B to x, up to one panel of right-hand sides after the other. b and x may be
// the same. work holds a panel.
func (f *factors[T]) solve(t Trans, x, b *lanes[T], same []int32, work []T) {
	k, from, to := f.k, f.rows, same
	if t {
		from, to = to, from
	}
	lu, w := &f.lu[0], &work[0]
	j := 0
	for ; j+asm.BatchTile <= b.cols; j += asm.BatchTile {
		padding := work[f.n*asm.BatchTile*k.Lanes : f.panel()]
		clear(padding)
		k.Load(f.n, 1, f.np, w, &b.data[j], b.item, b.stride, &from[0])
		if t {
			k.UpperT(f.nt, lu, w)
			clear(padding) // where an Inf has made NaN of the zeros
			k.LowerT(f.nt, lu, w)
		} else {
			k.Lower(f.nt, f.nt, lu, w)
			clear(padding)
			k.Upper(f.nt, lu, w)
		}
		k.Store(f.n, &x.data[j], x.item, x.stride, &to[0], w)
	}
	for ; j < b.cols; j++ {
		padding := work[f.n*k.Lanes : f.np*k.Lanes]
		clear(padding)
		k.LoadVec(f.n, w, 1, &b.data[j], b.item, b.stride, &from[0])
		if t {
			k.UpperTVec(f.nt, lu, w)
			clear(padding)
			k.LowerTVec(f.nt, lu, w)
		} else {
			k.LowerVec(f.nt, lu, w)
			clear(padding)
			k.UpperVec(f.nt, lu, w)
		}
		k.StoreVec(f.n, &x.data[j], x.item, x.stride, &to[0], w)
	}
}

// lanes is matrices of n rows, one for each lane: element (i, j) of lane l is data[l*item + i*stride + j].
type lanes[T Float] struct {
	data               []T
	cols, item, stride int
}
