package gonum

import (
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// Use makes gonum compute with la on p's workers (nil: on the calling goroutine): it calls blas64.Use and blas32.Use, and
// through them gonum's LAPACK, mat, stat and optimize follow. Those swap package variables without a lock, so call Use
// once, from main or init, before anything computes. p must stay open as long as gonum is in use.
//
// Where la has only its portable kernels Use changes nothing: gonum's SSE2 assembly is faster than those.
func Use(p *sched.Pool) {
	if asm.Active[float64]().Name == "generic" {
		return
	}
	blas64.Use(BLAS{Pool: p})
	blas32.Use(BLAS{Pool: p})
}
