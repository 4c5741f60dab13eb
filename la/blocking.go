package la

import (
	"sync"
	"unsafe"

	"github.com/neuralmodules/nmcore/internal/machine"
	"github.com/neuralmodules/nmcore/la/asm"
)

// depth is kc. It is a constant, not a share of the measured caches, because kc decides how sums are grouped: the same
// instruction set gives the same bits on every machine. Measured from 128 to 512 it hardly matters, long rows of A are
// read a little faster (2026-11-25, AMD Zen 5, 2 cores of a shared server). A variable for the tests.
var depth = 384

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
	return blocking{
		mc: max(1, min(l2/2/size, directSize)/depth/k.MR) * k.MR,
		kc: depth,
		nc: max(1, min(l3/4, 4<<20)/(depth*size)/k.NR) * k.NR,
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

// shareColumns is share with unit NR for columns, except that no part is narrower than NR: the strips of a part are then
// strips of the whole, see width.
func shareColumns(n, limit, nr int) int {
	part := share(n, limit, nr)
	for part < n && n%part > 0 && n%part < nr {
		part += nr
	}
	return part
}
