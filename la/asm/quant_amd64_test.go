//go:build !purego

package asm

// lesserQuantGemms returns the products that the named record has on processors with fewer instructions.
func lesserQuantGemms[T Float](record string) map[string]quantGemm[T] { return nil }
