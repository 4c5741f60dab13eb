package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/term"
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nm"
)

// session trains some models on one source and reports on them.
type session struct {
	app    *app
	set    *settings
	source *source
	models []model
	title  string
	save   string // file for the last model; empty: none

	checkpoint string // file for the last model's training after each epoch; empty: none
	resume     bool   // go on from it
}

// run trains, prints the table and writes the report, also when ctx ends or a model fails on the way.
func (s *session) run(ctx context.Context) error {
	need := trainingMemory(len(s.source.split.Train)+len(s.source.split.Validation)+len(s.source.split.Test),
		len(s.source.table.Features), s.set.nodes, len(s.source.table.Classes), s.set.batch, s.set.maxEdges, s.set.elementSize(), s.set.coldStart)
	if err := checkMemory(need, availableMemory(), s.set.nodes); err != nil {
		return err
	}
	for _, path := range []string{s.set.report, s.save, s.checkpoint} {
		if path == "" {
			continue
		}
		if err := checkWritable(path); err != nil {
			return err
		}
	}
	return s.app.profiled(func() error {
		if s.set.precision == "float64" {
			return runSession[float64](ctx, s)
		}
		return runSession[float32](ctx, s)
	})
}

func runSession[T la.Float](ctx context.Context, s *session) error {
	e, err := newExperiment[T](s.app, s.set, s.source)
	if err != nil {
		return err
	}
	defer e.pool.Close()
	page := &report.Page{
		Title:    s.title,
		Subtitle: fmt.Sprintf("%s, %s", s.source.name, time.Now().Format("2 January 2006 15:04")),
		Facts: []report.Facts{{Title: "Data", Pairs: s.source.pairs()}, {Title: "Settings", Pairs: s.set.pairs()},
			{Title: "Machine", Pairs: gatherInfo(e.pool.Workers()).pairs()}},
	}
	var failure error
	var last *nm.Network[T]
	for i, m := range s.models {
		if i == len(s.models)-1 {
			e.checkpoint, e.resume = s.checkpoint, s.resume
		}
		result, net, err := e.fit(ctx, m)
		if net != nil {
			last = net
		}
		if len(result.Epochs) > 0 {
			page.Models = append(page.Models, result)
		}
		if err != nil {
			failure = fmt.Errorf("%w in %s during epoch %d of %d", err, m.name, min(result.Trained()+1, s.set.epochs), s.set.epochs)
			page.Note = fmt.Sprintf("Stopped: %v.", failure)
			break
		}
	}
	e.progress.Close()
	if t, ok := conditionsTable(page.Models); ok {
		page.Tables = append(page.Tables, t)
	}
	keep := s.save != "" && last != nil && (failure == nil || errors.Is(failure, errInterrupted))
	if keep {
		if err := saveModel(s.save, last); err != nil {
			return err
		}
	}
	return s.finish(page, keep, failure)
}

// finish prints the table, writes the report and says where things are. It returns the failure, if any, with a hint at the
// report.
func (s *session) finish(page *report.Page, saved bool, failure error) error {
	if !s.app.json && len(page.Models) > 0 {
		printTable(s.app.stdout, page.Models)
	}
	done := func(op, path string) {
		s.app.fileRecord(op, path)
		if !s.app.json {
			fmt.Fprintf(s.app.stdout, "%s: %s\n", op, path)
		}
	}
	if saved {
		done("model", s.save)
	}
	if s.set.report != "" {
		if err := writeFile(s.set.report, func(w io.Writer) error { return report.Write(w, page) }); err != nil {
			return err
		}
		done("report", s.set.report)
	}
	if failure != nil && s.set.report != "" {
		return fmt.Errorf("%w; %s shows what was done", failure, s.set.report)
	}
	return failure
}

// printTable writes the results for people.
func printTable(w io.Writer, models []report.Model) {
	header := []string{"model", "test error %", "modules", "largest", "on cycles %", "edges", "unconverged train/test", "seconds"}
	var rows [][]string
	for _, m := range models {
		testError := "-"
		if !math.IsNaN(m.TestError) {
			testError = fmt.Sprintf("%.2f", 100*m.TestError)
		}
		rows = append(rows, []string{m.Name, testError, fmt.Sprint(m.Modules.Modules), fmt.Sprint(m.Modules.Largest),
			fmt.Sprintf("%.0f", 100*m.Modules.Cyclic), fmt.Sprint(m.Modules.Edges), fmt.Sprintf("%d / %d", m.UnconvergedTraining(), m.Unconverged), fmt.Sprintf("%.1f", m.Seconds)})
	}
	term.Table(w, header, rows)
}
