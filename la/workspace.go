package la

import (
	"math/bits"
	"sync"
	"unsafe"
)

// cacheLine is the alignment of scratch memory in bytes.
const cacheLine = 64

// scratch is memory from the free list: data starts on a cache line, its length is a power of two, its contents are
// whatever the last user left.
type scratch[T Float] struct {
	data  []T
	class int
}

// scratchFree holds unused scratch by element type (typeIndex) and by the logarithm of its length. Classes keep a small
// request from taking, and a large one from growing, what the other will need again: that would allocate forever.
var scratchFree [2][bits.UintSize]sync.Pool

// getScratch returns at least n elements. Give them back with put.
func getScratch[T Float](n int) *scratch[T] {
	class := bits.Len(uint(max(n, 1) - 1))
	if s, _ := scratchFree[typeIndex[T]()][class].Get().(*scratch[T]); s != nil {
		return s
	}
	return &scratch[T]{data: alignedSlice[T](1 << class), class: class}
}

// put gives s back, if there is one; its data must not be used any more.
func (s *scratch[T]) put() {
	if s != nil {
		scratchFree[typeIndex[T]()][s.class].Put(s)
	}
}

// alignedSlice returns n elements that start on a cache line.
func alignedSlice[T any](n int) []T {
	size := int(unsafe.Sizeof(*new(T)))
	raw := make([]T, n+cacheLine/size)
	skip := int(-uintptr(unsafe.Pointer(&raw[0]))%cacheLine) / size
	return raw[skip : skip+n]
}

// growAligned is grow for elements that start on a cache line.
func growAligned[T any](x []T, n int) []T {
	if cap(x) < n {
		return alignedSlice[T](n)
	}
	return x[:n]
}
