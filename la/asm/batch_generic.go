package asm

import (
	"math"
	"unsafe"
)

// genericLanes is the number of matrices the portable kernels interleave.
const genericLanes = 4

// vec is one vector of the portable kernels.
type vec[T Float] = [genericLanes]T

// genericBatch is the portable set: specification, oracle and purego build.
func genericBatch[T Float]() BatchKernels[T] {
	return BatchKernels[T]{
		Lanes: genericLanes, Most: 8, // at 16 a group took 1.4 times as long
		Load: batchLoadGeneric[T], Store: batchStoreGeneric[T],
		LoadVec: batchLoadVecGeneric[T], StoreVec: batchStoreVecGeneric[T],
		Lower: batchLowerGeneric[T], Upper: batchUpperGeneric[T],
		UpperT: batchUpperTGeneric[T], LowerT: batchLowerTGeneric[T],
		LowerVec: batchLowerVecGeneric[T], UpperVec: batchUpperVecGeneric[T],
		UpperTVec: batchUpperTVecGeneric[T], LowerTVec: batchLowerTVecGeneric[T],
		Panel: batchPanelGeneric[T], Swap: batchSwapGeneric[T],
	}
}

// vecs is the slice of n vectors that starts at p.
func vecs[T Float](p *T, n int) []vec[T] { return unsafe.Slice((*vec[T])(unsafe.Pointer(p)), n) }

// laneRow is the slice of n elements at the start of row r of the lane l of src.
func laneRow[T Float](src *T, item, stride, l int, r int32, n int) []T {
	return unsafe.Slice((*T)(unsafe.Add(unsafe.Pointer(src), (l*item+int(r)*stride)*int(unsafe.Sizeof(*src)))), n)
}

func batchLoadGeneric[T Float](m, panels, np int, dst, src *T, item, stride int, rows *int32) {
	to := vecs(dst, ((panels-1)*np+m)*BatchTile)
	for i, r := range unsafe.Slice(rows, m*genericLanes) {
		l := i % genericLanes
		for j, v := range laneRow(src, item, stride, l, r, panels*BatchTile) {
			to[(j/BatchTile*np+i/genericLanes)*BatchTile+j%BatchTile][l] = v
		}
	}
}

func batchStoreGeneric[T Float](m int, dst *T, item, stride int, rows *int32, src *T) {
	from := vecs(src, m*BatchTile)
	for i, r := range unsafe.Slice(rows, m*genericLanes) {
		l := i % genericLanes
		to := laneRow(dst, item, stride, l, r, BatchTile)
		for c := range to {
			to[c] = from[i/genericLanes*BatchTile+c][l]
		}
	}
}

func batchLoadVecGeneric[T Float](m int, dst *T, step int, src *T, item, stride int, rows *int32) {
	to := vecs(dst, (m-1)*step+1)
	for i, r := range unsafe.Slice(rows, m*genericLanes) {
		l := i % genericLanes
		to[i/genericLanes*step][l] = laneRow(src, item, stride, l, r, 1)[0]
	}
}

func batchStoreVecGeneric[T Float](m int, dst *T, item, stride int, rows *int32, src *T) {
	from := vecs(src, m)
	for i, r := range unsafe.Slice(rows, m*genericLanes) {
		l := i % genericLanes
		laneRow(dst, item, stride, l, r, 1)[0] = from[i/genericLanes][l]
	}
}

// substitute overwrites B, nt*4 rows of w vectors, with the solution of op(T) X = B for the first jt block columns of
// a triangle of lu: the unit lower one or the upper one.
func substitute[T Float](nt, jt, w int, lu, b *T, upper, t bool) {
	np := nt * BatchTile
	a, x := vecs(lu, np*jt*BatchTile), vecs(b, np*w)
	for s := range np {
		i, k, step := s, 0, 1 // the row found in step s; it needs those before it
		if upper != t {
			i, k, step = np-1-s, np-1, -1
		}
		for c := range w {
			out := &x[i*w+c]
			y0, y1, y2, y3 := out[0], out[1], out[2], out[3] // an array would not stay in registers
			for q, k := 0, k; q < min(s, jt*BatchTile); q, k = q+1, k+step {
				row, col := i, k
				if t {
					row, col = k, i
				}
				e, z := &a[(col/BatchTile*np+row)*BatchTile+col%BatchTile], &x[k*w+c]
				y0 -= e[0] * z[0]
				y1 -= e[1] * z[1]
				y2 -= e[2] * z[2]
				y3 -= e[3] * z[3]
			}
			if upper {
				d := &a[(i/BatchTile*np+i)*BatchTile+i%BatchTile]
				y0, y1, y2, y3 = y0/d[0], y1/d[1], y2/d[2], y3/d[3]
			}
			*out = vec[T]{y0, y1, y2, y3}
		}
	}
}

func batchLowerGeneric[T Float](nt, jt int, lu, b *T) {
	substitute(nt, jt, BatchTile, lu, b, false, false)
}
func batchUpperGeneric[T Float](nt int, lu, b *T) {
	substitute(nt, nt, BatchTile, lu, b, true, false)
}
func batchUpperTGeneric[T Float](nt int, lu, b *T) {
	substitute(nt, nt, BatchTile, lu, b, true, true)
}
func batchLowerTGeneric[T Float](nt int, lu, b *T) {
	substitute(nt, nt, BatchTile, lu, b, false, true)
}
func batchLowerVecGeneric[T Float](nt int, lu, x *T)  { substitute(nt, nt, 1, lu, x, false, false) }
func batchUpperVecGeneric[T Float](nt int, lu, x *T)  { substitute(nt, nt, 1, lu, x, true, false) }
func batchUpperTVecGeneric[T Float](nt int, lu, x *T) { substitute(nt, nt, 1, lu, x, true, true) }
func batchLowerTVecGeneric[T Float](nt int, lu, x *T) { substitute(nt, nt, 1, lu, x, false, true) }

// batchPanelGeneric factors one lane after the other. Multipliers are x*scale/(pivot*scale), the
// reciprocal taken once; scale is 1 unless the reciprocal of the pivot would overflow or lose digits.
func batchPanelGeneric[T Float](m int, panel, work *T) bool {
	a, pivots := unsafe.Slice((*[BatchTile]vec[T])(unsafe.Pointer(panel)), m), vecs(work, BatchTile)
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

func batchSwapGeneric[T Float](panels, np, row int, lu *T, rows *int32, work *T) {
	a, r := vecs(lu, panels*np*BatchTile), unsafe.Slice((*[genericLanes]int32)(unsafe.Pointer(rows)), np)
	for s, pivots := range vecs(work, BatchTile) {
		for l, p := range pivots {
			i, k := row+s, row+int(p)
			r[i][l], r[k][l] = r[k][l], r[i][l]
			for q := range panels {
				if q == row/BatchTile {
					continue
				}
				x, y := a[(q*np+i)*BatchTile:][:BatchTile], a[(q*np+k)*BatchTile:][:BatchTile]
				for c := range x {
					x[c][l], y[c][l] = y[c][l], x[c][l]
				}
			}
		}
	}
}
