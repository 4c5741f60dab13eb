package kernels

import (
	"math"
	"slices"

	"github.com/neuralmodules/nmcore/la"
)

// unit is what a table shows of an operation.
type unit int

const (
	gflops    unit = iota // GFLOP/s
	gbytes                // GB/s
	perItem               // time for each of a batch, or for the whole
	perNumber             // nanoseconds an element
)

// Op is an operation that can be measured.
type Op struct {
	Name  string // in records
	Group string // several operations that are chosen together
	Title string
	Sizes []int

	shape func(n int) Shape
	flops func(s Shape) float64 // of one run; nil: not counted
	data  func(s Shape) float64 // elements of all operands
	moves func(s Shape) float64 // elements that are read and written; nil: not counted
	unit  unit
	pool  bool // runs on several workers
	long  bool // on vectors: n is not that of a matrix

	like  string  // the bandwidth that limits it: peakRead, peakUpdate or peakTriad; empty: the units do
	limit float64 // of the scaled error; 0: residualLimit

	peers     []string             // what the peers' programs call it
	peerShape func(s Shape) [3]int // their m, n, k
	near      bool                 // a peer's size may differ a little: what counts is the time of an element
}

// residualLimit is what LAPACK's own tests allow; rounding alone gives values of the order of one.
const residualLimit = 30

// growingLimit is for results whose residual grows with the order: 20 to 30 at n = 3000 for solutions and for Cholesky, gonum's
// too (2026-11-25, AMD Zen 5).
const growingLimit = 300

// ulpLimit allows for the errors of package math and of the simple formulas beside those of the kernels.
const ulpLimit = 5

// operation is an operation for one type of elements.
type operation[T la.Float] struct {
	Op
	problem func(s Shape, src *source[T]) problem
}

// Sizes of the tables.
var (
	squares   = []int{4, 8, 16, 24, 32, 48, 64, 96, 100, 128, 200, 256, 500, 512, 1000, 2000, 3000}
	skinny    = []int{100, 300, 1000, 3000}
	factors   = []int{4, 8, 16, 24, 32, 48, 64, 96, 100, 128, 200, 256, 300, 500, 512, 1000, 2000, 3000}
	solves    = []int{4, 8, 16, 32, 64, 100, 256, 500, 1000, 3000}
	batches   = []int{8, 16, 32, 50, 64, 100}
	vectors   = []int{32, 100, 1000, 10000, 1000000}
	matrices  = []int{32, 64, 100, 300, 1000, 3000}
	functions = []int{1000, 1000000}
)

const (
	wide  = 64   // the small dimension of skinny shapes and the number of right-hand sides
	count = 1024 // systems of a batch
)

// table lists every operation. Shapes are row-major; the peers' programs are column-major, where (m x k)(k x n) is the
// transpose of our (n x k)(k x m) with the factors exchanged: what reads the same memory the same way is compared.
func table[T la.Float]() []operation[T] {
	n, t := la.NoTrans, la.Transpose
	return []operation[T]{
		{Op{Name: "gemm", Group: "gemm", Title: "GEMM (n x n)(n x n)", Sizes: squares, shape: cube, flops: mul, data: operands, pool: true, peers: []string{"gemm"}, peerShape: swapped}, product[T](n, n, 0)},
		{Op{Name: "gemm_nx64", Group: "skinny", Title: "GEMM (n x n)(n x 64)", Sizes: skinny, shape: tall, flops: mul, data: operands, pool: true, peers: []string{"gemm_64xnxn"}, peerShape: swapped}, product[T](n, n, 0)},
		{Op{Name: "gemm_nx64_t", Group: "skinny", Title: "GEMM (n x n)(64 x n)'", Sizes: skinny, shape: tall, flops: mul, data: operands, pool: true, peers: []string{"gemmT_64xnxn"}, peerShape: swapped}, product[T](n, t, 0)},
		{Op{Name: "gemm_64xn", Group: "skinny", Title: "GEMM (64 x n)(n x n)", Sizes: skinny, shape: flat, flops: mul, data: operands, pool: true, peers: []string{"gemm_nxnx64"}, peerShape: swapped}, product[T](n, n, 0)},
		{Op{Name: "gemm_64xn_t", Group: "skinny", Title: "GEMM (64 x n)(n x n)'", Sizes: skinny, shape: flat, flops: mul, data: operands, pool: true}, product[T](n, t, 0)},
		{Op{Name: "gemm_outer", Group: "skinny", Title: "GEMM (n x 64)(64 x n)", Sizes: skinny, shape: outer, flops: mul, data: operands, pool: true, peers: []string{"gemm_nx64_64xn"}, peerShape: swapped}, product[T](n, n, 0)},
		{Op{Name: "gemm_outer_t", Group: "skinny", Title: "GEMM (64 x n)'(64 x n) added to C", Sizes: skinny, shape: outer, flops: mul, data: operands, pool: true, peers: []string{"gemm_nx64xn_outer"}, peerShape: swapped}, product[T](t, n, 1)},
		{Op{Name: "trsm_left", Group: "trsm", Title: "TRSM, L X = B, B n x 64", Sizes: solves, shape: rhs(wide), flops: tri, data: rhsData, pool: true, peers: []string{"trsm_nx64"}, peerShape: ordered(wide)}, triangular[T](la.Left, la.Lower)},
		{Op{Name: "trsm_right", Group: "trsm", Title: "TRSM, X U = B, B 64 x n", Sizes: solves, shape: lhs(wide), flops: triRight, data: lhsData, pool: true, peers: []string{"trsm_nx64"}, peerShape: orderedRight(wide)}, triangular[T](la.Right, la.Upper)},
		{Op{Name: "trsm_square", Group: "trsm", Title: "TRSM, L X = B, B n x n", Sizes: solves, shape: pair, flops: tri, data: rhsData, pool: true, peers: []string{"trsm_nxn"}, peerShape: same}, triangular[T](la.Left, la.Lower)},
		{Op{Name: "lu", Group: "lu", Title: "LU with partial pivoting, copying A not counted", Sizes: factors, shape: order, flops: luFlops(2. / 3), data: luData, pool: true, peers: []string{"getrf", "getrf_incl_copy"}, peerShape: same}, lu[T]},
		{Op{Name: "solve1", Group: "solve", Title: "Solve with the LU factors, 1 right-hand side", Sizes: solves, shape: rhs(1), flops: solveFlops, data: rhsData, limit: growingLimit, unit: perItem, peers: []string{"getrs1"}, peerShape: ordered(1)}, solve[T]},
		{Op{Name: "solve64", Group: "solve", Title: "Solve with the LU factors, 64 right-hand sides", Sizes: solves, shape: rhs(wide), flops: solveFlops, data: rhsData, limit: growingLimit, pool: true, peers: []string{"getrs64"}, peerShape: ordered(wide)}, solve[T]},
		{Op{Name: "batch_lu", Group: "batch", Title: "1,024 LU factorizations, each", Sizes: batches, shape: systems, flops: batchFlops(0), data: batchData, unit: perItem, pool: true, peers: []string{"batch_getrf"}, peerShape: batched(0)}, batchFactor[T]},
		{Op{Name: "batch_kept", Group: "batch", Title: "1,024 LU factorizations, kept, then a solve, each", Sizes: batches, shape: systems, flops: batchFlops(1), data: batchData, unit: perItem, pool: true, peers: []string{"batch_getrf_getrs"}, peerShape: batched(1)}, batchKept[T]},
		{Op{Name: "batch_solve", Group: "batch", Title: "1,024 solves of A x = b, each", Sizes: batches, shape: systems, flops: batchFlops(1), data: batchData, unit: perItem, pool: true, peers: []string{"batch_getrf_getrs"}, peerShape: batched(1)}, batchSolve[T]},
		{Op{Name: "cholesky", Group: "factor", Title: "Cholesky, copying A not counted", Sizes: solves, shape: order, flops: luFlops(1. / 3), data: luData, limit: growingLimit, pool: true, peers: []string{"potrf"}, peerShape: same}, cholesky[T]},
		{Op{Name: "cholesky64", Group: "factor", Title: "Solve with the Cholesky factor, 64 right-hand sides", Sizes: solves, shape: rhs(wide), flops: solveFlops, data: rhsData, limit: growingLimit, pool: true, peers: []string{"potrs64"}, peerShape: ordered(wide)}, choleskySolve[T]},
		{Op{Name: "qr", Group: "factor", Title: "QR of n x n, copying A not counted", Sizes: solves, shape: pair, flops: qrFlops, data: area(3), pool: true, peers: []string{"geqrf"}, peerShape: same}, qr[T]},
		{Op{Name: "dot", Group: "level1", Title: "dot", Sizes: vectors, shape: order, long: true, flops: linear(2), data: linear(2), moves: linear(2), like: peakRead, peers: []string{"dot"}, peerShape: first}, dot[T]},
		{Op{Name: "axpy", Group: "level1", Title: "axpy", Sizes: vectors, shape: order, long: true, flops: linear(2), data: linear(2), moves: linear(3), like: peakUpdate, peers: []string{"axpy"}, peerShape: first}, axpy[T]},
		{Op{Name: "scal", Group: "level1", Title: "scal", Sizes: vectors, shape: order, long: true, data: linear(1), moves: linear(2), like: peakUpdate, unit: gbytes}, scal[T]},
		{Op{Name: "nrm2", Group: "level1", Title: "nrm2", Sizes: vectors, shape: order, long: true, flops: linear(2), data: linear(1), moves: linear(1), like: peakRead, unit: gbytes}, nrm2[T]},
		{Op{Name: "asum", Group: "level1", Title: "asum", Sizes: vectors, shape: order, long: true, flops: linear(1), data: linear(1), moves: linear(1), like: peakRead, unit: gbytes}, asum[T]},
		{Op{Name: "iamax", Group: "level1", Title: "iamax", Sizes: vectors, shape: order, long: true, data: linear(1), moves: linear(1), like: peakRead, unit: gbytes}, iamax[T]},
		{Op{Name: "gemv", Group: "level2", Title: "gemv, y = A x", Sizes: matrices, shape: pair, flops: area(2), data: area(1), moves: area(1), like: peakRead, peers: []string{"gemvT"}, peerShape: first}, gemv[T](n)},
		{Op{Name: "gemv_t", Group: "level2", Title: "gemv, y = A' x", Sizes: matrices, shape: pair, flops: area(2), data: area(1), moves: area(1), like: peakRead, peers: []string{"gemvN"}, peerShape: first}, gemv[T](t)},
		{Op{Name: "ger", Group: "level2", Title: "ger", Sizes: matrices, shape: pair, flops: area(2), data: area(1), moves: area(2), like: peakUpdate}, ger[T]},
		{Op{Name: "trsv", Group: "level2", Title: "trsv, L x = b", Sizes: matrices, shape: pair, flops: area(1), data: area(1), moves: area(0.5), like: peakRead}, trsv[T]},
		{Op{Name: "exp", Group: "elementwise", Title: "exp", Sizes: functions, shape: order, long: true, data: linear(2), unit: perNumber, limit: ulpLimit, peers: []string{"exp"}, peerShape: first, near: true}, elementwise(la.Exp[T], math.Exp)},
		{Op{Name: "tanh", Group: "elementwise", Title: "tanh", Sizes: functions, shape: order, long: true, data: linear(2), unit: perNumber, limit: ulpLimit, peers: []string{"tanh"}, peerShape: first, near: true}, elementwise(la.Tanh[T], math.Tanh)},
		{Op{Name: "sigmoid", Group: "elementwise", Title: "sigmoid", Sizes: functions, shape: order, long: true, data: linear(2), unit: perNumber, limit: ulpLimit, peers: []string{"sigmoid"}, peerShape: first, near: true}, elementwise(la.Sigmoid[T], sigmoid)},
		{Op{Name: "softplus", Group: "elementwise", Title: "softplus", Sizes: functions, shape: order, long: true, data: linear(2), unit: perNumber, limit: ulpLimit}, elementwise(la.Log1pExp[T], softplus)},
		{Op{Name: "relu", Group: "elementwise", Title: "relu", Sizes: functions, shape: order, long: true, data: linear(2), moves: linear(2), like: peakTriad, unit: perNumber, limit: ulpLimit}, elementwise(la.ReLU[T], relu)},
	}
}

// Shapes of size n.
func cube(n int) Shape    { return Shape{M: n, N: n, K: n} }
func tall(n int) Shape    { return Shape{M: n, N: wide, K: n} }
func flat(n int) Shape    { return Shape{M: wide, N: n, K: n} }
func outer(n int) Shape   { return Shape{M: n, N: n, K: wide} }
func order(n int) Shape   { return Shape{N: n} }
func pair(n int) Shape    { return Shape{M: n, N: n} }
func systems(n int) Shape { return Shape{N: n, Batch: count} }

func rhs(columns int) func(n int) Shape { return func(n int) Shape { return Shape{M: n, N: columns} } }
func lhs(rows int) func(n int) Shape    { return func(n int) Shape { return Shape{M: rows, N: n} } }

// Operations and elements of a shape.
func mul(s Shape) float64        { return 2 * float(s.M) * float(s.N) * float(s.K) }
func tri(s Shape) float64        { return float(s.M) * float(s.M) * float(s.N) }
func triRight(s Shape) float64   { return float(s.M) * float(s.N) * float(s.N) }
func solveFlops(s Shape) float64 { return 2 * float(s.M) * float(s.M) * float(s.N) }
func operands(s Shape) float64 {
	return float(s.M)*float(s.K) + float(s.K)*float(s.N) + float(s.M)*float(s.N)
}
func rhsData(s Shape) float64   { return float(s.M)*float(s.M) + 2*float(s.M)*float(s.N) }
func lhsData(s Shape) float64   { return float(s.N)*float(s.N) + 2*float(s.M)*float(s.N) }
func luData(s Shape) float64    { return 3 * float(s.N) * float(s.N) }
func batchData(s Shape) float64 { return 3 * float(s.Batch) * float(s.N) * float(s.N) }

func qrFlops(s Shape) float64 { return 2 * float(s.N) * float(s.N) * (float(s.M) - float(s.N)/3) }

func luFlops(factor float64) func(Shape) float64 {
	return func(s Shape) float64 { return factor * float(s.N) * float(s.N) * float(s.N) }
}

func batchFlops(columns float64) func(Shape) float64 {
	return func(s Shape) float64 { return float(s.Batch) * (luFlops(2./3)(s) + columns*2*float(s.N)*float(s.N)) }
}

func linear(factor float64) func(Shape) float64 {
	return func(s Shape) float64 { return factor * float(s.N) }
}

func area(factor float64) func(Shape) float64 {
	return func(s Shape) float64 { return factor * float(s.M) * float(s.N) }
}

func float(n int) float64 { return float64(n) }

// The m, n and k of a shape in the peers' files.
func swapped(s Shape) [3]int { return [3]int{s.N, s.M, s.K} }
func same(s Shape) [3]int    { return [3]int{s.N, s.N, s.N} }
func first(s Shape) [3]int   { return [3]int{s.N, 0, 0} }

func ordered(columns int) func(Shape) [3]int {
	return func(s Shape) [3]int { return [3]int{s.M, columns, s.M} }
}

func orderedRight(columns int) func(Shape) [3]int {
	return func(s Shape) [3]int { return [3]int{s.N, columns, s.N} }
}

func batched(columns int) func(Shape) [3]int {
	return func(s Shape) [3]int { return [3]int{s.N, columns, s.Batch} }
}

// Ops returns every operation.
func Ops() []Op {
	var ops []Op
	for _, o := range table[float64]() {
		ops = append(ops, o.Op)
	}
	return ops
}

// opNamed returns the operation of that name, or nil.
func opNamed(name string) *Op {
	for _, o := range allOps {
		if o.Name == name {
			return &o
		}
	}
	return nil
}

var allOps = Ops()

// size is the n that gives s.
func (o *Op) size(s Shape) int {
	for _, n := range []int{s.M, s.N, s.K} {
		if o.shape(n) == s {
			return n
		}
	}
	return max(s.M, s.N, s.K)
}

// Elements is the number of elements that the operands of size n have.
func (o *Op) Elements(n int) float64 { return o.data(o.shape(n)) }

// chosen reports whether name is in names, or names is empty.
func chosen(names []string, name string) bool { return len(names) == 0 || slices.Contains(names, name) }
