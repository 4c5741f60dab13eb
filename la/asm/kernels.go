package asm

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"
)

// Float is the set of element types every kernel exists for.
type Float interface{ float32 | float64 }

// EnvISA is the environment variable that forces a record by name.
const EnvISA = "NMCORE_ISA"

// Kernels is one implementation of every operation an architecture port
// supplies. The package comment is the contract of each field. A record is
// immutable.
type Kernels[T Float] struct {
	Name   string // "generic", "avx2", "avx512"
	MR, NR int    // rows and columns of the tile of Gemm
	Vec    int    // columns of one vector, a power of two that divides NR

	// Gemm computes the m x n strip C = alpha*A*B + beta*C, any m, n <= NR.
	Gemm func(kc int, a *T, rsa, csa int, b *T, rsb int, next, c *T, ldc, m, n int, alpha, beta T)

	Copy      func(dst *T, ldd int, src *T, lds, m, n int) // dst[i*ldd+j] = src[i*lds+j], i < m, j < n
	Transpose func(dst *T, ldd int, src *T, lds, m, n int) // dst[j*ldd+i] = src[i*lds+j], i < m, j < n

	Dot  func(x, y []T) T        // sum x[i]*y[i]
	Axpy func(alpha T, x, y []T) // y += alpha*x
	Scal func(alpha T, x []T)    // x *= alpha
	Asum func(x []T) T           // sum |x[i]|

	DotWide func(x, y []T) float64 // Dot in float64

	// Iamax returns the first index of the largest |x[i]|, or -1 if there is none: x is empty or not all finite.
	Iamax func(x []T) int

	// LUPanel overwrites an m x w panel, w <= 8, with its factors and returns the first bad column, -1 if there is none, or
	// -2 if it leaves the panel, as it was, to the portable function.
	LUPanel func(m, w int, a *T, lda int, piv *int32, row int, work *T, ldw int) int
	// Trsm solves with the k x k triangle on top of L and takes the rest of L times the solution from the rest of B.
	Trsm func(m, k, n int, l *T, rs, cs int, dinv *T, ds int, b *T, ldb int)
	// Trsv* overwrite x with the solution for one n x n triangle: unit lower, upper, and their transposes.
	TrsvLower, TrsvUpper, TrsvUpperTrans, TrsvLowerTrans func(n int, a *T, lda int, x *T)
	// SwapRows exchanges rows i and piv[i] for i = lo, lo+step, .. before hi.
	SwapRows func(n, lo, hi, step int, a *T, lda int, piv *int32)
	// CopyAbs copies an m x n matrix and adds up the absolute values of its columns.
	CopyAbs func(m, n int, dst *T, ldd int, src *T, lds int, sum *T)

	// Reflect takes coef[r] times row -1 from row r and returns the products of row 0 with all rows.
	Reflect func(m, below, above int, a *T, lda int, coef, sums *T)
	// AddAbs adds |x[i]| to y[i] and returns the sum of |x[i]|.
	AddAbs func(x, y []T) T

	// Chol computes columns lo..hi-1 of eight rows of a Cholesky factor below k others. Bit i of bad: pivot i is no good.
	Chol func(k, lo, hi int, a *T, lda int, work *T) (bad int)

	// Gemv and GemvT compute alpha*A*x and alpha*A'*x for an m x n matrix A and store or (load) add them to y.
	Gemv, GemvT func(m, n int, alpha T, a *T, lda int, x, y *T, load bool)

	// GemvRows is Gemv for the matrix whose row i is row rows[i] of A.
	GemvRows func(m, n int, alpha T, a *T, lda int, x, y *T, load bool, rows *int32)

	// Sparse computes alpha*S*B for m rows of a sparse S and n columns of B and stores or (load) adds it to C.
	Sparse func(m, n int, alpha T, start *int, col *int32, val, b *T, ldb int, c *T, ldc int, load bool)

	// Ger adds alpha*x*y' to an m x n matrix A.
	Ger func(m, n int, alpha T, x, y, a *T, lda int)

	Exp      func(dst, src []T)
	Tanh     func(dst, src []T)
	Sigmoid  func(dst, src []T)
	Log1pExp func(dst, src []T) // log(1+exp(x))

	Batch BatchKernels[T] // many small systems at once
	Quant QuantKernels[T] // products of quantized matrices

	ReLU func(dst, src []T) // max(x, 0)

	TanhSlope    func(dst, src []T) // (1-x)*(1+x)
	SigmoidSlope func(dst, src []T) // x*(1-x)

	MaxAbsDiff func(x, y []T) T // max |x[i]-y[i]|
	// MaxColumns computes the largest |x-y| and |x| of each of n columns of m rows, (load) beside those in diff and size.
	MaxColumns func(m, n int, x *T, ldx int, y *T, ldy int, diff, size *T, load bool)

	Mul func(dst, x, y []T) // x[i]*y[i]

	Adam     func(w, g, m, v []T, s *AdamStep[T]) // a step of the weights w with gradient g and averages m, v
	Momentum func(w, g, m []T, decay, rate T)     // m = decay*m + g; w -= rate*m
	ProxL1   func(w []T, step T, weight []T)      // w[i] = sign(w[i]) * max(|w[i]|-step*weight[i], 0)
	ProxL2   func(w []T, step T, weight []T)      // w[i] /= 1 + step*weight[i]
	Above    func(bits []uint64, x []T, limit T)  // bit i of bits: |x[i]| > limit
}

// records are the two records of one instruction set.
type records struct {
	f32 Kernels[float32]
	f64 Kernels[float64]
}

// known names every record some build has, whatever this machine supports.
const known = "generic, avx2, avx512"

var genericRecords = records{f32: genericKernels[float32](), f64: genericKernels[float64]()}

// available lists what this machine can run, slowest first.
var available = sync.OnceValue(func() []*records {
	return append([]*records{&genericRecords}, archRecords()...)
})

// active is the pair in use; it is nil if NMCORE_ISA cannot be honoured, and unusable says why. Both are set before main
// starts: a choice at the first use would keep Active from being inlined, which costs a short Dot a fifth of its time.
var (
	active   atomic.Pointer[records]
	unusable = activate()
)

// pick returns the record of r for T. The branch folds at compile time.
func pick[T Float](r *records) *Kernels[T] {
	if unsafe.Sizeof(*new(T)) == 8 {
		return (*Kernels[T])(unsafe.Pointer(&r.f64))
	}
	return (*Kernels[T])(unsafe.Pointer(&r.f32))
}

// Active returns the record in use for T. It panics with the text of [Check] if NMCORE_ISA, read when the program
// started, cannot be honoured.
func Active[T Float]() *Kernels[T] {
	r := active.Load()
	if r == nil {
		panic(unusable)
	}
	return pick[T](r)
}

// activate chooses the first record in use and returns what is wrong with the choice.
func activate() string {
	r, err := fromEnv()
	if err != nil {
		return err.Error()
	}
	active.Store(r)
	return ""
}

// Portable returns the portable record for T, which can be preempted.
func Portable[T Float]() *Kernels[T] { return pick[T](&genericRecords) }

// All returns the records this machine can run, generic first.
func All[T Float]() []*Kernels[T] {
	var all []*Kernels[T]
	for _, r := range available() {
		all = append(all, pick[T](r))
	}
	return all
}

// Set makes the named record the active one for both types. It is for tests,
// benchmarks and bug reports; results in flight may mix records. The empty name
// means the best record. The error names what can be chosen.
func Set(name string) error {
	r, err := find("", name)
	if err == nil {
		active.Store(r)
	}
	return err
}

// Check reports whether NMCORE_ISA names a record this machine can run. It does
// not change the active record.
func Check() error {
	_, err := fromEnv()
	return err
}

// fromEnv returns the records that the environment asks for.
func fromEnv() (*records, error) { return find(EnvISA+": ", os.Getenv(EnvISA)) }

// find returns the named records; the error starts with prefix.
func find(prefix, name string) (*records, error) {
	rs := available()
	if name == "" {
		return rs[len(rs)-1], nil
	}
	var names []string
	for _, r := range rs {
		if r.f64.Name == name {
			return r, nil
		}
		names = append(names, r.f64.Name)
	}
	return nil, errors.New("asm: " + prefix + "no kernels " + quote(name) + " on this machine and build (can run: " +
		strings.Join(names, ", ") + "; known: " + known + ")")
}

// quote bounds and quotes a name that came from outside.
func quote(s string) string {
	if len(s) > 32 {
		s = s[:32] + "..."
	}
	return strconv.Quote(s)
}
