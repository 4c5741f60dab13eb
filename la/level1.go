package la

import (
	"math"

	"github.com/neuralmodules/nmcore/la/asm"
)

// chunk bounds the elements one kernel call works on: assembly cannot be preempted.
const chunk = 16 << 10

// Dot returns the sum of x[i]*y[i] (BLAS xDOT). The order of summation depends on the length alone.
// It panics if the lengths differ.
func Dot[T Float](x, y []T) T {
	if len(x) != len(y) {
		panic(shortVector)
	}
	if k := asm.Active[T](); len(x) > chunk {
		return dot(k, x, y)
	} else {
		return k.Dot(x, y)
	}
}

// dot is Dot without checks, in calls of k that are short enough; so are axpy and scal.
func dot[T Float](k *asm.Kernels[T], x, y []T) T {
	var s T
	for i := 0; i < len(x); i += chunk {
		e := min(i+chunk, len(x))
		s += k.Dot(x[i:e], y[i:e])
	}
	return s
}

// DotWide returns the sum of x[i]*y[i] with all arithmetic in float64 (BLAS DSDOT). It is Dot for float64. It panics if
// the lengths differ.
func DotWide[T Float](x, y []T) float64 {
	if len(x) != len(y) {
		panic(shortVector)
	}
	k := asm.Active[T]()
	var s float64
	for i := 0; i < len(x); i += chunk {
		e := min(i+chunk, len(x))
		s += k.DotWide(x[i:e], y[i:e])
	}
	return s
}

// Axpy computes y += alpha*x (BLAS xAXPY). y may be x itself.
// It panics if the lengths differ or the vectors overlap in part.
func Axpy[T Float](alpha T, x, y []T) {
	if len(x) != len(y) {
		panic(shortVector)
	}
	sameOrDisjoint(x, y)
	if k := asm.Active[T](); len(x) > chunk {
		axpy(k, alpha, x, y)
	} else {
		k.Axpy(alpha, x, y)
	}
}

func axpy[T Float](k *asm.Kernels[T], alpha T, x, y []T) {
	for len(x) > chunk {
		k.Axpy(alpha, x[:chunk], y[:chunk])
		x, y = x[chunk:], y[chunk:]
	}
	k.Axpy(alpha, x, y)
}

// Scal computes x *= alpha (BLAS xSCAL), also for alpha 0: a NaN stays NaN.
func Scal[T Float](alpha T, x []T) {
	if k := asm.Active[T](); len(x) > chunk {
		scal(k, alpha, x)
	} else {
		k.Scal(alpha, x)
	}
}

func scal[T Float](k *asm.Kernels[T], alpha T, x []T) {
	for len(x) > chunk {
		k.Scal(alpha, x[:chunk])
		x = x[chunk:]
	}
	k.Scal(alpha, x)
}

// Nrm2 returns the Euclidean norm of x (BLAS xNRM2). It overflows or underflows only if the norm itself does.
func Nrm2[T Float](x []T) T {
	// The sum of squares serves if it is far from both ends of the range: every square that underflowed is then less
	// than a rounding error of the sum.
	low, high := squareRange[T]()
	if s := Dot(x, x); s > low && s < high {
		return T(math.Sqrt(float64(s)))
	}
	// Otherwise in units of the largest element.
	big := 0.0
	for _, v := range x {
		big = max(big, math.Abs(float64(v)))
	}
	if big == 0 || big != big || math.IsInf(big, 0) {
		return T(big)
	}
	s := 0.0
	for _, v := range x {
		r := float64(v) / big
		s += r * r
	}
	return T(big * math.Sqrt(s))
}

// Asum returns the sum of |x[i]| (BLAS xASUM).
func Asum[T Float](x []T) T {
	k := asm.Active[T]()
	if len(x) <= chunk {
		return k.Asum(x)
	}
	var s T
	for i := 0; i < len(x); i += chunk {
		s += k.Asum(x[i:min(i+chunk, len(x))])
	}
	return s
}

// Iamax returns the first index with the largest |x[i]| (BLAS IxAMAX, from 0), the first NaN if there is one, and -1
// if x is empty.
func Iamax[T Float](x []T) int {
	k := asm.Active[T]()
	best, big := -1, T(-1)
	for lo := 0; lo < len(x); lo += chunk {
		i := k.Iamax(x[lo:min(lo+chunk, len(x))])
		if i < 0 {
			return iamaxNonFinite(x)
		}
		if v := abs(x[lo+i]); v > big {
			best, big = lo+i, v
		}
	}
	return best
}

// iamaxNonFinite is Iamax for a vector with a NaN or infinite element.
func iamaxNonFinite[T Float](x []T) int {
	best := -1
	for i, v := range x {
		if v != v {
			return i
		}
		if best < 0 && v-v != 0 {
			best = i
		}
	}
	return best
}
