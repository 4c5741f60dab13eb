package gonum

import (
	"math"

	"github.com/neuralmodules/nmcore/la"
)

// thresholds says from which sizes la's routines serve; the zero value says always, for the tests.
type thresholds struct {
	vector    int // elements of dot, axpy, scal
	norm      int // elements of nrm2
	ger       int // columns of ger
	trsv      int // order of trsv
	gemvCols  int // columns of gemv without transpose,
	gemvSize  int // and its elements
	transGemv int // elements of gemv with transpose
	gemmRows  int // rows of C,
	gemmBoth  int // rows and columns of C = A*B', which gonum computes by dot products,
	gemmSize  int // and multiplications
	trsmLeft  int // order of A on the left
	trsmRight int // order of A on the right,
	trsmRows  int // and rows of B
}

// measured holds the sizes from which la is at least as fast as gonum in both types and, but for a few per cent, in all
// variants (2026-11-22, gonum 0.17.0, AMD Zen 5, avx2 record, one worker, both on the same operands in turn, least of 8
// to 40 repetitions). gemv with transpose never was: la writes y once for every row of A.
var measured = thresholds{
	vector: 128, norm: 8, ger: 256, trsv: 96,
	gemvCols: 256, gemvSize: 1 << 17, transGemv: math.MaxInt,
	gemmRows: 4, gemmBoth: 16, gemmSize: 1 << 10,
	trsmLeft: 48, trsmRight: 512, trsmRows: 64,
}

// limits is what applies: measured, but for the tests.
var limits = measured

func (l *thresholds) gemm(tA, tB la.Trans, m, n, k int) bool {
	if m < l.gemmRows || m*n*k < l.gemmSize {
		return false
	}
	return tA == la.Transpose || tB == la.NoTrans || min(m, n) >= l.gemmBoth
}

func (l *thresholds) gemv(t la.Trans, m, n int) bool {
	if t == la.Transpose {
		return m*n >= l.transGemv
	}
	return n >= l.gemvCols && m*n >= l.gemvSize
}

func (l *thresholds) trsm(s la.Side, m, n int) bool {
	if s == la.Left {
		return m >= l.trsmLeft
	}
	return n >= l.trsmRight && m >= l.trsmRows
}
