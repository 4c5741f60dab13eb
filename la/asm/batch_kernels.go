package asm

// BatchTile is the order of the tiles of a group, see BatchKernels.
const BatchTile = 4

// BatchKernels are the operations on a group: Lanes square matrices of one order, interleaved, so that vector (i, j)
// holds element (i, j) of every one of them and each lane works on a matrix of its own. No operation mixes lanes:
// a lane's bits do not depend on the others.
//
// The order is padded to np, a multiple of BatchTile, and the columns are cut into panels of BatchTile:
//
//	vector (i, j) starts at element ((j/4*np + i)*4 + j%4) * Lanes
//
// so a panel is np*4 vectors, and a 4x4 tile 16 vectors in a row. Right-hand sides are panels too. Padding is that of
// the identity in a matrix and zero in right-hand sides. Sizes are counted in tiles: nt = np/4 <= 32.
type BatchKernels[T Float] struct {
	Lanes int
	Most  int // the largest order at which groups beat matrices one by one, at most 128

	// Load gathers m rows of some panels of np rows: vector (i, j), lane l, becomes
	// src[l*item + rows[i*Lanes+l]*stride + j], j < 4*panels.
	Load func(m, panels, np int, dst, src *T, item, stride int, rows *int32)
	// Store is the opposite for one panel: dst[l*item + rows[i*Lanes+l]*stride + j] becomes vector (i, j), lane l.
	Store func(m int, dst *T, item, stride int, rows *int32, src *T)

	// LoadVec gathers one column: vector i*step, lane l, becomes src[l*item + rows[i*Lanes+l]*stride], i < m.
	LoadVec func(m int, dst *T, step int, src *T, item, stride int, rows *int32)
	// StoreVec is the opposite for m vectors in a row.
	StoreVec func(m int, dst *T, item, stride int, rows *int32, src *T)

	// Lower overwrites the panel B, nt tiles, with the solution of the first jt block columns of the unit lower
	// triangle L: tile i of B becomes B_i - sum_k L_ik B_k, k < min(i, jt), and then, if i < jt, L_ii^-1 of that.
	Lower func(nt, jt int, lu, b *T)
	// Upper overwrites the panel B, nt tiles, with U^-1 B, dividing by U's diagonal.
	Upper func(nt int, lu, b *T)
	// UpperT overwrites the panel B with U'^-1 B.
	UpperT func(nt int, lu, b *T)
	// LowerT overwrites the panel B with L'^-1 B, L unit lower.
	LowerT func(nt int, lu, b *T)

	// LowerVec, UpperVec, UpperTVec and LowerTVec do the same for one right-hand side, nt*4 vectors, with the bits it
	// has in a panel.
	LowerVec, UpperVec, UpperTVec, LowerTVec func(nt int, lu, x *T)

	// Panel factors a panel of m >= 1 rows with partial pivoting: P A = L U. Step s < min(m, 4) exchanges rows s and
	// work[s*Lanes+l] of lane l; the first of equals is chosen, and a NaN before every number. Steps from m on exchange
	// nothing. work has 16 vectors, the pivots come first, the others are scratch. It reports whether every pivot is finite and not zero.
	Panel func(m int, panel, work *T) bool
	// Swap applies the exchanges of Panel, which factored rows from row on of panel row/4, to the other ones of the
	// first panels and to rows, and uses up work: it exchanges rows row+s and row+work[s*Lanes+l] of lane l.
	Swap func(panels, np, row int, lu *T, rows *int32, work *T)
}
