//go:build purego || !amd64

package asm

// archRecords returns no record: this build has the portable kernels only.
func archRecords() []*records { return nil }
