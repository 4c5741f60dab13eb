package asm

import (
	"math"
	"unsafe"
)

// genericQuant is the portable part of a record for quantized products.
func genericQuant[T Float]() QuantKernels[T] {
	return QuantKernels[T]{NR: 16, Vec: 1, Gemm: quantGemmGeneric[T], Largest: quantLargestGeneric[T], Change: quantChangeGeneric[T],
		MaxAbs: quantMaxAbsGeneric[T], Columns: quantColumnsGeneric[T]}
}

// Tiny is the change below which a row, and the largest element below which a column counts as zero: the reciprocal and the
// scale of what is not below are normal numbers.
func Tiny[T Float]() T {
	if unsafe.Sizeof(*new(T)) == 8 {
		return T(math.Float64frombits((1023 - 1014) << 52)) // 2^-1014
	}
	return 0x1p-118
}

// magic rounds: x + magic - magic is x to the nearest integer, to even, for |x| < 2^20, and magic + x has that integer, plus
// QuantZeroA, in the low bits of its significand.
func magic[T Float]() T {
	if unsafe.Sizeof(*new(T)) == 8 {
		return 0x1.8p52 + QuantZeroA
	}
	return 0x1.8p23 + QuantZeroA
}

// quantGemmGeneric is QuantKernels.Gemm.
func quantGemmGeneric[T Float](kc int, a *uint32, rsa, csa int, b *uint32, rsb int, next *uint32, c *T, ldc, m, n int, start *int32, row, col *T) {
	as, bs := unsafe.Slice(a, (m-1)*rsa+(kc-1)*csa+1), unsafe.Slice(b, (kc-1)*rsb+n)
	starts, rows, cols := unsafe.Slice(start, n), span(row, m), span(col, n)
	cs := span(c, (m-1)*ldc+n)
	for i := range m {
		for j := range n {
			s := starts[j]
			for g := range kc {
				x, y := as[i*rsa+g*csa], bs[g*rsb+j]
				s += int32(uint8(x))*int32(int8(y)) + int32(uint8(x>>8))*int32(int8(y>>8)) +
					int32(uint8(x>>16))*int32(int8(y>>16)) + int32(uint8(x>>24))*int32(int8(y>>24))
			}
			cs[i*ldc+j] += T(T(T(s)*rows[i]) * cols[j])
		}
	}
}

// quantLargestGeneric is QuantKernels.Largest.
func quantLargestGeneric[T Float](m, n int, change, y *T, ldy int, z *T, ldz int) {
	changes, ys, zs := span(change, m), span(y, (m-1)*ldy+n), span(z, (m-1)*ldz+n)
	for i := range m {
		changes[i] = maxAbsDiffGeneric(ys[i*ldy:][:n], zs[i*ldz:][:n])
	}
}

// quantChangeGeneric is QuantKernels.Change.
func quantChangeGeneric[T Float](m, n int, q *uint32, ldq int, scale, change, y *T, ldy int, z *T, ldz int) {
	to, scales, changes := unsafe.Slice(q, (m-1)*ldq+(n+3)/4), span(scale, m), span(change, m)
	ys, zs := span(y, (m-1)*ldy+n), span(z, (m-1)*ldz+n)
	for i := range m {
		ys, zs, to := ys[i*ldy:][:n], zs[i*ldz:][:n], to[i*ldq:][:(n+3)/4]
		top := changes[i]
		scales[i] = 0
		if !(top >= Tiny[T]() && top < T(math.Inf(1))) {
			for g := range to {
				to[g] = QuantZeroA * 0x01010101
			}
			continue
		}
		by, inv := top*T(1.0/QuantTopA), QuantTopA/top
		scales[i] = by
		clear(to)
		for j, v := range ys {
			r := T(T(v-zs[j])*inv) + magic[T]() - magic[T]()
			zs[j] += T(by * r)
			to[j/4] |= uint32(int32(r)+QuantZeroA) << (j % 4 * 8)
		}
	}
}

// quantMaxAbsGeneric is QuantKernels.MaxAbs.
func quantMaxAbsGeneric[T Float](m, n int, b *T, ldb int, top *T) {
	bs, tops := span(b, (m-1)*ldb+n), span(top, n)
	for i := range m {
		for j, v := range bs[i*ldb:][:n] {
			tops[j] = max(tops[j], T(math.Abs(float64(v))))
		}
	}
}

// quantized is b*inv to the nearest integer.
func quantized[T Float](b, inv T) int32 { return int32(int8(T(b*inv) + magic[T]() - magic[T]())) }

// quantColumnsGeneric is QuantKernels.Columns.
func quantColumnsGeneric[T Float](m, n int, b *T, ldb int, inv *T, q *uint32, start *int32) {
	bs, invs, to, starts := span(b, (m-1)*ldb+n), span(inv, n), unsafe.Slice(q, (m+3)/4*n), unsafe.Slice(start, n)
	clear(to)
	for i := range m {
		for j, v := range bs[i*ldb:][:n] {
			r := quantized(v, invs[j])
			to[i/4*n+j] |= uint32(uint8(r)) << (i % 4 * 8)
			starts[j] -= QuantZeroA * r
		}
	}
}
