package nm

import (
	"math"
	"math/rand/v2"

	"github.com/neuralmodules/nmcore/la"
)

// Random streams: one per purpose, so that no use of one moves another (one seed, PCG, keyed by purpose).
const (
	streamU uint64 = iota + 1
	streamW
	streamV
	streamShuffle
)

func stream(seed, purpose uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, purpose)) }

// initialise draws the first weights. Normal deviates are drawn in float64 and for the whole matrix whatever the
// structure, so that networks of one seed start from the same numbers.
func initialise[T la.Float](n *Network[T]) {
	c, p := &n.cfg, &n.params
	fill := func(dst []T, purpose uint64, scale float64) {
		r := stream(c.Seed, purpose)
		for i := range dst {
			dst[i] = T(scale * r.NormFloat64())
		}
	}
	spread := c.Spread
	if spread == 0 {
		spread = 0.4
	}
	fill(p.U.Data, streamU, math.Sqrt(2/float64(c.Inputs+c.Nodes)))
	if p.E != nil {
		drawEdges(p.E, c, &n.mask, spread)
	} else {
		fill(p.W.Data, streamW, spread/math.Sqrt(float64(c.Nodes)))
	}
	fill(p.V.Data, streamV, math.Sqrt(2/float64(c.Nodes+c.Outputs)))
	clearOutside(&n.mask, p)
}
