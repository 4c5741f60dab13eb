package la

import "github.com/neuralmodules/nmcore/la/asm"

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

// count returns the number of groups of items matrices.
func (g *groups[T]) count(items int) int { return (items + g.k.Lanes - 1) / g.k.Lanes }

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

// factorize computes the factors of the matrices in a, one panel after the other (left-looking: a panel is loaded with
// its rows exchanged already, so that only the columns of L are ever exchanged in memory). work has 8 vectors. Lane l
// of bad becomes the first pivot that is zero or not finite, or -1.
func (f *factors[T]) factorize(a *lanes[T], same []int32, work []T, bad []int32) {
	copy(f.rows, same)
	for l := range bad {
		bad[l] = -1
	}
	size, line := f.panel(), asm.BatchTile*f.k.Lanes
	for j := range f.nt {
		panel := f.lu[j*size:][:size]
		f.load(panel, a, f.rows, j*asm.BatchTile)
		for i := f.n; i < f.np && j == f.nt-1; i++ {
			ones := panel[i*line+i%asm.BatchTile*f.k.Lanes:][:f.k.Lanes]
			for l := range ones {
				ones[l] = 1
			}
		}
		top := j * asm.BatchTile
		if j > 0 {
			f.k.Lower(f.nt, j, &f.lu[0], &panel[0])
		}
		if !f.k.Panel(f.n-top, &panel[top*line], &work[0]) {
			f.note(bad, panel[top*line:], top)
		}
		f.k.Swap(j, f.np, top, &f.lu[0], &f.rows[0], &work[0])
	}
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

// solve writes the solutions of op(A)*X = B to x, one panel of right-hand sides after the other. b and x may be the
// same. work holds a panel.
func (f *factors[T]) solve(t Trans, x, b *lanes[T], same []int32, work []T) {
	size, line := f.panel(), asm.BatchTile*f.k.Lanes
	work = work[:size]
	from, to := f.rows, same
	if t {
		from, to = to, from
	}
	for j := 0; j < b.cols; j += asm.BatchTile {
		f.load(work, b, from, j)
		if t {
			f.k.UpperT(f.nt, &f.lu[0], &work[0])
		} else {
			f.k.Lower(f.nt, f.nt, &f.lu[0], &work[0])
		}
		clear(work[f.n*line:]) // where an Inf has made NaN of the zeros
		if t {
			f.k.LowerT(f.nt, &f.lu[0], &work[0])
		} else {
			f.k.Upper(f.nt, &f.lu[0], &work[0])
		}
		f.store(x, work, to, j)
	}
}

// lanes is matrices of n rows, one for each lane: element (i, j) of lane l is data[l*item + i*stride + j].
type lanes[T Float] struct {
	data               []T
	cols, item, stride int
}

// load gathers columns j... of the lanes into a panel: its row i becomes row rows[i] of x. What is beyond the last
// column or row becomes zero.
func (g *groups[T]) load(panel []T, x *lanes[T], rows []int32, j int) {
	k, line := g.k.Lanes, asm.BatchTile*g.k.Lanes
	clear(panel[g.n*line:])
	if x.cols-j >= asm.BatchTile {
		g.k.Load(g.n, &panel[0], &x.data[j], x.item, x.stride, &rows[0])
		return
	}
	clear(panel[:g.n*line])
	for i := range g.n {
		to := panel[i*line:][:line]
		for l, r := range rows[i*k:][:k] {
			for c, v := range x.data[l*x.item+int(r)*x.stride+j:][:x.cols-j] {
				to[c*k+l] = v
			}
		}
	}
}

// store is the opposite of load.
func (g *groups[T]) store(x *lanes[T], panel []T, rows []int32, j int) {
	k, line := g.k.Lanes, asm.BatchTile*g.k.Lanes
	if x.cols-j >= asm.BatchTile {
		g.k.Store(g.n, &x.data[j], x.item, x.stride, &rows[0], &panel[0])
		return
	}
	for i := range g.n {
		from := panel[i*line:][:line]
		for l, r := range rows[i*k:][:k] {
			to := x.data[l*x.item+int(r)*x.stride+j:][:x.cols-j]
			for c := range to {
				to[c] = from[c*k+l]
			}
		}
	}
}
