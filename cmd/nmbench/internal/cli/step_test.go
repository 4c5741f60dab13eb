package cli

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestStep(t *testing.T) {
	peer := write(t, "numpy.txt", "numpy 2.4 threads 1 n=   20 fp step median     2.000 ms best     1.9 ms iters (31, 32) steps 200\nnumpy 2.4 threads 2 n=   20 fp step median     1.000 ms\n")
	for _, module := range []string{"0", "7"} {
		o := run(t, "step", "--nodes", "20,40", "--modules", module, "--seconds", "0.001", "--json", "--numpy", peer).must(t)
		all := records(t, o)
		if len(all) != 2 {
			t.Fatalf("%d records", len(all))
		}
		for i, r := range all {
			if r["op"] != "step" || r["n"] != []float64{20, 40}[i] || r["workers"] != 1.0 || !(r["seconds"].(float64) > 0) || !(r["iterations"].(float64) > 0) {
				t.Errorf("%v", r)
			}
		}
		ratio, _ := all[0]["ratio"].(float64)
		if want := 2e-3 / all[0]["seconds"].(float64); math.Abs(ratio-want) > 1e-9*want {
			t.Errorf("ratio %v, want %v", ratio, want)
		}
		if _, ok := all[1]["ratio"]; ok {
			t.Errorf("a ratio without a figure: %v", all[1])
		}
	}
	warm := records(t, run(t, "step", "--nodes", "20,40", "--seconds", "0.05", "--json", "--warm").must(t))
	if len(warm) != 4 {
		t.Fatalf("%d records", len(warm))
	}
	for i, r := range warm {
		saved, _ := r["saved"].(float64)
		if is, _ := r["warm"].(bool); is != (i%2 == 1) || is != (saved > 0.05 && saved < 1) {
			t.Errorf("%v", r)
		}
	}
	o := run(t, "step", "--nodes", "20", "--seconds", "0.001", "--warm", "--workers", "2", "--numpy", peer).must(t)
	if !strings.Contains(o.stdout, "1.00") || !strings.Contains(o.stdout, "iterations") || !strings.Contains(o.stdout, " warm ") {
		t.Errorf("stdout:\n%s", o.stdout)
	}
}

func TestStepSparse(t *testing.T) {
	for _, scan := range []string{"-1", "0", "0.5"} {
		o := run(t, "step", "--sparse", "--nodes", "100,300", "--modules", "20", "--edges", "4", "--scan", scan, "--seconds", "0.001", "--json").must(t)
		all := records(t, o)
		if len(all) != 2 {
			t.Fatalf("%d records", len(all))
		}
		for i, r := range all {
			n := []float64{100, 300}[i]
			grown := r["stored"].(float64) > 4*n
			if r["op"] != "step_sparse" || r["n"] != n || r["kept"] != 4*n || !(r["seconds"].(float64) > 0) || r["unconverged"] != 0.0 || grown != (scan != "-1") {
				t.Errorf("%v", r)
			}
		}
		if _, ok := all[0]["exponent"]; ok {
			t.Errorf("growth since nothing: %v", all[0])
		}
		if _, ok := all[1]["exponent"]; !ok {
			t.Errorf("no growth: %v", all[1])
		}
	}
	o := run(t, "step", "--sparse", "--nodes", "100", "--seconds", "0.001").must(t)
	if !strings.Contains(o.stdout, "growth") {
		t.Errorf("stdout:\n%s", o.stdout)
	}
	for _, flags := range [][]string{{"--edges", "0"}, {"--scan", "2"}, {"--scan", "NaN"}, {"--scan", "-0.5"}, {"--nodes", "1000001"}, {"--numpy", "x"}, {"--warm"}} {
		run(t, append([]string{"step", "--sparse"}, flags...)...).refused(t, 2, flags[0])
	}
	for _, flags := range [][]string{{"--edges", "5"}, {"--scan", "0"}} {
		run(t, append([]string{"step"}, flags...)...).refused(t, 2, "--sparse")
	}
}

// The blocks of a record are named as everything else in it is.
func TestStepBlocks(t *testing.T) {
	r := records(t, run(t, "step", "--nodes", "40", "--modules", "20", "--seconds", "0.001", "--blocks", "--json").must(t))[0]
	blocks := r["blocks"].([]any)
	first := blocks[0].(map[string]any)
	if forward := first["forward"].(map[string]any); len(blocks) != 2 || first["nodes"] != 20.0 || forward["samples"] != 64.0 || forward["fallbacks"] != 0.0 {
		t.Errorf("%v", blocks)
	}
}

// Every method counts what it does, and is told, with all edges and with some.
func TestStepMethods(t *testing.T) {
	for _, m := range methods {
		for _, flags := range [][]string{nil, {"--sparse", "--modules", "40"}} {
			r := records(t, run(t, append([]string{"step", "--nodes", "40", "--seconds", "0.001", "--method", m, "--json"}, flags...)...).must(t))[0]
			if r["method"] != m || r["unconverged"] != 0.0 || !(r["iterations"].(float64) > 0) {
				t.Errorf("%s, %v: %v", m, flags, r)
			}
		}
	}
}

// Training with a limit of edges writes a report of the edges it has.
func TestTrainMaxEdges(t *testing.T) {
	page := filepath.Join(t.TempDir(), "r.html")
	run(t, "train", "--data", write(t, "d.csv", clouds(60)), "--label", "kind", "--ignore", "id", "--nodes", "40", "--max-edges", "200", "--epochs", "2", "--report", page, "--save", "").must(t)
	if html, err := os.ReadFile(page); err != nil || !strings.Contains(string(html), "data:image/png") {
		t.Errorf("no picture: %v", err)
	}
	run(t, "--max-edges", "-2").refused(t, 2, "--max-edges")
}
