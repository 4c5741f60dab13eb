//go:build purego || !amd64

package asm

// lesserQuantGemms returns nothing: there are no kernels but the portable ones.
func lesserQuantGemms[T Float](string) (none map[string]quantGemm[T]) { return nil }
