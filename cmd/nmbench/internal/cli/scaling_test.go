package cli

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/replay"
)

func TestScaling(t *testing.T) {
	report := filepath.Join(t.TempDir(), "r.html")
	o := run(t, "scaling", "--quick", "--report", report).must(t)
	for _, want := range []string{"200 nodes", "7 to 60 nodes", "12, i9-12900H", "What limits it on 12 workers (simulated)", "la.Gemm", "report: " + report} {
		if !strings.Contains(o.stdout, want) {
			t.Errorf("stdout lacks %q:\n%s", want, o.stdout)
		}
	}
	if !strings.Contains(o.stderr, ": measured on 1") {
		t.Errorf("no progress on stderr: %q", o.stderr)
	}
	page, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<h2>Gain</h2>", "<polyline", "What limits it"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
}

func TestScalingRecords(t *testing.T) {
	o := run(t, "scaling", "--quick", "--largest", "60", "--largest-first", "--slow", "0.4", "--workers", "2", "--report", "", "--json").must(t)
	real, simulated, parts := 0, 0, map[any]int{} // parts by simulated
	for _, r := range records(t, o) {
		if s, ok := r["seconds"].(float64); !ok || !(s > 0) {
			t.Errorf("seconds of %v", r)
		}
		switch {
		case r["op"] == "limit":
			parts[r["simulated"]]++
		case r["op"] != "scaling" || r["n"] != 200.0 || r["largest"] != 60.0 || r["batch"] != 64.0:
			t.Errorf("%v", r)
		case r["simulated"] == true:
			simulated++
			if bound, ok := r["bound"].(float64); ok && r["gain"].(float64) > bound*(1+1e-9) {
				t.Errorf("a gain beyond its bound: %v", r)
			}
		default:
			real++
		}
	}
	if real != 2 || simulated != 4 || parts[true] == 0 || parts[true] > mostLimits || parts[false] == 0 {
		t.Errorf("%d measured, %d simulated, %v limits", real, simulated, parts)
	}
}

func TestScalingWrongUse(t *testing.T) {
	run(t, "scaling", "--nodes", "0").refused(t, 2, "--nodes 0")
	run(t, "scaling", "--mean", "1").refused(t, 2, "--mean 1")
	run(t, "scaling", "--nodes", "100", "--largest", "101").refused(t, 2, "--largest 101")
	run(t, "scaling", "--simulate", "65").refused(t, 2, "--simulate 65")
	run(t, "scaling", "--repeats", "0").refused(t, 2, "--repeats 0")
	run(t, "scaling", "--slow", "0").refused(t, 2, "--slow 0")
	run(t, "scaling", "--seconds", "-1").refused(t, 2, "--seconds -1")
	run(t, "scaling", "--batch", "0").refused(t, 2, "--batch 0")
	run(t, "scaling", "x").refused(t, 2, `unexpected argument "x"`)
	run(t, "scaling", "--report", t.TempDir()).refused(t, 1, "is a directory")
}

func TestScalingInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	report := filepath.Join(t.TempDir(), "r.html")
	o := runContext(ctx, "scaling", "--quick", "--report", report)
	if page, err := os.ReadFile(report); o.code != 1 || err != nil || !strings.Contains(string(page), "Stopped: interrupted") {
		t.Errorf("exit status %d, %v", o.code, err)
	}
}

func TestModuleSizes(t *testing.T) {
	for _, c := range [][3]int{{3000, 50, 0}, {3000, 50, 500}, {10, 5, 0}, {2, 2, 0}, {100, 3, 100}, {101, 40, 99}} {
		sizes := moduleSizes(c[0], c[1], c[2])
		sum, count := 0, 0
		for i, s := range sizes {
			sum += s
			if i == 0 && s == c[2] {
				continue
			}
			count++
			if 3*s < c[1] && c[0] > 1000 || s > 3*c[1] {
				t.Errorf("%v: a module of %d nodes", c, s)
			}
		}
		if sum != c[0] || c[2] > 0 && sizes[0] != c[2] {
			t.Errorf("%v: sizes %v", c, sizes)
		}
		if mean := float64(sum-c[2]) / float64(max(count, 1)); c[0] > 1000 && math.Abs(mean/float64(c[1])-1) > 0.15 {
			t.Errorf("%v: mean %v", c, mean)
		}
	}
}

func TestLosses(t *testing.T) {
	got := losses(replay.Timeline{Spans: []replay.Span{{Name: "", Seconds: 1, Work: 1}, {Name: "a", Seconds: 2, Work: 6}, {Name: "", Seconds: 3, Work: 3},
		{Name: "a", Seconds: 1, Work: 2}, {Name: "", Seconds: 0, Work: 0}}}, 2)
	want := []loss{{"serial: a to a", 3, 3, 1.5}, {"serial: the start to a", 1, 1, 0.5}, {"serial: a to the end", 0, 0, 0}, {"a", 8, 3, -1}}
	if !slices.Equal(got, want) {
		t.Errorf("losses %v, want %v", got, want)
	}
}
