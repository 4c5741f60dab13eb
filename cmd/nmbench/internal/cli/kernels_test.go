package cli

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/neuralmodules/nmcore/la/asm"
)

// quickKernels are arguments that measure next to nothing.
func quickKernels(more ...string) []string {
	return append([]string{"kernels", "--quick", "--rounds", "1", "--sizes", "4,9"}, more...)
}

const peersFile = `openblas-avx512,1,gemm,f64,9,9,9,1.0,1.0,1458,1458
openblas-avx2,1,gemm,f64,9,9,9,2.0,2.0,729,729
`

func TestKernelsRecords(t *testing.T) {
	t.Setenv(asm.EnvISA, "") // all of them
	peers := write(t, "peers.csv", peersFile)
	o := run(t, quickKernels("--json", "--ops", "gemm,lu,exp", "--peers", peers)...).must(t)
	all := records(t, o)
	if all[0]["op"] != "info" || all[1]["op"] != "peak_fma" && asm.All[float64]()[0].Name != all[0]["isa"] {
		t.Errorf("first records %v", all[:2])
	}
	count := map[string]int{}
	for _, r := range all[1:] {
		op, lib := r["op"].(string), r["lib"].(string)
		count[op+" "+lib]++
		for _, field := range []string{"op", "type", "workers", "seconds"} {
			if r[field] == nil {
				t.Errorf("no %s in %v", field, r)
			}
		}
		if op == "gemm" && lib == "nmcore" {
			for _, field := range []string{"isa", "m", "n", "k", "gflops", "err", "clock", "best", "samples"} {
				if r[field] == nil {
					t.Errorf("no %s in %v", field, r)
				}
			}
			if want := r["isa"] != "generic" && r["type"] == "float64" && r["n"] == 9.; want != (r["ratio"] != nil) {
				t.Errorf("ratio to a peer: %v", r)
			}
			if r["isa"] == "avx2" && r["peer"] != nil && r["peer"] != "openblas-avx2" {
				t.Errorf("avx2 beside %v", r["peer"])
			}
		}
	}
	isas := len(asm.All[float64]())
	for name, want := range map[string]int{"gemm nmcore": 4 * isas, "gemm gonum": 4, "lu nmcore": 4 * isas, "lu gonum": 2, "exp math": 4, "gemm openblas-avx2": 1} {
		if count[name] != want {
			t.Errorf("%d records of %s, want %d", count[name], name, want)
		}
	}

	// the records can be shown again, with and without peers
	file := write(t, "run.jsonl", o.stdout)
	shown := run(t, "kernels", "--from", file+","+file, "--ops", "gemm", "--markdown").must(t)
	wanted := []string{"**GEMM (n x n)(n x n), float64, GFLOP/s**", "**Measured peak of one core"}
	if isas > 1 {
		wanted = append(wanted, "| openblas-avx")
	}
	for _, want := range wanted {
		if !strings.Contains(shown.stdout, want) {
			t.Errorf("no %q in\n%s", want, shown.stdout)
		}
	}
	if strings.Contains(shown.stdout, "LU") || shown.stderr != "" {
		t.Errorf("more than was asked for: %s%s", shown.stdout, shown.stderr)
	}
	again := run(t, "kernels", "--from", file, "--json").must(t)
	if got, want := len(records(t, again)), len(all)-1; got != want {
		t.Errorf("%d records read, want %d", got, want)
	}
}

func TestKernelsTables(t *testing.T) {
	o := run(t, quickKernels("--ops", "gemm,dot", "--types", "f64", "--isa", "generic")...).must(t)
	for _, want := range []string{"Measured peak of one core", "GEMM (n x n)(n x n), float64, GFLOP/s", "dot, float64, GFLOP/s", "generic", "gonum"} {
		if !strings.Contains(o.stdout, want) {
			t.Errorf("no %q in\n%s", want, o.stdout)
		}
	}
	if strings.Contains(o.stdout, "avx") || strings.Contains(o.stdout, "float32") {
		t.Errorf("more than was asked for:\n%s", o.stdout)
	}
	if !strings.Contains(o.stderr, "gemm float64: n = 9 (2 of 2)") {
		t.Errorf("progress %s", o.stderr)
	}
}

func TestKernelsWorkers(t *testing.T) {
	o := run(t, quickKernels("--ops", "gemm,dot", "--types", "f64", "--isa", "generic", "--workers", "2", "--json")...).must(t)
	workers := map[float64]int{}
	for _, r := range records(t, o)[1:] {
		switch r["op"] {
		case "dot":
			t.Errorf("what has no workers was measured: %v", r)
		case "gemm":
			workers[r["workers"].(float64)]++
			if r["clock"] != "wall" {
				t.Errorf("clock %v", r)
			}
		}
	}
	if workers[1] != 2 || workers[2] != 4 { // gonum has two workers too
		t.Errorf("records by workers: %v", workers)
	}
}

// TestKernelsISA holds that NMCORE_ISA chooses what is measured.
func TestKernelsISA(t *testing.T) {
	t.Setenv(asm.EnvISA, "generic")
	o := run(t, quickKernels("--ops", "dot", "--json")...).must(t)
	for _, r := range records(t, o)[1:] {
		if isa := r["isa"]; isa != nil && isa != "generic" {
			t.Errorf("record %v", r)
		}
	}
}

func TestKernelsRefuse(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--ops", "gemm,frobnicate"}, `--ops "frobnicate": must be of`},
		{[]string{"--types", "f16"}, `--types "f16": must be float32 or float64`},
		{[]string{"--isa", "sse9"}, `--isa "sse9": this machine and build can run generic`},
		{[]string{"--sizes", "4,x"}, `--sizes "x"`},
		{[]string{"--sizes", "0"}, `--sizes "0"`},
		{[]string{"--max-n", "0"}, "--max-n 0"},
		{[]string{"--rounds", "-1"}, "--rounds -1"},
		{[]string{"--workers", "-1"}, "--workers -1"},
		{[]string{"--from", "x", "--quick"}, "--quick has no meaning"},
		{[]string{"more"}, `unexpected argument "more"`},
	} {
		run(t, append([]string{"kernels"}, c.args...)...).refused(t, 2, c.want)
	}
	bad := write(t, "bad.csv", peersFile+"openblas,1,gemm\n")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--peers", bad}, "bad.csv: line 3: 3 fields, want 11"},
		{[]string{"--peers", "no/such/file.csv"}, "no/such/file.csv: no such file or directory"},
		{[]string{"--from", write(t, "empty.jsonl", "")}, "empty.jsonl: no records"},
		{[]string{"--from", t.TempDir()}, "is a directory"},
		{[]string{"--sizes", "10000000", "--ops", "gemm"}, "gemm with n = 10000000 needs about"},
	} {
		run(t, append([]string{"kernels"}, c.args...)...).refused(t, 1, c.want)
	}
}

// TestKernelsInterrupt stops a run: what was measured is shown.
func TestKernelsInterrupt(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 1500*time.Millisecond)
	defer cancel()
	o := runContext(ctx, "kernels", "--ops", "gemm", "--sizes", "64", "--rounds", "1000000")
	if lines := strings.Split(strings.TrimSpace(o.stderr), "\n"); o.code != 1 || !slices.Contains(lines, "nmbench: interrupted") {
		t.Errorf("exit status %d, stderr %s", o.code, o.stderr)
	}
}
