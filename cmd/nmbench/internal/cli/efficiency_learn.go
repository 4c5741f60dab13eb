package cli

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/spf13/cobra"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
	"github.com/neuralmodules/nmcore/nm"
	"github.com/neuralmodules/nmcore/nm/optnet"
)

// learner trains models on the embedded digits, with the settings that nmbench trains them with.
type learner struct {
	*experiment[float32]
	run *efficiencyRun
}

// newLearner starts a pool; the caller closes it.
func (r *efficiencyRun) newLearner() (*learner, error) {
	set := &settings{}
	set.register(&cobra.Command{}, r.set.epochs) // for the defaults
	set.lambda = r.set.lambda
	src, err := digitsSource(set.seed)
	if err != nil {
		return nil, err
	}
	e, err := newExperiment[float32](r.app, set, src)
	if err != nil {
		return nil, err
	}
	e.progress = r.progress
	return &learner{e, r}, nil
}

// train trains a model of the given name and size.
func (l *learner) train(ctx context.Context, flag string, nodes int, seed uint64) (report.Model, *nm.Network[float32], error) {
	if flag == optNet {
		m, err := l.optNet(ctx, nodes, seed)
		return m, nil, err
	}
	m, err := modelNamed(flag)
	if err != nil {
		return report.Model{}, nil, err
	}
	l.set.nodes, l.set.seed = nodes, seed
	return l.fit(ctx, m)
}

// optNet is the name of the baseline that is no structure of package nm.
const optNet = "optnet"

// optNet trains an OptNet classifier.
func (l *learner) optNet(ctx context.Context, nodes int, seed uint64) (report.Model, error) {
	out := report.Model{Name: "OptNet"}
	net, err := optnet.New[float32](optnet.Config{Inputs: l.experiment.train.X.Cols, Nodes: nodes, Outputs: len(l.source.table.Classes), Seed: seed, Pool: l.pool})
	if err != nil {
		return out, err
	}
	opt := nm.TrainOptions{Epochs: l.set.epochs, Batch: l.set.batch, Rate: l.set.rate, FinalRate: l.set.rate / 10, KeepLast: true}
	opt.OnEpoch = func(e nm.Epoch) {
		_, line := status(e, opt.Epochs)
		l.progress.Status(line, line, e.Epoch == opt.Epochs)
	}
	opt.OnStep = func(step, _ int) { l.progress.Step(step) }
	trainer, err := optnet.NewTrainer(net, opt)
	if err != nil {
		return out, err
	}
	l.progress.Begin(out.Name, opt.Epochs*((l.experiment.train.X.Rows+opt.Batch-1)/opt.Batch))
	begun := time.Now()
	if _, err := trainer.Fit(ctx, l.experiment.train, l.validation); err != nil {
		return out, err
	}
	out.Seconds = time.Since(begun).Seconds()
	_, wrong, stats, err := net.Evaluate(ctx, l.test)
	out.TestError, out.TestRows, out.Unconverged = wrong, stats.Samples, stats.Unconverged
	return out, err
}

// figure5 compares large networks with small baselines.
func (r *efficiencyRun) figure5(ctx context.Context) error {
	l, err := r.newLearner()
	if err != nil {
		return err
	}
	defer l.pool.Close()
	baselines, compared := []string{"deq", "dag", optNet}, []string{"nn", "nms-nm"}
	t := report.Table{Title: "Figure 5: test error above 300 nodes, embedded digits", Header: []string{"model", "nodes", "test error %", "spread", "largest module", "unconverged", "seconds"},
		Note: fmt.Sprintf("The paper: larger networks keep improving, and are better than NN above 300 nodes; its baseline is the mean of DEQ, DAG and OPTNET below 300 nodes. "+
			"%d epochs, lambda %g, seeds 1 to %d, one split; spread: standard deviation over the seeds. %d test rows: differences below 1.5 points are noise.", r.set.epochs, r.set.lambda, r.set.seeds, l.test.X.Rows)}
	plot := report.Plot{Title: "5: test error", X: "nodes", Y: "share misclassified"}
	mean, count := 0.0, 0
	draw := func(models []string, sizes []int) error {
		for _, flag := range models {
			line := report.Line{}
			for _, n := range sizes {
				var errs []float64
				seconds, unconverged, largest, name := 0.0, 0, 0, ""
				for seed := uint64(1); seed <= uint64(r.set.seeds); seed++ {
					m, _, err := l.train(ctx, flag, n, seed)
					if err != nil {
						return err
					}
					r.point("5", "float32", efficiencyRecord{Model: flag, N: n, Seed: seed, Batch: l.set.batch, Seconds: m.Seconds, Err: finite(m.TestError), Workers: l.pool.Workers()})
					errs = append(errs, m.TestError)
					seconds += m.Seconds
					unconverged += m.Unconverged
					largest, name = max(largest, m.Modules.Largest), m.Name
				}
				average, spread := meanSpread(errs)
				line.Name, line.X, line.Y = name, append(line.X, float64(n)), append(line.Y, average)
				t.Rows = append(t.Rows, []string{name, fmt.Sprint(n), fmt.Sprintf("%.2f", 100*average), orDash(100 * spread), fmt.Sprint(largest), fmt.Sprint(unconverged), fmt.Sprintf("%.1f", seconds/float64(len(errs)))})
				mean, count = mean+average, count+1
			}
			plot.Lines = append(plot.Lines, line)
		}
		return nil
	}
	if err := draw(baselines, r.set.small); err != nil {
		return err
	}
	mean /= float64(count)
	t.Rows = append(t.Rows, []string{"baseline: their mean", "", fmt.Sprintf("%.2f", 100*mean), "", "", "", ""})
	if err := draw(compared, r.set.wide); err != nil {
		return err
	}
	last := float64(r.set.wide[len(r.set.wide)-1])
	plot.Lines = append(plot.Lines, report.Line{Name: "baseline", X: []float64{float64(r.set.small[0]), last}, Y: []float64{mean, mean}})
	r.table(t)
	r.plot(plot)
	return nil
}

// meanSpread returns the mean and, of two and more values, the standard deviation.
func meanSpread(v []float64) (mean, spread float64) {
	for _, x := range v {
		mean += x
	}
	mean /= float64(len(v))
	if len(v) < 2 {
		return mean, 0
	}
	for _, x := range v {
		spread += (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(spread / float64(len(v)-1))
}

// chance is a module's part in figure 17A.
type chance struct {
	size int
	p    float64 // share of |w| <= gamma among the edges into its nodes
	join float64 // 1 - p^size (11)
}

// figure17A estimates (11) for the modules of networks under both penalties.
func (r *efficiencyRun) figure17A(ctx context.Context) error {
	l, err := r.newLearner()
	if err != nil {
		return err
	}
	defer l.pool.Close()
	t := report.Table{Title: "Figure 17A: chance that a new edge joins a module (11), embedded digits", Header: []string{"model", "modules", "sizes", "p", "1 - p^s", "spread of 1 - p^s"},
		Note: fmt.Sprintf("The paper: the adaptive penalty raises the chance of small modules and lowers that of large ones. p: share of |w| <= gamma among all edges into the nodes of a module, "+
			"kept and dormant, the estimate of P(|w| < gamma) for one edge. %d nodes, %d epochs, lambda %g; ranges over the modules; spread: standard deviation.", r.set.graph, r.set.epochs, r.set.lambda)}
	plot := report.Plot{Title: "17A: chance that a new edge joins a module", X: "nodes of the module", Y: "1 - p^s"}
	for _, flag := range []string{"nms-l1", "nms-nm"} {
		m, net, err := l.train(ctx, flag, r.set.graph, 1)
		if err != nil {
			return err
		}
		all := chances(net)
		line := report.Line{Name: m.Name}
		var joins []float64
		low, high := chance{size: math.MaxInt, p: 1, join: 1}, chance{}
		for _, c := range all {
			r.point("17A", "float32", efficiencyRecord{Model: flag, N: r.set.graph, Module: c.size, Seed: 1, P: &c.p, Chance: &c.join})
			line.X, line.Y = append(line.X, float64(c.size)), append(line.Y, c.join)
			joins = append(joins, c.join)
			low = chance{min(low.size, c.size), min(low.p, c.p), min(low.join, c.join)}
			high = chance{max(high.size, c.size), max(high.p, c.p), max(high.join, c.join)}
		}
		if len(all) == 0 {
			t.Rows = append(t.Rows, []string{m.Name, "0", "-", "-", "-", "-"})
			continue
		}
		_, spread := meanSpread(joins)
		t.Rows = append(t.Rows, []string{m.Name, fmt.Sprint(len(all)), fmt.Sprintf("%d to %d", low.size, high.size), fmt.Sprintf("%.4f to %.4f", low.p, high.p),
			fmt.Sprintf("%.3f to %.3f", low.join, high.join), orDash(spread)})
		plot.Lines = append(plot.Lines, line)
	}
	r.table(t)
	r.plot(plot)
	return nil
}

// chances estimates (11) for every module of net.
func chances(net *nm.Network[float32]) []chance {
	w, gamma := net.Weights()
	sizes, order := net.Layout()
	var out []chance
	for _, s := range sizes {
		below := 0
		for _, j := range order[:s] {
			for k := range w.Rows {
				if v := w.At(k, j); k != j && v <= gamma && v >= -gamma {
					below++
				}
			}
		}
		order = order[s:]
		p := float64(below) / float64(s*(w.Rows-1))
		out = append(out, chance{s, p, 1 - math.Pow(p, float64(s))})
	}
	return out
}
