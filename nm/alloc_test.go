package nm

import (
	"context"
	"math"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// TestNoAllocations: after warm-up neither a training step nor a prediction allocates.
func TestNoAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector makes free lists drop what they hold")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	pool := sched.New(2)
	defer pool.Close()
	for _, p := range []*sched.Pool{nil, pool} {
		for _, c := range []Config{hardConfig(), {Structure: DAG}, {Structure: Layered}, {Keep: 0.02}, {Keep: 0.05}, {ColumnCap: 0.5}, {}, {MaxEdges: 400, Threshold: 0.01}} {
			c.Inputs, c.Nodes, c.Outputs, c.Pool = 10, 90, 5, p
			n := mustNew[float32](t, c)
			tr := mustTrainer(t, n, TrainOptions{Penalty: Penalty{Lambda: 0.01, Size: ModuleEdges}, Jacobian: 1e-3})
			d := blobs[float32](10, 5, 100, 1)
			d.State = NewState(n, 100)
			y := la.NewMatrix[float32](100, 5)
			work := func() {
				if _, err := tr.Step(context.Background(), d, 1e-6); err != nil {
					t.Fatal(err)
				}
				if _, err := n.Predict(context.Background(), y, d.X); err != nil {
					t.Fatal(err)
				}
			}
			for range 50 {
				work()
			}
			// AllocsPerRun changes GOMAXPROCS, at which a sync.Pool may drop what it holds, and a worker's scratch grows when
			// the scheduler first lets it take part: what allocates in every step does so in all ten attempts.
			least := math.Inf(1)
			for attempt := 0; attempt < 10 && least > 0; attempt++ {
				least = min(least, testing.AllocsPerRun(20, work))
			}
			require.Zero(t, least, "%v, %d workers", c.Structure, p.Workers())
		}
	}
}
