package la_test

import (
	"io"
	"math/rand/v2"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	. "github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// workload runs every kind of operation on fixed operands and returns all results.
func workload[T Float](p *sched.Pool) []T {
	r := rand.New(rand.NewPCG(7, 7))
	fill := func(x []T) []T {
		for i := range x {
			x[i] = T(r.Float64() - 0.5)
		}
		return x
	}
	matrix := func(m, n int) *Matrix[T] {
		x := NewMatrix[T](m, n)
		fill(x.Data)
		return x
	}
	var out []T
	a, b, c := matrix(151, 151), matrix(151, 70), NewMatrix[T](151, 70)
	Gemm(p, NoTrans, NoTrans, 1, a, b, 0, c)
	out = append(out, c.Data...)
	Gemm(p, Transpose, NoTrans, -1, a, b, 0.5, c)
	out = append(out, c.Data...)
	var lu LU[T]
	if err := lu.Factorize(p, a); err != nil {
		panic(err)
	}
	lu.SolveTo(p, c, NoTrans, b)
	out = append(out, c.Data...)
	for _, n := range []int{5, 20} {
		items, rhs := NewBatch[T](19, n, n), NewBatch[T](19, n, 2)
		fill(items.Data)
		fill(rhs.Data)
		var batch BatchLU[T]
		if err := batch.Factorize(p, items); err != nil {
			panic(err)
		}
		batch.SolveTo(p, rhs, Transpose, rhs)
		out = append(out, rhs.Data...)
	}
	var packed PackedMatrix[T]
	packed.Pack(p, Transpose, a)
	square := NewMatrix[T](151, 151)
	GemmPacked(p, Transpose, 1, a, &packed, 0, square)
	out = append(out, square.Data...)
	Syrk(p, Lower, Transpose, 1, a, 0, square)
	var cholesky Cholesky[T]
	for i := range 151 {
		square.Set(i, i, 151)
	}
	if err := cholesky.Factorize(p, Lower, square); err != nil {
		panic(err)
	}
	cholesky.SolveTo(p, c, b)
	out = append(out, c.Data...)
	var qr QR[T]
	qr.Factorize(p, a)
	qr.SolveTo(p, c, Transpose, b)
	out = append(out, c.Data...)
	wide := matrix(70, 151)
	for _, u := range []Uplo{Lower, Upper} {
		Trsm(p, Left, u, Transpose, NonUnit, 1, square, c)
		Trsm(p, Right, u, NoTrans, NonUnit, 1, square, wide)
		Trsv(u, NoTrans, NonUnit, square, c.Data[:151])
	}
	out = append(out, c.Data...)
	out = append(out, wide.Data...)
	x, y := fill(make([]T, 1001)), make([]T, 1001)
	for _, f := range []func(dst, src []T){Exp[T], Tanh[T], Sigmoid[T], Log1pExp[T], ReLU[T], TanhSlope[T], SigmoidSlope[T]} {
		f(y, x)
		out = append(out, y...)
	}
	Gemv(p, NoTrans, 1, a, x[:151], 0, y[:151])
	Gemv(p, Transpose, 1, a, y[:151], 1, x[:151])
	Ger(0.5, x[:151], y[:70], b)
	out = append(out, x...)
	out = append(out, b.Data...)
	return append(out, Dot(x, y), Nrm2(x), Asum(x), x[Iamax(x)])
}

// TestUnderStress: collections all the time, the profiler's signals, the execution tracer and several goroutines at once change
// no bit. Assembly that spoils a register or the frame pointer, or hides a pointer from the collector, fails or crashes here.
func TestUnderStress(t *testing.T) {
	t.Run("f64", underStress[float64])
	t.Run("f32", underStress[float32])
}

func underStress[T Float](t *testing.T) {
	want := workload[T](nil)
	if err := pprof.StartCPUProfile(io.Discard); err != nil {
		t.Skip("a profile of the tests is being taken: ", err)
	}
	defer pprof.StopCPUProfile()
	if err := trace.Start(io.Discard); err == nil {
		defer trace.Stop()
	}
	pool := sched.New(2)
	defer pool.Close()
	var stop atomic.Bool
	var group sync.WaitGroup
	group.Go(func() {
		for !stop.Load() {
			runtime.GC()
		}
	})
	var failed atomic.Int64
	for range 3 {
		group.Go(func() {
			for !stop.Load() {
				if got := workload[T](pool); !slices.EqualFunc(got, want, func(x, y T) bool { return x == y || x != x && y != y }) {
					failed.Add(1)
				}
			}
		})
	}
	length := time.Second
	if testing.Short() {
		length /= 5
	}
	time.Sleep(length)
	stop.Store(true)
	group.Wait()
	if n := failed.Load(); n > 0 {
		t.Errorf("%d runs gave other bits than the quiet one", n)
	}
}
