package cli

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/neuralmodules/nmcore/nm"
)

func TestEfficiency(t *testing.T) {
	report := filepath.Join(t.TempDir(), "r.html")
	o := run(t, "efficiency", "--quick", "--report", report).must(t)
	for _, f := range efficiencyFigures {
		if !strings.Contains(o.stdout, "Figure "+f.name+": ") {
			t.Errorf("stdout lacks figure %s:\n%s", f.name, o.stdout)
		}
	}
	numpy := write(t, "numpy.txt", "numpy threads 1 n= 40 fp step median 2000000.0 ms\n")
	if o := run(t, "efficiency", "--quick", "--figure", "4A", "--numpy", numpy, "--report", "").must(t); !strings.Contains(o.stdout, "2e+03 s") {
		t.Errorf("stdout lacks numpy's time:\n%s", o.stdout)
	}
	for _, want := range []string{"12 workers, simulated", "The paper: 10 ms for 50 nodes", "report: " + report} {
		if !strings.Contains(o.stdout, want) {
			t.Errorf("stdout lacks %q:\n%s", want, o.stdout)
		}
	}
	for _, want := range []string{"figure 4A: 40 nodes", "NMs&NM: epoch 1/1", "figure 17B: 50 nodes"} {
		if !strings.Contains(o.stderr, want) {
			t.Errorf("stderr lacks %q:\n%s", want, o.stderr)
		}
	}
	page, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(page), "<polyline"); n < 9 || !strings.Contains(string(page), "17B: one module") {
		t.Errorf("%d lines in the report", n)
	}
}

func TestEfficiencyRecords(t *testing.T) {
	o := run(t, "efficiency", "--quick", "--seeds", "2", "--report", "", "--json").must(t)
	ops := map[any]int{}
	for _, r := range records(t, o) {
		ops[r["op"]]++
		op, _ := r["op"].(string)
		if !strings.HasPrefix(op, "figure") {
			continue
		}
		switch s, _ := r["seconds"].(float64); {
		case op != "figure17A" && !(s > 0):
			t.Errorf("no time in %v", r)
		case op == "figure4B" && r["workers"] == 12.0 && r["simulated"] != true:
			t.Errorf("not marked as simulated: %v", r)
		case op == "figure5" && r["err"] == nil, op == "figure17A" && r["chance"] == nil:
			t.Errorf("nothing in %v", r)
		}
	}
	if ops["figure4A"] != 2 || ops["figure4B"] < 3 || ops["figure5"] != 10 || ops["figure17B"] != 2 || ops["figure17A"] == 0 {
		t.Errorf("records %v", ops)
	}
}

func TestEfficiencyWrongUse(t *testing.T) {
	run(t, "efficiency", "--figure", "6").refused(t, 2, `unknown figure "6"; the figures are 4A, 4B, 5, 17A, 17B`)
	run(t, "efficiency", "--below", "3").refused(t, 2, "--below 3")
	run(t, "efficiency", "--modules", "30001").refused(t, 2, "--modules 30001")
	run(t, "efficiency", "--epochs", "0").refused(t, 2, "--epochs 0")
	run(t, "efficiency", "--seeds", "0").refused(t, 2, "--seeds 0")
	run(t, "efficiency", "--repeats", "0").refused(t, 2, "--repeats 0")
	run(t, "efficiency", "--seconds", "0").refused(t, 2, "--seconds 0")
	run(t, "efficiency", "--lambda", "-1").refused(t, 2, "--lambda -1")
	run(t, "efficiency", "x").refused(t, 2, `unexpected argument "x"`)
	run(t, "efficiency", "--report", t.TempDir()).refused(t, 1, "is a directory")
}

func TestEfficiencyInterrupted(t *testing.T) {
	for _, f := range efficiencyFigures {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		report := filepath.Join(t.TempDir(), "r.html")
		o := runContext(ctx, "efficiency", "--quick", "--figure", f.name, "--report", report)
		if page, err := os.ReadFile(report); o.code != 1 || err != nil || !strings.Contains(string(page), "Stopped: interrupted") {
			t.Errorf("figure %s: exit status %d, %v, %s", f.name, o.code, err, o.stderr)
		}
	}
}

// TestChances checks (11) on a network of two modules whose edges are known.
func TestChances(t *testing.T) {
	net, err := nm.New[float32](nm.Config{Inputs: 1, Nodes: 6, Outputs: 1, Threshold: 0.5})
	if err != nil {
		t.Fatal(err)
	}
	net.Edit(func(p nm.Params[float32]) {
		clear(p.W.Data)
		p.W.Set(0, 1, 0.7) // module 0, 1, 2
		p.W.Set(1, 2, -0.7)
		p.W.Set(4, 3, 0.9) // module 3, 4; node 5 is isolated
		p.W.Set(5, 0, 0.5) // at the threshold: not kept
	})
	got := chances(net)
	want := []chance{{3, 13.0 / 15, 1 - math.Pow(13.0/15, 3)}, {2, 9.0 / 10, 1 - math.Pow(9.0/10, 2)}}
	if len(got) != len(want) {
		t.Fatalf("modules %v", got)
	}
	for i := range want {
		if got[i].size != want[i].size || math.Abs(got[i].p-want[i].p) > 1e-12 || math.Abs(got[i].join-want[i].join) > 1e-12 {
			t.Errorf("module %d: %+v, want %+v", i, got[i], want[i])
		}
	}
}
