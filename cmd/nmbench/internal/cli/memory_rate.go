package cli

import (
	"time"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/median"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// memoryRate measures how many bytes a second the pool's workers move between them and memory: y += x over arrays of the given number
// of float32, far more than a cache holds, counted as two reads and a write.
func memoryRate(pool *sched.Pool, length int) float64 {
	const piece = 1 << 13
	x, y := make([]float32, length), make([]float32, length)
	for i := range x {
		x[i] = 1 // pages that were never written are all one page
	}
	add := func(i int) {
		to := min((i+1)*piece, length)
		la.Axpy(1, x[i*piece:to], y[i*piece:to])
	}
	var times []float64
	for range 9 {
		from := time.Now()
		_ = pool.For(nil, (length+piece-1)/piece, add) // no context, no error
		times = append(times, time.Since(from).Seconds())
	}
	return 3 * 4 * float64(length) / median.Of(times[1:]) // the first one gets the pages
}
