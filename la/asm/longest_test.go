package asm_test

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/la/asm"
)

// longestCall is what one kernel call may take: assembly cannot be preempted, so collections wait for it. The rule is about 50
// microseconds; the test allows a slower processor four times that.
const longestCall = 200 * time.Microsecond

// clock records how long every kernel call takes. Runs of the same work make the same calls in the same order: the shortest of
// several runs is kept for each call, so that a run that was interrupted does not count.
type clock struct {
	call int
	best []time.Duration
	name []string
}

// wrap replaces every kernel of a record, or of a part of one, by one that is timed.
func (c *clock) wrap(v reflect.Value) {
	for i := range v.NumField() {
		switch v.Field(i).Kind() {
		case reflect.Struct:
			c.wrap(v.Field(i))
			continue
		case reflect.Func:
		default:
			continue
		}
		name, kernel := v.Type().Field(i).Name, reflect.ValueOf(v.Field(i).Interface())
		v.Field(i).Set(reflect.MakeFunc(kernel.Type(), func(args []reflect.Value) []reflect.Value {
			start := time.Now()
			out := kernel.Call(args)
			took := time.Since(start)
			if c.call == len(c.best) {
				c.best, c.name = append(c.best, took), append(c.name, name)
			}
			c.best[c.call] = min(c.best[c.call], took)
			c.call++
			return out
		}))
	}
}

// TestLongestCall: no kernel call takes long, whatever the sizes of the operation.
func TestLongestCall(t *testing.T) {
	if testing.Short() {
		t.Skip("large operations")
	}
	if asm.Active[float64]().Name == "generic" {
		t.Skip("Go code can be preempted")
	}
	var c clock
	restore := asm.Wrap(
		func(k *asm.Kernels[float32]) { c.wrap(reflect.ValueOf(k).Elem()) },
		func(k *asm.Kernels[float64]) { c.wrap(reflect.ValueOf(k).Elem()) })
	defer restore()
	longest[float64](t, &c)
	longest[float32](t, &c)
}

func longest[T la.Float](t *testing.T, c *clock) {
	r := rand.New(rand.NewPCG(1, 2))
	matrix := func(m, n int) *la.Matrix[T] {
		x := la.NewMatrix[T](m, n)
		for i := range x.Data {
			x.Data[i] = T(r.Float64() - 0.5)
		}
		return x
	}
	batch := func(count, n, cols int) *la.Batch[T] {
		b := la.NewBatch[T](count, n, cols)
		copy(b.Data, matrix(count*n, cols).Data)
		return b
	}
	type op struct {
		name string
		run  func()
	}
	var ops []op
	add := func(name string, run func()) { ops = append(ops, op{name, run}) }
	// square, flat, tall, deep
	for _, s := range [][3]int{{500, 500, 500}, {8, 40000, 8}, {40000, 8, 8}, {8, 8, 40000}, {64, 2000, 2000}, {150, 150, 150}} {
		a, b, w := matrix(s[0], s[2]), matrix(s[2], s[1]), matrix(s[0], s[1])
		at, bt := matrix(s[2], s[0]), matrix(s[1], s[2])
		add("Gemm", func() { la.Gemm(nil, la.NoTrans, la.NoTrans, 1, a, b, 0, w) })
		z, change := matrix(s[0], s[2]), make([]T, s[0])
		var qa la.QuantizedRows[T]
		var qb la.QuantizedMatrix[T]
		if la.QuantizedPays[T]() { // else it is Go code, which can be preempted
			add("QuantizedMatrix", func() { qb.Pack(nil, la.NoTrans, b) })
			add("QuantizedMatrix transposed", func() { qb.Pack(nil, la.Transpose, bt) })
			add("QuantizedRows", func() { qa.Set(a, z, change) })
			add("GemmQuantized", func() { la.GemmQuantized(nil, &qa, &qb, w) })
		}
		add("Gemm transposed", func() { la.Gemm(nil, la.Transpose, la.Transpose, 1, at, bt, 0, w) })
	}
	for _, n := range []int{130, 700} {
		a, b, wide := matrix(n, n), matrix(n, 64), matrix(n, 20000)
		var f la.LU[T]
		add("LU", func() { f.Factorize(nil, a) })
		add("LU solve", func() { f.SolveTo(nil, b, la.NoTrans, b) })
		add("LU solve, many", func() { f.SolveTo(nil, wide, la.Transpose, wide) })
		add("LU solve, one", func() { f.SolveVecTo(b.Data[:n], la.NoTrans, b.Data[:n]) })
	}
	for _, n := range []int{700, 1200} {
		a := la.NewMatrix[T](n, n)
		for i := range n {
			a.Set(i, i, 1)
		}
		var f la.Cholesky[T]
		add("Cholesky", func() { f.Factorize(nil, la.Lower, a) })
		add("Cholesky inverse", func() { f.InverseTo(nil, a) })
	}
	for _, s := range [][2]int{{700, 700}, {100000, 8}, {8, 40000}} {
		a := matrix(s[0], s[1])
		var f la.QR[T]
		add("QR", func() { f.Factorize(nil, a) })
	}
	for _, n := range []int{8, 33, 64, 128} {
		a, b := batch(40, n, n), batch(40, n, 3)
		var f la.BatchLU[T]
		add("BatchLU", func() { f.Factorize(nil, a) })
		add("BatchLU solve", func() { f.SolveTo(nil, b, la.NoTrans, b) })
	}
	x, y := matrix(1, 1<<20).Data, matrix(1, 1<<20).Data
	add("Dot", func() { la.Dot(x, y) })
	add("Axpy", func() { la.Axpy(0.5, x, y) })
	add("Mul", func() { la.Mul(x, x, y) })
	add("Nrm2", func() { la.Nrm2(x) })
	add("Asum", func() { la.Asum(x) })
	add("Iamax", func() { la.Iamax(x) })
	for _, s := range [][2]int{{1000, 1000}, {4, 200000}, {200000, 4}} {
		a, u, v := matrix(s[0], s[1]), matrix(1, s[0]).Data, matrix(1, s[1]).Data
		add("Gemv", func() { la.Gemv(nil, la.NoTrans, 1, a, v, 0, u) })
		add("Gemv transposed", func() { la.Gemv(nil, la.Transpose, 1, a, u, 0, v) })
		add("Ger", func() { la.Ger(0.5, u, v, a) })
	}
	for _, q := range [][4]int{{20000, 20000, 64, 10}, {20, 20000, 64, 20000}, {3000, 3000, 2000, 100}, {200000, 5, 1, 3}} { // m, k, n, entries a row
		start, col := make([]int, q[0]+1), make([]int32, q[0]*q[3])
		for i := range q[0] {
			start[i+1] = start[i] + q[3]
		}
		for e := range col {
			col[e] = r.Int32N(int32(q[1]))
		}
		var s la.CSR[T]
		s.Reset(q[0], q[1], start, col, matrix(1, len(col)).Data)
		b, w := matrix(q[1], q[2]), matrix(q[0], q[2])
		add("SparseGemm", func() { la.SparseGemm(nil, 0.5, &s, b, 1, w) })
		add("SampledGemm", func() { la.SampledGemm(nil, 0.5, w, b, 0, &s) })
		diff, top := make([]T, q[2]), make([]T, q[2])
		add("MaxAbsColumns", func() { la.MaxAbsColumns(diff, top, b, b) })
	}
	u, v, step := matrix(1, 1<<20).Data, matrix(1, 1<<20).Data, &la.AdamStep[T]{Decay1: 0.9, Decay2: 0.9, Epsilon: 1}
	add("Adam", func() { la.Adam(x, y, u, v, step) })
	add("Momentum", func() { la.Momentum(x, y, u, 0.9, 0) })
	add("ProxL1", func() { la.ProxL1(x, 0, y) })
	add("ProxL2", func() { la.ProxL2(x, 0, y) })
	add("Above", func() { la.Above(make([]uint64, len(x)/64), x, 0.1) })
	add("Exp", func() { la.Exp(y, x) })
	add("Tanh", func() { la.Tanh(y, x) })
	add("Sigmoid", func() { la.Sigmoid(y, x) })
	add("Log1pExp", func() { la.Log1pExp(y, x) })

	for _, op := range ops {
		c.best, c.name = c.best[:0], c.name[:0]
		for range 4 {
			c.call = 0
			op.run()
		}
		for i, took := range c.best {
			if took > longestCall {
				t.Errorf("%s of %T: a call of %s takes %v", op.name, *new(T), c.name[i], took)
				break
			}
		}
		if len(c.best) == 0 {
			t.Errorf("%s calls no kernel", op.name)
		}
	}
}
