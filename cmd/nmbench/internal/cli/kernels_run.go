package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/data"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/kernels"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/term"
)

// kernels measures, or reads what was measured, and writes records or tables.
func (a *app) kernels(ctx context.Context, set *kernelSettings, workers int) error {
	peers, err := readPeers(set.peers)
	if err != nil {
		return err
	}
	if len(set.from) > 0 {
		records, err := readRecords(set.from)
		if err != nil {
			return err
		}
		records = kernels.Review(records, set.selection(), peers)
		for _, r := range records {
			a.record(r)
		}
		a.kernelTables(set, records)
		return nil
	}
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	c := kernels.Config{Selection: set.selection(), Timing: set.timing(), Workers: workers, Slow: set.slow, Peers: peers}
	if elements, op, n := c.Largest(); 8*elements > availableMemory() {
		return fmt.Errorf("%s with n = %d needs about %s of memory, and %s are available", op, n, byteSize(8*elements), byteSize(availableMemory()))
	}
	progress := term.NewProgress(a.stderr)
	c.Progress = progress
	a.record(gatherInfo(workers))
	var records []kernels.Record
	var wrong []string
	err = kernels.Run(ctx, c, func(r kernels.Record) {
		a.record(r)
		records = append(records, r)
		if r.Wrong {
			wrong = append(wrong, fmt.Sprintf("%s %s %s %s %d x %d", r.Lib, r.ISA, r.Op, r.Type, max(r.M, 1), r.N))
		}
	})
	progress.Close()
	a.kernelTables(set, records)
	switch {
	case err != nil:
		return interrupted(ctx, err)
	case len(wrong) > 0:
		return fmt.Errorf("wrong results: %s", strings.Join(wrong, ", "))
	}
	return nil
}

// kernelTables writes records for people, if that was asked for.
func (a *app) kernelTables(set *kernelSettings, records []kernels.Record) {
	if a.json {
		return
	}
	for _, t := range kernels.Tables(records) {
		if set.markdown {
			markdown(a.stdout, t)
			continue
		}
		fmt.Fprintf(a.stdout, "\n%s\n", t.Title)
		term.Table(a.stdout, t.Header, t.Rows)
	}
}

// markdown writes a table as Markdown, numbers to the right.
func markdown(w io.Writer, t kernels.Table) {
	line := func(cells []string) { fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | ")) }
	fmt.Fprintf(w, "\n**%s**\n\n", t.Title)
	line(t.Header)
	fmt.Fprintf(w, "|---%s|\n", strings.Repeat("|---:", len(t.Header)-1))
	for _, r := range t.Rows {
		line(r)
	}
}

// readPeers reads files of other programs' figures; nil if there are none.
func readPeers(paths []string) (*kernels.Peers, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	peers := &kernels.Peers{}
	for _, path := range paths {
		if err := readFile(path, peers.Read); err != nil {
			return nil, err
		}
	}
	return peers, nil
}

// readRecords reads files of earlier runs.
func readRecords(paths []string) (records []kernels.Record, err error) {
	for _, path := range paths {
		err := readFile(path, func(r io.Reader) error {
			more, err := kernels.ReadRecords(r)
			records = append(records, more...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return records, nil
}

// readFile opens path for read and puts the name in front of errors.
func readFile(path string, read func(io.Reader) error) error {
	f, err := os.Open(path)
	if err == nil {
		defer f.Close()
		err = read(f)
	}
	if err != nil {
		return data.PathError(path, err)
	}
	return nil
}
