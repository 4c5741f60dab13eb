package cli

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
)

func TestSolveTables(t *testing.T) {
	report := filepath.Join(t.TempDir(), "r.html")
	o := run(t, "solve", "--seconds", "0.0001", "--largest", "100", "--part", "classical,precision,cells", "--report", report).must(t)
	for _, want := range []string{"The 23 problems", "NonlinearSolve.jl RobustMultiNewton", "n = 100", "report: " + report} {
		if !strings.Contains(o.stdout, want) {
			t.Errorf("stdout lacks %q:\n%s", want, o.stdout)
		}
	}
	page, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Work and precision", "max|F| reached", "<polyline", "Chandrasekhar"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
}

func TestSolveRecords(t *testing.T) {
	o := run(t, "solve", "--part", "classical", "--report", "", "--json").must(t)
	solved, all := 0, 0
	for _, r := range records(t, o) {
		if r["method"] != "default" || r["scale"] != 1.0 {
			continue
		}
		all++
		if err, ok := r["err"].(float64); r["status"] == "converged" && ok && err <= 1e-10 {
			solved++
		}
		for _, key := range []string{"op", "type", "isa", "m", "workers", "problem", "iterations", "evaluations"} {
			if _, ok := r[key]; !ok && key != "iterations" {
				t.Errorf("a record lacks %q: %v", key, r)
			}
		}
	}
	if all != 23 || solved != 23 {
		t.Errorf("the default solves %d of %d", solved, all)
	}
	o = run(t, "solve", "--part", "cells,batch,hard", "--largest", "50", "--seconds", "0.0001", "--report", "", "--json").must(t)
	ops := map[any]int{}
	for _, r := range records(t, o) {
		ops[r["op"]]++
		if err, ok := r["err"].(float64); r["op"] == "hard" && (!ok || err > 1e-10 || r["unconverged"] != nil) {
			t.Errorf("not solved: %v", r)
		}
		if s, ok := r["seconds"].(float64); !ok || !(s > 0 && s < 60) {
			t.Errorf("seconds of %v", r)
		}
	}
	if ops["cells"] != 2*len(solvers) || ops["batch"] != 4*6 || ops["hard"] != len(hardWays) {
		t.Errorf("records %v", ops)
	}
}

func TestSolveWrongUse(t *testing.T) {
	run(t, "solve", "--part", "quadratic").refused(t, 2, `unknown part "quadratic"; the parts are classical, precision, cells, batch, hard`)
	run(t, "solve", "--seconds", "0").refused(t, 2, "--seconds 0")
	run(t, "solve", "x").refused(t, 2, `unexpected argument "x"`)
	run(t, "solve", "--report", t.TempDir()).refused(t, 1, "is a directory")
	if o := run(t, "solve", "-h").must(t); !strings.Contains(o.stdout, "Examples:") {
		t.Errorf("no examples in %s", o.stdout)
	}
}

func TestSolveInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	report := filepath.Join(t.TempDir(), "r.html")
	o := runContext(ctx, "solve", "--report", report)
	if page, err := os.ReadFile(report); o.code != 1 || err != nil || !strings.Contains(string(page), "Stopped: interrupted") {
		t.Errorf("exit status %d, %v", o.code, err)
	}
}

// TestCell checks the measured system's Jacobians, by row and by batch.
func TestCell(t *testing.T) {
	s := newCells(1, 7, 3, 0.9, 1)
	x := la.NewMatrix[float64](2, 7)
	for i := range x.Data {
		x.Data[i] = math.Sin(float64(i))
	}
	for s.row = range 3 {
		if err := nonlinear.CheckJacobian(s.problem(), x.Row(0)); err != nil {
			t.Error(err)
		}
	}
	g, jacs, one := la.NewMatrix[float64](2, 7), la.NewBatch[float64](2, 7, 7), la.NewMatrix[float64](7, 7)
	s.Map(g, x, []int{2, 1})
	s.Jacobians(jacs, x, g, []int{2, 1})
	for i, row := range []int{2, 1} {
		s.Jacobian(one, x.Row(i), row)
		for k, v := range one.Data {
			if math.Abs(v-jacs.Data[49*i+k]) > 1e-14 {
				t.Fatalf("item %d differs at %d", i, k)
			}
		}
	}
}
