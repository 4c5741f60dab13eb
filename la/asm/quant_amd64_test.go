//go:build !purego

package asm

import "unsafe"

// lesserQuantGemms returns the products that the named record has on processors with fewer instructions.
func lesserQuantGemms[T Float](record string) map[string]quantGemm[T] {
	if record != "avx512" {
		return nil
	}
	if unsafe.Sizeof(*new(T)) == 8 {
		return map[string]quantGemm[T]{"no VNNI": any(quantGemm[float64](dquantgemmAVX512)).(quantGemm[T])}
	}
	return map[string]quantGemm[T]{"no VNNI": any(quantGemm[float32](squantgemmAVX512)).(quantGemm[T])}
}
