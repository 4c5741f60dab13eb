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
	Unroll int    // steps of Gemm's k loop per turn; any kc is allowed

	// Gemm computes the m x n tile C = alpha*A*B (+ C if load), m <= MR, n <= NR.
	Gemm func(kc int, a *T, rsa, csa int, b *T, rsb int, c *T, ldc, m, n int, alpha T, load bool)

	Dot  func(x, y []T) T        // sum x[i]*y[i]
	Axpy func(alpha T, x, y []T) // y += alpha*x
	Scal func(alpha T, x []T)    // x *= alpha
	Asum func(x []T) T           // sum |x[i]|

	DotWide func(x, y []T) float64 // Dot in float64

	// Iamax returns the first index of the largest |x[i]|, or -1 if there is none: x is empty or not all finite.
	Iamax func(x []T) int

	// Gemv and GemvT compute alpha*A*x and alpha*A'*x for an m x n matrix A and store or (load) add them to y.
	Gemv, GemvT func(m, n int, alpha T, a *T, lda int, x, y *T, load bool)

	// Ger adds alpha*x*y' to an m x n matrix A.
	Ger func(m, n int, alpha T, x, y, a *T, lda int)

	// TrsvL and TrsvU overwrite x with the solution of A*y = x for a lower or upper triangular n x n matrix A, with ones on
	// its diagonal if unit; TrsvLT and TrsvUT with that of A'*y = x.
	TrsvL, TrsvU, TrsvLT, TrsvUT func(n int, a *T, lda int, x *T, unit bool)

	Exp      func(dst, src []T)
	Tanh     func(dst, src []T)
	Sigmoid  func(dst, src []T)
	Log1pExp func(dst, src []T) // log(1+exp(x))
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
