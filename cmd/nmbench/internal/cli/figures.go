package cli

import (
	"fmt"
	"io"
	"time"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/term"
)

// figures are tables and plots on their way to standard output and to a report.
type figures struct {
	app      *app
	page     *report.Page
	progress term.Progress
}

// newFigures returns an empty page. It starts no display; finish closes it.
func newFigures(a *app, title string, workers int) figures {
	return figures{app: a, progress: term.NewProgress(a.stderr), page: &report.Page{Title: title, Subtitle: time.Now().Format("2 January 2006 15:04"),
		Facts: []report.Facts{{Title: "Machine", Pairs: gatherInfo(workers).pairs()}}}}
}

// table prints a table and puts it on the page.
func (f *figures) table(t report.Table) {
	f.page.Tables = append(f.page.Tables, t)
	if f.app.json {
		return
	}
	fmt.Fprintln(f.app.stdout, t.Title)
	term.Table(f.app.stdout, t.Header, t.Rows)
	if t.Note != "" {
		fmt.Fprintln(f.app.stdout, t.Note)
	}
	fmt.Fprintln(f.app.stdout)
}

// plot puts a plot on the page.
func (f *figures) plot(p report.Plot) { f.page.Plots = append(f.page.Plots, p) }

// done says that so many of all steps of a task are done, the last of them what.
func (f *figures) done(steps, of int, what string) {
	f.progress.Step(steps)
	f.progress.Status(what, what, steps == of)
}

// finish writes what was done to the report at path, if there is one, and returns the failure that ended the run.
func (f *figures) finish(path string, failure error) error {
	f.progress.Close()
	if failure != nil {
		f.page.Note = fmt.Sprintf("Stopped: %v.", failure)
	}
	if path != "" {
		if err := writeFile(path, func(w io.Writer) error { return report.Write(w, f.page) }); err != nil {
			return err
		}
		f.app.fileRecord("report", path)
		if !f.app.json {
			fmt.Fprintf(f.app.stdout, "report: %s\n", path)
		}
	}
	return failure
}
