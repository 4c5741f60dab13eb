package nm

import (
	"errors"
	"fmt"
	"math"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// Structure says which edges between graph nodes may exist. Every other network of the paper is one of them: a multilayer
// perceptron is [Layered], a DenseNet-like acyclic network is [DAG], a deep-equilibrium model is [Complete] with threshold 0.
type Structure uint8

const (
	Complete Structure = iota // every ordered pair of different nodes
	DAG                       // edges k -> j with k < j only
	Layered                   // edges from each layer to the next only; inputs feed the first layer, the last feeds the outputs
)

var structureNames = [...]string{"complete", "dag", "layered"}

func (s Structure) String() string { return name(structureNames[:], int(s)) }

// Activation is the function f through which a node's value leaves it.
type Activation uint8

const (
	Tanh     Activation = iota // default: bounded, slope in (0, 1]
	Sigmoid                    // bounded, slope in (0, 1/4]
	ReLU                       // a solution may not exist when the graph has cycles
	Softplus                   // log(1 + exp(n)), slope in (0, 1)
)

var activationNames = [...]string{"tanh", "sigmoid", "relu", "softplus"}

func (a Activation) String() string { return name(activationNames[:], int(a)) }

// Output is the map g from output pre-activations to outputs, and with it the loss of training.
type Output uint8

const (
	Softmax Output = iota // class probabilities, cross-entropy
	Linear                // the pre-activations themselves, half the squared error
)

var outputNames = [...]string{"softmax", "linear"}

func (o Output) String() string { return name(outputNames[:], int(o)) }

// Method is a way to solve the systems of cyclic blocks.
type Method uint8

const (
	ByCost   Method = iota // default: by size, number of samples, kernels and, in training, what came of the last passes
	BySweeps               // exact sweeps with inexact ones in between
	ByPicard               // and the rest as in package nonlinear's BatchMethod
	ByAnderson
	ByNewton
	ByChord
	ByKrylov
	ByPath
)

var methodNames = [...]string{"cost", "sweeps", "picard", "anderson", "newton", "chord", "krylov", "path"}

func (m Method) String() string { return name(methodNames[:], int(m)) }

func name(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprintf("unknown(%d)", i)
}

// Config describes a network. Inputs, Nodes and Outputs must be positive; every other zero value is a sensible default.
type Config struct {
	Inputs, Nodes, Outputs int

	Structure  Structure
	Layers     []int // Layered: layer sizes, adding up to Nodes; nil: one layer
	Activation Activation
	Output     Output

	// Threshold is gamma: an edge is kept, that is part of the system, if |w| > gamma. Edges that are not kept are still
	// trained and can return. Keep, if positive, sets gamma instead: the fraction of the structure's edges that is kept,
	// those of largest |w|.
	Threshold float64
	Keep      float64

	// MaxEdges, if positive, stores W as a list of at most so many edges (see [Edges]), for networks whose W would not fit into memory:
	// every step of training looks at some of the edges that are not stored, and those of the largest gradients enter (see
	// [TrainOptions.Scan]). 0: all of W up to 30,000 nodes, beyond 16 edges a node. Negative: all of W, of any size.
	MaxEdges int

	Spread    float64 // initial W entries are N(0, Spread^2/Nodes); 0: 0.4
	ColumnCap float64 // if positive, New and training keep sum_k |w_kj| over kept edges inside a strongly connected block at or below it (< 1 guarantees one solution)

	Tolerance float64 // residual bound max|F| <= Tolerance*max(1, max|n|), forward; relative to the right side, adjoint; 0: 1e-10 (float64), 1e-5 (float32)
	// Method is what every cyclic block is solved by first; where it fails the others follow. Trainer.Blocks and Network.Blocks tell
	// what was done.
	Method Method
	// Limits of the block solver, as in nonlinear.BatchSettings: by cost, blocks of more nodes than PicardAbove start with sweeps, others
	// with Newton (0 and negative: all with sweeps); iterations per sample (0: the defaults there; negative: none).
	PicardAbove, MaxPicard, MaxNewton int

	Seed uint64      // the one seed of every random choice
	Pool *sched.Pool // the workers to use; nil: the calling goroutine
}

// ErrConfig is wrapped by every error about a [Config] or [TrainOptions].
var ErrConfig = errors.New("nm: bad configuration")

func badConfig(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrConfig}, args...)...)
}

// maxWeights is more than any machine holds; it keeps sizes in bytes far from overflow.
const maxWeights = 1 << 40

// check reports the first field that makes no sense and fills the defaults that do not depend on the element type.
func (c *Config) check() error {
	switch {
	case c.Inputs <= 0 || c.Nodes <= 0 || c.Outputs <= 0:
		return badConfig("inputs, nodes and outputs must be positive, got %d, %d, %d", c.Inputs, c.Nodes, c.Outputs)
	case c.Nodes > math.MaxInt32/4 || c.Inputs > math.MaxInt32/4 || c.Outputs > math.MaxInt32/4:
		return badConfig("more than %d inputs, nodes or outputs", math.MaxInt32/4)
	case int(c.Structure) >= len(structureNames):
		return badConfig("unknown structure %d", c.Structure)
	case int(c.Activation) >= len(activationNames):
		return badConfig("unknown activation %d", c.Activation)
	case int(c.Output) >= len(outputNames):
		return badConfig("unknown output %d", c.Output)
	case !(c.Threshold >= 0) || math.IsInf(c.Threshold, 0):
		return badConfig("threshold %v is not a number from 0 up", c.Threshold)
	case !(c.Keep >= 0 && c.Keep <= 1):
		return badConfig("keep fraction %v is not in [0, 1]", c.Keep)
	case c.Keep > 0 && c.Threshold > 0:
		return badConfig("threshold and keep fraction are both set")
	case !(c.Spread >= 0) || math.IsInf(c.Spread, 0):
		return badConfig("spread %v is not a number from 0 up", c.Spread)
	case !(c.ColumnCap >= 0) || math.IsInf(c.ColumnCap, 0):
		return badConfig("column cap %v is not a number from 0 up", c.ColumnCap)
	case !(c.Tolerance >= 0 && c.Tolerance < 1):
		return badConfig("tolerance %v is not in [0, 1)", c.Tolerance)
	case int(c.Method) >= len(methodNames):
		return badConfig("unknown method %d", c.Method)
	case c.MaxPicard < 0 && c.MaxNewton < 0:
		return badConfig("neither Picard iteration nor Newton's method is allowed")
	case float64(c.Nodes)*(float64(c.Inputs)+float64(c.Outputs)) > maxWeights || c.MaxEdges < 0 && float64(c.Nodes)*float64(c.Nodes) > maxWeights:
		return badConfig("more weights than any machine holds")
	case c.Structure != Layered && c.Layers != nil:
		return badConfig("layers are for the layered structure only")
	}
	if c.Structure == Layered {
		if c.Layers == nil {
			c.Layers = []int{c.Nodes}
		}
		total := 0
		for i, n := range c.Layers {
			if n <= 0 || n > c.Nodes-total {
				return badConfig("layer %d of %d nodes does not fit into %d", i+1, n, c.Nodes)
			}
			total += n
		}
		if total != c.Nodes {
			return badConfig("the layers have %d nodes together, not %d", total, c.Nodes)
		}
	}
	return c.checkEdges()
}

// tolerance returns the residual bound for element type T.
func tolerance[T la.Float](c *Config) T {
	switch {
	case c.Tolerance > 0:
		return T(c.Tolerance)
	case isFloat32[T]():
		return 1e-5
	default:
		return 1e-10
	}
}
