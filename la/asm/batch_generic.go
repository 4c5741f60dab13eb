package asm

import (
	"math"
	"unsafe"
)

// genericLanes is the number of matrices the portable kernels interleave.
const genericLanes = 4

// vec is one vector of the portable kernels, tile a 4x4 tile of a panel.
type (
	vec[T Float]   = [genericLanes]T
	tile4[T Float] = [BatchTile][BatchTile]vec[T]
)

// genericBatch is the portable set: specification, oracle and purego build.
func genericBatch[T Float]() BatchKernels[T] {
	return BatchKernels[T]{
		Lanes: genericLanes,
		Load:  batchLoadGeneric[T], Store: batchStoreGeneric[T],
		Lower: batchLowerGeneric[T], Upper: batchUpperGeneric[T],
		UpperT: batchUpperTGeneric[T], LowerT: batchLowerTGeneric[T],
		Panel: batchPanelGeneric[T], Swap: batchSwapGeneric[T],
	}
}

// tiles is the slice of n tiles that starts at p.
func tiles[T Float](p *T, n int) []tile4[T] { return unsafe.Slice((*tile4[T])(unsafe.Pointer(p)), n) }

// batchLoadGeneric is BatchKernels.Load.
func batchLoadGeneric[T Float](m int, dst, src *T, item, stride int, rows *int32) {
	to := span(dst, m*BatchTile*genericLanes)
	for i, r := range unsafe.Slice(rows, m*genericLanes) {
		from := unsafe.Slice((*T)(unsafe.Add(unsafe.Pointer(src), uintptr(i%genericLanes*item+int(r)*stride)*unsafe.Sizeof(*src))), BatchTile)
		for c, v := range from {
			to[(i/genericLanes*BatchTile+c)*genericLanes+i%genericLanes] = v
		}
	}
}

// batchStoreGeneric is BatchKernels.Store.
func batchStoreGeneric[T Float](m int, dst *T, item, stride int, rows *int32, src *T) {
	from := span(src, m*BatchTile*genericLanes)
	for i, r := range unsafe.Slice(rows, m*genericLanes) {
		to := unsafe.Slice((*T)(unsafe.Add(unsafe.Pointer(dst), uintptr(i%genericLanes*item+int(r)*stride)*unsafe.Sizeof(*dst))), BatchTile)
		for c := range to {
			to[c] = from[(i/genericLanes*BatchTile+c)*genericLanes+i%genericLanes]
		}
	}
}

// minus computes x -= a*b, lane by lane.
func minus[T Float](x, a, b *vec[T]) {
	x[0] -= a[0] * b[0]
	x[1] -= a[1] * b[1]
	x[2] -= a[2] * b[2]
	x[3] -= a[3] * b[3]
}

// minusProduct computes X -= op(A)*B; op is the transpose if t.
func minusProduct[T Float](x, a, b *tile4[T], t bool) {
	for k := range BatchTile {
		for i := range BatchTile {
			e := &a[i][k]
			if t {
				e = &a[k][i]
			}
			for c := range BatchTile {
				minus(&x[i][c], e, &b[k][c])
			}
		}
	}
}

// triangle overwrites the panel B with the solution of op(T) X = B for the first jt block columns of a triangle of
// lu: the unit lower one or the upper one.
func triangle[T Float](nt, jt int, lu, b *T, upper, t bool) {
	a, x := tiles(lu, nt*jt), tiles(b, nt)
	forward := upper == t
	at := func(s, n int) int { // the s-th of n in the order of the substitution
		if forward {
			return s
		}
		return n - 1 - s
	}
	for s := range nt {
		i := at(s, nt)
		for q := range min(s, jt) {
			k := at(q, nt)
			if t {
				minusProduct(&x[i], &a[i*nt+k], &x[k], true)
			} else {
				minusProduct(&x[i], &a[k*nt+i], &x[k], false)
			}
		}
		if s >= jt {
			continue
		}
		d := &a[i*nt+i]
		for s := range BatchTile {
			r := at(s, BatchTile)
			for c := range BatchTile {
				e := &x[i][r][c]
				for q := range s {
					k := at(q, BatchTile)
					if t {
						minus(e, &d[k][r], &x[i][k][c])
					} else {
						minus(e, &d[r][k], &x[i][k][c])
					}
				}
				if upper {
					for l, v := range d[r][r] {
						e[l] /= v
					}
				}
			}
		}
	}
}

func batchLowerGeneric[T Float](nt, jt int, lu, b *T) { triangle(nt, jt, lu, b, false, false) }
func batchUpperGeneric[T Float](nt int, lu, b *T)     { triangle(nt, nt, lu, b, true, false) }
func batchUpperTGeneric[T Float](nt int, lu, b *T)    { triangle(nt, nt, lu, b, true, true) }
func batchLowerTGeneric[T Float](nt int, lu, b *T)    { triangle(nt, nt, lu, b, false, true) }

// batchPanelGeneric is BatchKernels.Panel, one lane after the other. Multipliers are x*scale/(pivot*scale), the
// reciprocal taken once; scale is 1 unless the reciprocal of the pivot would overflow or lose digits.
func batchPanelGeneric[T Float](m int, panel, work *T) bool {
	a, pivots := unsafe.Slice((*[BatchTile]vec[T])(unsafe.Pointer(panel)), m), unsafe.Slice((*vec[T])(unsafe.Pointer(work)), BatchTile)
	regular := true
	for l := range genericLanes {
		for s := range BatchTile {
			pivots[s][l] = T(s)
		}
		for s := range min(BatchTile, m) {
			p, best := s, T(-1)
			for i := s; i < m; i++ {
				v := max(a[i][s][l], -a[i][s][l]) // NaN stays NaN
				if v > best || v != v && best == best {
					p, best = i, v
				}
			}
			pivots[s][l] = T(p)
			for c := range BatchTile {
				a[s][c][l], a[p][c][l] = a[p][c][l], a[s][c][l]
			}
			d := a[s][s][l]
			if d == 0 || d-d != 0 {
				regular = false
			}
			scale := T(1)
			if tiny, up := batchScales[T](); best < tiny {
				scale = up
			} else if best > 1/tiny {
				scale = 1 / up
			}
			r := 1 / (d * scale)
			for i := s + 1; i < m; i++ {
				x := a[i][s][l] * scale * r
				a[i][s][l] = x
				for c := s + 1; c < BatchTile; c++ {
					a[i][c][l] -= x * a[s][c][l]
				}
			}
		}
	}
	return regular
}

// batchScales returns the magnitude below which (or above whose reciprocal) a pivot is scaled, and by what: then all
// reciprocals are normal numbers.
func batchScales[T Float]() (tiny, up T) {
	if unsafe.Sizeof(tiny) == 4 {
		return 0x1p-110, 0x1p40
	}
	exp := 1000 // not a constant: 2^-1000 is none of float32
	return T(math.Ldexp(1, -exp)), 0x1p100
}

// batchSwapGeneric is BatchKernels.Swap.
func batchSwapGeneric[T Float](panels, np, row int, lu *T, rows *int32, work *T) {
	batchSwap(genericLanes, panels, np, row, lu, rows, work)
}

// batchSwap is BatchKernels.Swap for any number of lanes.
func batchSwap[T Float](lanes, panels, np, row int, lu *T, rows *int32, work *T) {
	line := BatchTile * lanes // elements of a panel's row
	a, r, pivots := span(lu, panels*np*line), unsafe.Slice(rows, np*lanes), span(work, line)
	for l := range lanes {
		for s := range BatchTile {
			p := int(pivots[s*lanes+l])
			if p == s {
				continue
			}
			i, k := row+s, row+p
			r[i*lanes+l], r[k*lanes+l] = r[k*lanes+l], r[i*lanes+l]
			for i, k := i*line+l, k*line+l; i < len(a); i, k = i+np*line, k+np*line {
				x, y := a[i:i+3*lanes+1], a[k:k+3*lanes+1]
				x[0], y[0] = y[0], x[0]
				x[lanes], y[lanes] = y[lanes], x[lanes]
				x[2*lanes], y[2*lanes] = y[2*lanes], x[2*lanes]
				x[3*lanes], y[3*lanes] = y[3*lanes], x[3*lanes]
			}
		}
	}
}
