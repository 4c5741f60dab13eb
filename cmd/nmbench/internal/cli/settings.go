package cli

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
	"github.com/neuralmodules/nmcore/nm"
	"github.com/neuralmodules/nmcore/reg"
)

// settings are the flags of training, the same for every model.
type settings struct {
	nodes, epochs, batch int
	maxEdges             int
	rate                 float64
	lambda, lambdaL1     float64
	scale, form          string
	activation           string
	gamma, keep, cap     float64
	jacobian             float64
	best, monitor        bool
	coldStart            bool
	seed                 uint64
	precision, method    string
	report               string
}

// register adds the flags to c. The strength at which modules form depends on the data, so each command has its own default.
func (s *settings) register(c *cobra.Command, epochs int) {
	f := c.Flags()
	f.IntVar(&s.nodes, "nodes", 100, "graph nodes of each model")
	f.IntVar(&s.maxEdges, "max-edges", 0, "most edges that a model stores; those of the largest gradients take the places of the smallest; 0: all up to 30,000 nodes, beyond 16 a node; -1: all")
	f.IntVar(&s.epochs, "epochs", epochs, "passes over the training rows")
	f.IntVar(&s.batch, "batch", 64, "rows a training step")
	f.Float64Var(&s.rate, "rate", 5e-3, "learning rate of the first step (Adam); it falls linearly to a tenth")
	f.Float64Var(&s.lambda, "lambda", 10, "strength of the adaptive penalty (NMs&NM); from 1 to 20 more means more and smaller modules, with --scale first")
	f.StringVar(&s.scale, "scale", "first", "what module sizes are divided by in the adaptive penalty: "+choices(scales)+" (their mean, nothing, their first value)")
	f.StringVar(&s.form, "form", "target", "the module that decides an edge's penalty: "+choices(forms)+" (its target's, the larger of both ends', the one the edge would make of both)")
	f.Float64Var(&s.lambdaL1, "lambda-l1", 0.12, "strength of the plain penalty (NMs&L1)")
	f.StringVar(&s.activation, "activation", "tanh", "function of a node's value: "+choices(activations)+"; with relu a graph with cycles may have no solution")
	f.Float64Var(&s.gamma, "gamma", 0.05, "threshold: edges with |w| above it are part of the network (not DEQ)")
	f.Float64Var(&s.keep, "keep", 0, "instead of --gamma: the fraction of edges to keep, those of largest |w|")
	f.Float64Var(&s.cap, "cap", 0, "hold the sum of |w| of a node's incoming edges on cycles at or below this; below 1 every sample has one solution; 0: no cap")
	f.Float64Var(&s.jacobian, "jacobian", 0, "weight of the Jacobian penalty, the mean squared Frobenius norm of the map whose fixed point the nodes are; from 0.01 to 0.1 cycles become safe at no cost in error; 0: none")
	f.BoolVar(&s.monitor, "monitor", false, "report after every epoch how well posed the graph's cycles are")
	f.BoolVar(&s.best, "best", false, "keep the weights of the epoch with the least validation error, not those of the last epoch")
	f.BoolVar(&s.coldStart, "cold-start", false, "begin every solve in training afresh, not at the row's last solution: slower, less memory, smaller checkpoints")
	f.Uint64Var(&s.seed, "seed", 1, "seed of every random choice of training")
	f.StringVar(&s.method, "method", "cost", "what cyclic blocks are solved by first: "+choices(methods))
	f.StringVar(&s.precision, "precision", "float32", "float32 or float64")
	f.StringVar(&s.report, "report", "nmbench-report.html", "`FILE` of the HTML report; empty: none")
}

// check refuses values that make no sense. gammaSet says that --gamma was given.
func (s *settings) check(gammaSet bool) error {
	positive := func(v float64) bool { return v > 0 && !math.IsInf(v, 0) }
	zeroUp := func(v float64) bool { return v >= 0 && !math.IsInf(v, 0) }
	switch {
	case s.nodes <= 0:
		return usagef("--nodes %d: must be 1 or more", s.nodes)
	case s.nodes > math.MaxInt32/8:
		return usagef("--nodes %d: must be at most %d", s.nodes, math.MaxInt32/8)
	case s.epochs <= 0:
		return usagef("--epochs %d: must be 1 or more", s.epochs)
	case s.batch <= 0:
		return usagef("--batch %d: must be 1 or more", s.batch)
	case !positive(s.rate):
		return usagef("--rate %v: must be positive", s.rate)
	case !zeroUp(s.lambda):
		return usagef("--lambda %v: must be 0 or more", s.lambda)
	case !zeroUp(s.lambdaL1):
		return usagef("--lambda-l1 %v: must be 0 or more", s.lambdaL1)
	case slices.Index(activations, s.activation) < 0:
		return usagef("--activation %q: must be %s", s.activation, choices(activations))
	case slices.Index(scales, s.scale) < 0:
		return usagef("--scale %q: must be %s", s.scale, choices(scales))
	case slices.Index(forms, s.form) < 0:
		return usagef("--form %q: must be %s", s.form, choices(forms))
	case !zeroUp(s.gamma):
		return usagef("--gamma %v: must be 0 or more", s.gamma)
	case !(s.keep >= 0 && s.keep <= 1):
		return usagef("--keep %v: must be from 0 to 1", s.keep)
	case s.maxEdges < -1:
		return usagef("--max-edges %d: must be positive, 0 or -1", s.maxEdges)
	case s.keep > 0 && gammaSet:
		return usagef("--gamma and --keep exclude each other")
	case !zeroUp(s.cap):
		return usagef("--cap %v: must be 0 or more", s.cap)
	case !zeroUp(s.jacobian):
		return usagef("--jacobian %v: must be 0 or more", s.jacobian)
	case slices.Index(methods, s.method) < 0:
		return usagef("--method %q: must be %s", s.method, choices(methods))
	case s.precision != "float32" && s.precision != "float64":
		return usagef("--precision %q: must be float32 or float64", s.precision)
	}
	return nil
}

func (s *settings) elementSize() int {
	if s.precision == "float64" {
		return 8
	}
	return 4
}

func (s *settings) pairs() []report.Pair {
	threshold := report.Pair{Name: "gamma", Value: fmt.Sprint(s.gamma)}
	if s.keep > 0 {
		threshold = report.Pair{Name: "keep", Value: fmt.Sprint(s.keep)}
	}
	starts := "warm in training, cold in testing"
	if s.coldStart {
		starts = "cold"
	}
	kept := "of the last epoch"
	if s.best {
		kept = "of the epoch with the least validation error"
	}
	return []report.Pair{
		{Name: "nodes", Value: fmt.Sprint(s.nodes)}, {Name: "epochs", Value: fmt.Sprint(s.epochs)}, {Name: "batch", Value: fmt.Sprint(s.batch)},
		{Name: "learning rate", Value: fmt.Sprintf("%g, falling to %g (Adam)", s.rate, s.rate/10)},
		{Name: "lambda", Value: fmt.Sprintf("%g (NMs&NM; scale %s, form %s), %g (NMs&L1)", s.lambda, s.scale, s.form, s.lambdaL1)}, threshold, {Name: "cap", Value: fmt.Sprint(s.cap)}, {Name: "Jacobian penalty", Value: fmt.Sprint(s.jacobian)}, {Name: "activation", Value: s.activation},
		{Name: "weights kept", Value: kept}, {Name: "starts of the solves", Value: starts},
		{Name: "seed", Value: fmt.Sprint(s.seed)}, {Name: "precision", Value: s.precision}, {Name: "method", Value: s.method},
	}
}

// The names of the values of nm.Activation, reg.Scale and nm.Form.
var (
	methods     = []string{nm.ByCost.String(), nm.BySweeps.String(), nm.ByPicard.String(), nm.ByAnderson.String(), nm.ByNewton.String(), nm.ByChord.String(), nm.ByKrylov.String(), nm.ByPath.String()}
	activations = []string{nm.Tanh.String(), nm.Sigmoid.String(), nm.ReLU.String(), nm.Softplus.String()}

	scales = []string{reg.ScaleMean: "mean", reg.ScaleRaw: "raw", reg.ScaleFirst: "first"}
	forms  = []string{nm.Target: "target", nm.Larger: "larger", nm.Merged: "merged"}
)

// methodNamed is the method of a checked name; the first one for a name that is none.
func methodNamed(name string) nm.Method { return nm.Method(max(0, slices.Index(methods, name))) }

func choices(names []string) string { return strings.Join(names, ", ") }

// model is one network of the paper's comparison.
type model struct {
	flag, name, about string
	configure         func(s *settings, c *nm.Config, o *nm.TrainOptions)
}

// models lists what --model knows.
var models = []model{
	{"nn", "NN", "one hidden layer, no edges between its nodes", func(_ *settings, c *nm.Config, _ *nm.TrainOptions) {
		c.Structure = nm.Layered
	}},
	{"nms", "NMs", "complete graph, edges below the threshold left out, no penalty", func(s *settings, c *nm.Config, _ *nm.TrainOptions) {
		s.modules(c)
	}},
	{"nms-l1", "NMs&L1", "NMs with the same L1 penalty on all edges", func(s *settings, c *nm.Config, o *nm.TrainOptions) {
		s.modules(c)
		o.Penalty = nm.Penalty{Lambda: s.lambdaL1}
	}},
	{"nms-nm", "NMs&NM", "NMs with the L1 penalty weighted by module size", func(s *settings, c *nm.Config, o *nm.TrainOptions) {
		s.modules(c)
		o.Penalty = nm.Penalty{Lambda: s.lambda, Size: nm.ModuleEdges, Scale: reg.Scale(slices.Index(scales, s.scale)), Form: nm.Form(slices.Index(forms, s.form))}
	}},
	{"dag", "DAG", "acyclic graph: edges from each node to all later ones", func(s *settings, c *nm.Config, _ *nm.TrainOptions) {
		c.Structure = nm.DAG
		c.Threshold, c.Keep = s.threshold()
	}},
	{"deq", "DEQ", "complete graph with every edge: a deep equilibrium model", func(s *settings, c *nm.Config, _ *nm.TrainOptions) {
		c.ColumnCap = s.cap
	}},
}

// modules sets what all NMs have in common.
func (s *settings) modules(c *nm.Config) {
	c.Threshold, c.Keep = s.threshold()
	c.ColumnCap = s.cap
}

func (s *settings) threshold() (gamma, keep float64) {
	if s.keep > 0 {
		return 0, s.keep
	}
	return s.gamma, 0
}

// modelNamed returns the model of a --model value.
func modelNamed(flag string) (model, error) {
	var names []string
	for _, m := range models {
		if m.flag == flag {
			return m, nil
		}
		names = append(names, m.flag)
	}
	return model{}, usagef("unknown model %q; the models are %s", flag, strings.Join(names, ", "))
}
