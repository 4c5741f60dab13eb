package la

import (
	"sync"
	"unsafe"

	"github.com/neuralmodules/nmcore/internal/machine"
	"github.com/neuralmodules/nmcore/la/asm"
)

// stripBytes is the size of a strip of B (kc x NR), which passes through the first-level cache once for every tile of A.
// It and maxDepth are constants, not shares of the measured caches, because kc decides how sums are grouped: the same
// instruction set gives the same bits on every machine. A variable for the tests.
var stripBytes = 48 << 10

// maxDepth bounds kc where strips are narrow.
const maxDepth = 384

// depth returns kc, the depth of a block.
func depth[T Float](k *asm.Kernels[T]) int {
	return min(stripBytes/(k.NR*int(unsafe.Sizeof(*new(T)))), maxDepth)
}

// blocking holds the sizes of the three outer loops of a product, in elements.
type blocking struct {
	mc int // rows of the block of A that stays in the second-level cache, a multiple of MR
	kc int // depth of a block; of the three only kc bears on the result
	nc int // columns of the block of B that stays in the last-level cache, a multiple of NR
}

// dataCaches is a variable for the tests.
var dataCaches = sync.OnceValues(func() (l2, l3 int) {
	_, l2, l3 = machine.Caches()
	return l2, l3
})

// blocks returns the block sizes for k's tile on this machine. A block of A has at most directSize elements.
func blocks[T Float](k *asm.Kernels[T]) blocking {
	size := int(unsafe.Sizeof(*new(T)))
	l2, l3 := dataCaches()
	if l3 == 0 {
		l3 = l2
	}
	kc := depth(k)
	return blocking{
		mc: max(1, min(l2/2/size, directSize)/kc/k.MR) * k.MR,
		kc: kc,
		nc: max(1, min(l3/4, 4<<20)/(kc*size)/k.NR) * k.NR,
	}
}

// share cuts total into the fewest parts of at most limit and returns the size of a part, rounded up to a multiple of
// unit: 300 with limit 256 is better cut in the middle than into 256 and 44.
func share(total, limit, unit int) int {
	part := total
	if total > limit {
		parts := (total + limit - 1) / limit
		part = (total + parts - 1) / parts
	}
	return (part + unit - 1) / unit * unit
}
