package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/neuralmodules/nmcore/nm"
)

// outcome is what one run of the command did.
type outcome struct {
	code           int
	stdout, stderr string
}

func run(t *testing.T, args ...string) outcome {
	t.Helper()
	return runContext(context.Background(), args...)
}

func runContext(ctx context.Context, args ...string) outcome {
	var stdout, stderr bytes.Buffer
	code := Run(ctx, args, &stdout, &stderr)
	return outcome{code, stdout.String(), stderr.String()}
}

// must fails the test unless the run succeeded.
func (o outcome) must(t *testing.T) outcome {
	t.Helper()
	if o.code != 0 {
		t.Fatalf("exit status %d\nstdout: %s\nstderr: %s", o.code, o.stdout, o.stderr)
	}
	return o
}

// refused checks exit status and the one clear line of a run that failed.
func (o outcome) refused(t *testing.T, code int, want string) {
	t.Helper()
	if o.code != code {
		t.Errorf("exit status %d, want %d", o.code, code)
	}
	lines := strings.Split(strings.TrimSuffix(o.stderr, "\n"), "\n")
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "nmbench: ") || !strings.Contains(last, want) {
		t.Errorf("stderr %q, want a line of nmbench with %q", o.stderr, want)
	}
	if strings.Contains(o.stderr, "Usage:") || strings.Contains(o.stderr, "goroutine") || strings.Contains(o.stdout, "Usage:") {
		t.Errorf("usage or a panic was printed: %s%s", o.stdout, o.stderr)
	}
	if len(lines) != 1 {
		t.Errorf("more than one line: %q", o.stderr)
	}
}

// write writes a file into a new folder and returns its path.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// clouds is a CSV file of three classes around the corners of a triangle, with an id and a constant column.
func clouds(rows int) string {
	var b strings.Builder
	b.WriteString("id,x,kind,y,constant\n")
	for i := range rows {
		angle := float64(i%3) * 2 * math.Pi / 3
		noise := func(k int) float64 { return 0.3 * math.Sin(float64(i*i+7*i*k)) }
		fmt.Fprintf(&b, "r%d,%.4f,%q,%.4f,5\n", i, math.Cos(angle)+noise(1), []string{"red", "green", "blue, dark"}[i%3], math.Sin(angle)+noise(2))
	}
	return b.String()
}

// trained runs nmbench train on small data and returns the folder with data.csv, model and report.
func trained(t *testing.T, more ...string) (dir string, o outcome) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "data.csv"), []byte(clouds(150)), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"train", "--data", filepath.Join(dir, "data.csv"), "--label", "kind", "--ignore", "id", "--nodes", "12", "--epochs", "15", "--batch", "8",
		"--save", filepath.Join(dir, "model"), "--report", filepath.Join(dir, "report.html")}
	return dir, run(t, append(args, more...)...)
}

func TestTrainAndPredict(t *testing.T) {
	for _, precision := range []string{"float32", "float64"} {
		t.Run(precision, func(t *testing.T) {
			dir, o := trained(t, "--precision", precision, "--baseline")
			o.must(t)
			for _, want := range []string{"NMs&NM", "NN", "test error %", "model: " + filepath.Join(dir, "model"), "report: " + filepath.Join(dir, "report.html")} {
				if !strings.Contains(o.stdout, want) {
					t.Errorf("stdout lacks %q:\n%s", want, o.stdout)
				}
			}
			if !strings.Contains(o.stderr, "epoch 15/15") {
				t.Errorf("stderr lacks the last epoch: %s", o.stderr)
			}
			html, err := os.ReadFile(filepath.Join(dir, "report.html"))
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(html), "data:image/png"); n < 2 {
				t.Errorf("%d pictures in the report", n)
			}

			out := filepath.Join(dir, "out.csv")
			p := run(t, "predict", "--model", filepath.Join(dir, "model"), "--data", filepath.Join(dir, "data.csv"), "--out", out).must(t)
			if p.stdout != "" || !strings.Contains(p.stderr, "of 150 labelled rows") {
				t.Errorf("stdout %q, stderr %q", p.stdout, p.stderr)
			}
			f, err := os.Open(out)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			rows, err := csv.NewReader(f).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) != 151 || strings.Join(rows[0], "|") != "row|class|converged|p(blue, dark)|p(green)|p(red)" {
				t.Fatalf("%d rows, header %q", len(rows), rows[0])
			}
			right := 0
			for i, r := range rows[1:] {
				if r[0] != fmt.Sprint(i+1) || r[2] != "true" {
					t.Fatalf("row %d: %q", i+1, r)
				}
				if r[1] == []string{"red", "green", "blue, dark"}[i%3] {
					right++
				}
			}
			if right < 135 {
				t.Errorf("only %d of 150 rows right", right)
			}
		})
	}
}

// Columns may come in another order, beside others, without the label; what is predicted stays the same.
func TestPredictByColumnName(t *testing.T) {
	dir, o := trained(t)
	o.must(t)
	model := filepath.Join(dir, "model")
	a := run(t, "predict", "--model", model, "--data", write(t, "a.csv", "x,y,constant\n1,0,5\n-0.5,0.9,5\n")).must(t)
	b := run(t, "predict", "--model", model, "--data", write(t, "b.csv", "other,constant,y,x\ntext,5,0,1\n,5,0.9,-0.5\n")).must(t)
	if a.stdout != b.stdout || !strings.Contains(a.stdout, "1,red,true,") || !strings.Contains(a.stdout, "2,green,true,") || a.stderr != "" {
		t.Errorf("by order:\n%s%s\nby name:\n%s", a.stdout, a.stderr, b.stdout)
	}
	c := run(t, "predict", "--model", model, "--data", write(t, "c.csv", "x,y,constant,kind\n1,0,5,red\n-0.5,0.9,5,\n1,0,5,violet\n")).must(t)
	if c.stderr != "error 50.00%: 1 of 2 labelled rows\n" {
		t.Errorf("stderr %q", c.stderr)
	}
	run(t, "predict", "--model", model, "--data", write(t, "d.csv", "x,z\n1,0\n")).refused(t, 1, "2 of the 3 columns the model reads are missing: y, constant")
	run(t, "predict", "--model", model, "--data", write(t, "e.csv", "x,y,constant\n1,0,5\n1,none,5\n")).refused(t, 1, `line 3 (row 2), column "y": "none" is not a number`)
}

// The bits of a result do not depend on the number of workers.
func TestWorkersDoNotChangeResults(t *testing.T) {
	var first string
	for _, workers := range []string{"1", "2", "3"} {
		dir, o := trained(t, "--workers", workers, "--gamma", "0.1")
		o.must(t)
		p := run(t, "predict", "--model", filepath.Join(dir, "model"), "--data", filepath.Join(dir, "data.csv"), "--json").must(t).stdout
		if first == "" {
			first = p
		}
		if p != first {
			t.Errorf("%s workers give other predictions", workers)
		}
	}
}

func TestEveryModelTrains(t *testing.T) {
	for _, m := range models {
		t.Run(m.flag, func(t *testing.T) {
			_, o := trained(t, "--model", m.flag, "--cap", "0.9")
			o.must(t)
			if !strings.Contains(o.stdout, m.name) {
				t.Errorf("stdout lacks %q: %s", m.name, o.stdout)
			}
		})
	}
}

func TestTestFileAndFraction(t *testing.T) {
	test := write(t, "test.csv", "kind,constant,y,x\nred,5,0,1\n\"blue, dark\",5,-0.8,-0.5\n")
	_, o := trained(t, "--test", test, "--json")
	if rec := last(t, o.must(t), "train"); rec["test_rows"] != 2.0 {
		t.Errorf("record %v", rec)
	}
	_, o = trained(t, "--test", write(t, "test.csv", "kind,constant,y,x\nviolet,5,0,1\n"))
	o.refused(t, 1, `row 1: class "violet" does not occur in the training data`)
	_, o = trained(t, "--test-fraction", "0", "--json")
	if rec := last(t, o.must(t), "train"); rec["test_rows"] != 0.0 || rec["test_error"] != nil {
		t.Errorf("record %v", rec)
	}
	_, o = trained(t, "--keep", "0.25", "--json")
	if rec := last(t, o.must(t), "train"); rec["edges"] != 33.0 {
		t.Errorf("record %v: a quarter of 12*11 edges is 33", rec)
	}
}

// With --best the tested epoch may be an earlier one, and the report shows its graph beside the last one.
func TestBest(t *testing.T) {
	dir, o := trained(t, "--best", "--json", "--epochs", "30")
	best := last(t, o.must(t), "train")["best"].(float64)
	low, kept := math.Inf(1), math.NaN()
	for _, r := range records(t, o) {
		if e, ok := r["val_error"].(float64); ok {
			low = min(low, e)
			if r["epoch"] == best {
				kept = e
			}
		}
	}
	if kept != low {
		t.Errorf("epoch %v was kept with validation error %v, but the least is %v", best, kept, low)
	}
	html, err := os.ReadFile(filepath.Join(dir, "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(html), fmt.Sprintf("after epoch %v, the one tested", best)) != (best != 30) {
		t.Errorf("the pictures do not fit the kept epoch %v", best)
	}
}

// records parses standard output as JSON lines.
func records(t *testing.T, o outcome) (out []map[string]any) {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSpace(o.stdout), "\n") {
		var r map[string]any
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		out = append(out, r)
	}
	return out
}

// last is the last record of an operation.
func last(t *testing.T, o outcome, op string) map[string]any {
	t.Helper()
	var found map[string]any
	for _, r := range records(t, o) {
		if r["op"] == op {
			found = r
		}
	}
	if found == nil {
		t.Fatalf("no record %q in %s", op, o.stdout)
	}
	return found
}

func TestJSON(t *testing.T) {
	dir, o := trained(t, "--json")
	count := map[any]int{}
	for _, r := range records(t, o.must(t)) {
		count[r["op"]]++
	}
	if fmt.Sprint(count) != "map[epoch:16 model:1 report:1 train:1]" {
		t.Errorf("records %v", count)
	}
	train := last(t, o, "train")
	for _, key := range []string{"type", "isa", "batch", "workers", "seconds", "nodes", "seed", "test_error", "modules", "largest", "cyclic", "edges"} {
		if _, ok := train[key]; !ok {
			t.Errorf("the train record lacks %q: %v", key, train)
		}
	}
	p := records(t, run(t, "predict", "--model", filepath.Join(dir, "model"), "--data", filepath.Join(dir, "data.csv"), "--json").must(t))
	if len(p) != 150 || p[149]["row"] != 150.0 || len(p[0]["p"].(map[string]any)) != 3 {
		t.Errorf("%d records, last %v", len(p), p[len(p)-1])
	}
	if i := records(t, run(t, "info", "--json").must(t)); len(i) != 1 || i[0]["op"] != "info" || i[0]["isa"] == "" || i[0]["cores"] == 0.0 {
		t.Errorf("info %v", i)
	}
}

// The main job, shortened: all four models, the table, the report.
func TestMainJob(t *testing.T) {
	report := filepath.Join(t.TempDir(), "r.html")
	o := run(t, "--nodes", "20", "--epochs", "2", "--report", report).must(t)
	for _, want := range []string{"NN ", "NMs ", "NMs&L1", "NMs&NM", "report: " + report} {
		if !strings.Contains(o.stdout, want) {
			t.Errorf("stdout lacks %q:\n%s", want, o.stdout)
		}
	}
	if _, err := os.Stat(report); err != nil {
		t.Error(err)
	}
}

func TestInfoAndHelp(t *testing.T) {
	if o := run(t, "info").must(t); !strings.Contains(o.stdout, "isa") || !strings.Contains(o.stdout, "caches") {
		t.Errorf("info: %s", o.stdout)
	}
	if o := run(t, "--version").must(t); !strings.HasPrefix(o.stdout, "nmbench version ") {
		t.Errorf("version: %s", o.stdout)
	}
	for _, args := range [][]string{{"-h"}, {"train", "-h"}, {"predict", "-h"}, {"info", "-h"}, {"help", "train"}} {
		if o := run(t, args...).must(t); !strings.Contains(o.stdout, "Examples:") || o.stderr != "" {
			t.Errorf("%v: no examples in %s%s", args, o.stdout, o.stderr)
		}
	}
}

func TestProfiles(t *testing.T) {
	dir := t.TempDir()
	cpu, mem := filepath.Join(dir, "cpu"), filepath.Join(dir, "mem")
	_, o := trained(t, "--cpuprofile", cpu, "--memprofile", mem)
	o.must(t)
	for _, path := range []string{cpu, mem} {
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v, %v", path, info, err)
		}
	}
}

// cancelAfter is a context that ends when the given number of epochs are on standard output.
type cancelAfter struct {
	bytes.Buffer
	epochs int
	cancel context.CancelFunc
}

func (c *cancelAfter) Write(p []byte) (int, error) {
	n, err := c.Buffer.Write(p)
	if bytes.Count(c.Bytes(), []byte(`"op":"epoch"`)) >= c.epochs {
		c.cancel()
	}
	return n, err
}

// Ctrl-C in the middle of training: what was reached is tested, saved and reported, and the exit status is 1.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	report, model := filepath.Join(dir, "r.html"), filepath.Join(dir, "model")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	out := &cancelAfter{epochs: 4, cancel: cancel}
	var stderr bytes.Buffer
	code := Run(ctx, []string{"train", "--data", write(t, "data.csv", clouds(150)), "--label", "kind", "--ignore", "id", "--nodes", "12", "--epochs", "100000",
		"--save", model, "--report", report, "--json"}, out, &stderr)
	o := outcome{code, out.String(), stderr.String()}
	lines := strings.Split(strings.TrimSpace(o.stderr), "\n")
	if code != 1 || !strings.HasPrefix(lines[len(lines)-1], "nmbench: interrupted in NMs&NM during epoch 4 of 100000") {
		t.Errorf("exit status %d, stderr %s", code, o.stderr)
	}
	if rec := last(t, o, "train"); rec["epochs"] != 3.0 || rec["interrupted"] != true || rec["test_error"] == nil {
		t.Errorf("record %v", rec)
	}
	html, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(html), "Stopped: interrupted in NMs&amp;NM during epoch 4 of 100000.") {
		t.Error("the report does not say that it was interrupted")
	}
	if f, err := os.Open(model); err != nil {
		t.Error(err)
	} else {
		defer f.Close()
		if _, err := nm.Load[float32](f); err != nil {
			t.Errorf("the saved model: %v", err)
		}
	}
}

// Ctrl-C before the first epoch: still a report, still status 1.
func TestInterruptedAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	report := filepath.Join(t.TempDir(), "r.html")
	o := runContext(ctx, "--nodes", "10", "--report", report)
	if o.code != 1 || !strings.Contains(o.stderr, "nmbench: interrupted") {
		t.Errorf("exit status %d, stderr %s", o.code, o.stderr)
	}
	if _, err := os.Stat(report); err != nil {
		t.Error(err)
	}
}
