package asm

import (
	"fmt"
	"math"
	"testing"

	"github.com/neuralmodules/nmcore/internal/numtest"
)

// FuzzGemm compares every record with sums of integers on a tile and a layout the fuzzer chooses.
func FuzzGemm(f *testing.F) {
	for i := range layouts {
		f.Add(uint64(i), uint8(i), uint16(7*i), uint8(3*i), uint8(5*i), i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, seed uint64, which uint8, kc uint16, m, n uint8, load bool) {
		fuzzGemm[float64](t, seed, which, kc, m, n, load)
		fuzzGemm[float32](t, seed, which, kc, m, n, load)
	})
}

func fuzzGemm[T Float](t *testing.T, seed uint64, which uint8, kc uint16, m, n uint8, load bool) {
	for _, k := range All[T]() {
		s := numtest.NewScope(t)
		x := newTile(s, k, layouts[int(which)%len(layouts)], 1+int(kc)%512, 1+int(m), 1+int(n)%k.NR)
		x.fill(integers[T](numtest.Rand(seed)))
		var beta T
		if load {
			beta = 3
		}
		want := x.exact(-2, beta)
		if !load {
			for i := range x.m {
				numtest.Fill(x.c[x.offset+i*x.ldc:][:x.n], T(math.NaN()))
			}
		}
		x.run(-2, beta)
		numtest.Equal(s, k.Name, plusZero(x.result(s)), plusZero(want))
		s.Close()
	}
}

// FuzzVectors compares the vector kernels of every record with the portable ones on integers.
func FuzzVectors(f *testing.F) {
	for _, n := range []uint16{0, 1, 15, 16, 17, 33, 1000} {
		f.Add(uint64(n), n, int8(n), n%2 == 0)
	}
	f.Fuzz(func(t *testing.T, seed uint64, n uint16, alpha int8, back bool) {
		fuzzVectors[float64](t, seed, int(n)%4096, float64(alpha), back)
		fuzzVectors[float32](t, seed, int(n)%4096, float32(alpha), back)
	})
}

func fuzzVectors[T Float](t *testing.T, seed uint64, n int, alpha T, back bool) {
	r := numtest.Rand(seed)
	end := numtest.Front
	if back {
		end = numtest.Back
	}
	for _, k := range All[T]() {
		s := numtest.NewScope(t)
		x, y := guardedPair[T](s, n, end)
		numtest.Integers(r, x, 9)
		numtest.Integers(r, y, 9)
		what := fmt.Sprintf("%s n=%d", k.Name, n)
		numtest.Equal(s, "Dot "+what, []T{k.Dot(x, y)}, []T{dotGeneric(x, y)})
		want := append([]T(nil), y...)
		axpyGeneric(alpha, x, want)
		k.Axpy(alpha, x, y)
		numtest.Equal(s, "Axpy "+what, plusZero(y), plusZero(want))
		scalGeneric(alpha, want)
		k.Scal(alpha, y)
		numtest.Equal(s, "Scal "+what, plusZero(y), plusZero(want))
		numtest.Equal(s, "Asum "+what, []T{k.Asum(x)}, []T{asumGeneric(x)})
		numtest.Equal(s, "DotWide "+what, []float64{k.DotWide(x, x)}, []float64{dotwideGeneric(x, x)})
		if got, want := k.Iamax(x), iamaxGeneric(x); got != want {
			s.Errorf("Iamax %s: %d, want %d", what, got, want)
		}
		s.Close()
	}
}

// FuzzMatrixVector compares the kernels of a matrix and a vector of every record with the portable ones on integers.
func FuzzMatrixVector(f *testing.F) {
	for i := range uint64(8) {
		f.Add(i, uint8(5*i), uint8(37*i), uint8(i), i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, seed uint64, m, n, padding uint8, back bool) {
		fuzzMatrixVector[float64](t, seed, 1+int(m), 1+int(n), int(padding), back)
		fuzzMatrixVector[float32](t, seed, 1+int(m), 1+int(n), int(padding), back)
	})
}

func fuzzMatrixVector[T Float](t *testing.T, seed uint64, m, n, padding int, back bool) {
	end := numtest.Front
	if back {
		end = numtest.Back
	}
	for _, k := range All[T]() {
		r := numtest.Rand(seed)
		checkGemv(t, k, r, m, n, n+padding, end)
	}
}
