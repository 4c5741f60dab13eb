package la

import (
	"unsafe"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// small is Gemm for products where the general way to the kernel would take as long as the kernel: a few nanoseconds of
// checks, none of which divides or may overflow. It reports false, having done nothing, for a product that is wrong, not
// small, or only perhaps right (operands that interleave), which Gemm then looks at closely.
func small[T Float](p *sched.Pool, tA, tB Trans, alpha T, a, b *Matrix[T], beta T, c *Matrix[T]) bool {
	ra, rb, rc := reach(a), reach(b), reach(c)
	if ra == 0 || rb == 0 || rc == 0 || bool(tB) {
		return false
	}
	m, k, rsa, csa := a.Rows, a.Cols, a.Stride, 1
	if tA {
		m, k, rsa, csa = k, m, 1, a.Stride
	}
	n := b.Cols
	if b.Rows != k || c.Rows != m || c.Cols != n || k > depth || m*n*k >= taskFlops {
		return false
	}
	if !apart(a, ra, c, rc) || !apart(b, rb, c, rc) {
		return false
	}
	strips(asm.Active[T](), m, n, k, alpha, &a.Data[0], rsa, csa, b.Data, b.Stride, beta, c.Data, c.Stride)
	return true
}

// maxSmall bounds rows, columns and stride of the operands of a small product.
const maxSmall = 1 << 12

// reach returns how many elements lie from the first of m to its last, 0 if m is nil, wrong, empty or not small.
func reach[T Float](m *Matrix[T]) int {
	if m == nil || uint(m.Rows-1) >= maxSmall || uint(m.Stride-1) >= maxSmall || uint(m.Cols-1) >= uint(m.Stride) {
		return 0
	}
	r := (m.Rows-1)*m.Stride + m.Cols
	if r > len(m.Data) {
		return 0
	}
	return r
}

// apart reports whether the memory from x's first element to its last and that of y do not meet.
func apart[T Float](x *Matrix[T], rx int, y *Matrix[T], ry int) bool {
	size := unsafe.Sizeof(*new(T))
	px, py := uintptr(unsafe.Pointer(unsafe.SliceData(x.Data))), uintptr(unsafe.Pointer(unsafe.SliceData(y.Data)))
	return px+uintptr(rx)*size <= py || py+uintptr(ry)*size <= px
}

// strips computes C = alpha*A*B + beta*C strip by strip, everything in place, the sums in one piece.
func strips[T Float](kernels *asm.Kernels[T], m, n, k int, alpha T, a *T, rsa, csa int, b []T, rsb int, beta T, c []T, ldc int) {
	for j, w := 0, 0; j < n; j += w {
		w = width(kernels, n-j)
		kernels.Gemm(k, a, rsa, csa, &b[j], rsb, &b[min(j+w, n-1)], &c[j], ldc, m, w, alpha, beta)
	}
}
