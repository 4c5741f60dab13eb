package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/neuralmodules/nmcore/nm"
)

func TestWrongUse(t *testing.T) {
	data := write(t, "d.csv", "x,kind\n1,a\n2,b\n")
	for _, c := range []struct {
		want string
		args []string
	}{
		{`unknown flag: --no-such-flag`, []string{"--no-such-flag"}},
		{`unknown flag: --no-such-flag`, []string{"train", "--no-such-flag"}},
		{`unknown shorthand flag`, []string{"info", "-z"}},
		{`unknown command "trian", did you mean train?`, []string{"trian"}},
		{`unknown command "frobnicate"`, []string{"frobnicate"}},
		{`unexpected argument "x"`, []string{"info", "x"}},
		{`--nodes 0: must be from 1`, []string{"step", "--nodes", "0"}},
		{`--modules -1`, []string{"step", "--modules", "-1"}},
		{`--seconds 0`, []string{"step", "--seconds", "0"}},
		{`no line holds`, []string{"step", "--numpy", data}},
		{`unexpected argument "d.csv"`, []string{"train", "d.csv"}},
		{`invalid argument "many"`, []string{"--nodes", "many"}},
		{`invalid argument "-1"`, []string{"--seed", "-1"}},
		{`--nodes 0: must be 1 or more`, []string{"--nodes", "0"}},
		{`--nodes -5: must be 1 or more`, []string{"train", "--data", data, "--label", "kind", "--nodes", "-5"}},
		{`--nodes 2000000000: must be at most`, []string{"--nodes", "2000000000"}},
		{`--epochs 0`, []string{"--epochs", "0"}},
		{`--batch -1`, []string{"--batch", "-1"}},
		{`--rate NaN`, []string{"--rate", "NaN"}},
		{`--lambda -1`, []string{"--lambda", "-1"}},
		{`--lambda-l1 -1`, []string{"--lambda-l1", "-1"}},
		{`--scale "half"`, []string{"--scale", "half"}},
		{`--form "round"`, []string{"--form", "round"}},
		{`--activation "step"`, []string{"--activation", "step"}},
		{`--resume needs --checkpoint`, []string{"train", "--set", "codon", "--dir", ".", "--resume"}},
		{`--gamma +Inf`, []string{"--gamma", "Inf"}},
		{`--keep 1.5`, []string{"--keep", "1.5"}},
		{`--cap -1`, []string{"--cap", "-1"}},
		{`--jacobian NaN`, []string{"--jacobian", "NaN"}},
		{`--gamma and --keep exclude each other`, []string{"--gamma", "0.1", "--keep", "0.1"}},
		{`--precision "float16"`, []string{"--precision", "float16"}},
		{`--workers -2`, []string{"--workers", "-2"}},
		{`--workers 100000`, []string{"scaling", "--workers", "100000"}},
		{`--figure needs a value`, []string{"efficiency", "--figure", ""}},
		{`--part needs a value`, []string{"solve", "--part", ""}},
		{`train needs --data FILE or --set NAME`, []string{"train"}},
		{`--data needs --label COLUMN`, []string{"train", "--data", data}},
		{`both --label and --ignore`, []string{"train", "--data", data, "--label", "kind", "--ignore", "kind"}},
		{`unknown model "mlp"; the models are nn, nms, nms-l1, nms-nm, dag, deq`, []string{"train", "--data", data, "--label", "kind", "--model", "mlp"}},
		{`unknown set "iris"; the sets are codon, facebook, gas, gas-temporal, hapt`, []string{"train", "--set", "iris", "--dir", "."}},
		{`--set needs --dir`, []string{"train", "--set", "codon"}},
		{`exclude each other`, []string{"train", "--set", "codon", "--data", data}},
		{`--test-fraction 1`, []string{"train", "--data", data, "--label", "kind", "--test-fraction", "1"}},
		{`predict needs --model`, []string{"predict"}},
		{`predict needs --data`, []string{"predict", "--model", "m"}},
		{`excludes --out`, []string{"predict", "--model", "m", "--data", data, "--json", "--out", "o"}},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			run(t, c.args...).refused(t, 2, c.want)
		})
	}
}

func TestUnknownISA(t *testing.T) {
	t.Setenv("NMCORE_ISA", "avx9000")
	for _, args := range [][]string{nil, {"info"}, {"train", "--data", "d.csv", "--label", "x"}} {
		o := run(t, args...)
		o.refused(t, 2, "avx9000")
		if !strings.Contains(o.stderr, "generic") {
			t.Errorf("stderr %q does not name the valid ones", o.stderr)
		}
	}
}

func TestBadTrainingData(t *testing.T) {
	for _, c := range []struct{ name, file, text, want string }{
		{"empty file", "d.csv", "", "the file is empty"},
		{"header only", "d.csv", "x,kind\n", "no rows below the header"},
		{"ragged row", "d.csv", "x,kind\n1,a\n2\n", "line 3 (row 2): 1 cells, but the header has 2 columns"},
		{"text in a numeric cell", "d.csv", "x,kind\n1,a\ntwo,b\n", `line 3 (row 2), column "x": "two" is not a number`},
		{"missing cell", "d.csv", "x,kind\n,a\n2,b\n", `line 2 (row 1), column "x": the cell is missing`},
		{"NaN", "d.csv", "x,kind\n1,a\nnan,b\n", `column "x": nan is not a finite number`},
		{"infinity", "d.csv", "x,kind\n1,a\nInf,b\n", `column "x": Inf is not a finite number`},
		{"one class", "d.csv", "x,kind\n1,a\n2,a\n3,a\n", `all rows are of one class, "a"`},
		{"label column missing", "d.csv", "x,y\n1,2\n", `no column "kind" for the label; the columns are x, y`},
		{"not gzip", "d.csv.gz", "x,kind\n1,a\n", "not a gzip file"},
		{"huge values", "d.csv", "x,kind\n1e308,a\n-1e308,b\n1e308,a\n-1e308,b\n", "out of range"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			report, model := filepath.Join(dir, "r.html"), filepath.Join(dir, "m")
			o := run(t, "train", "--data", write(t, c.file, c.text), "--label", "kind", "--nodes", "3", "--epochs", "1", "--report", report, "--save", model)
			o.refused(t, 1, c.want)
			if left, _ := os.ReadDir(dir); len(left) != 0 {
				t.Errorf("files were left: %v", left)
			}
		})
	}
	run(t, "train", "--data", "no/such/file.csv", "--label", "kind").refused(t, 1, "no/such/file.csv: no such file or directory")
	run(t, "train", "--data", t.TempDir(), "--label", "kind").refused(t, 1, "is a directory, not a file")
	run(t, "train", "--set", "codon", "--dir", "/no/such/folder").refused(t, 1, "codon_usage_donor10.csv: no such file or directory")
	run(t, "train", "--set", "hapt", "--dir", t.TempDir()).refused(t, 1, "features.txt: no such file or directory")
}

// One row of each class, a class of one row, no validation rows: small, but not wrong.
func TestTinyData(t *testing.T) {
	for _, text := range []string{"x,kind\n1,a\n2,b\n", "x,kind\n1,a\n1,b\n1,a\n1,c\n1,a\n"} {
		dir := t.TempDir()
		run(t, "train", "--data", write(t, "d.csv", text), "--label", "kind", "--nodes", "1", "--epochs", "2",
			"--report", filepath.Join(dir, "r.html"), "--save", filepath.Join(dir, "m")).must(t)
	}
}

func TestMoreNodesThanMemory(t *testing.T) {
	report := filepath.Join(t.TempDir(), "r.html")
	o := run(t, "--nodes", "20000000", "--max-edges", "-1", "--report", report)
	o.refused(t, 1, "20000000 nodes need about")
	if !strings.Contains(o.stderr, "PiB of memory, and ") || !strings.Contains(o.stderr, "are available") {
		t.Errorf("stderr %q lacks the numbers", o.stderr)
	}
	if err := checkMemory(100, 99, 5); err == nil {
		t.Error("100 bytes fit into 99")
	}
	if err := checkMemory(100, 100, 5); err != nil {
		t.Error(err)
	}
	// float32 weights of 30,000 nodes, held eight times, and their indices: between 32 and 40 GB.
	if need := trainingMemory(1000, 100, 30000, 10, 128, 0, 4, true); need < 32e9 || need > 40e9 {
		t.Errorf("30,000 nodes need %g bytes", need)
	}
	// Beyond, 16 edges a node in 76 bytes each, and some 600 MB besides.
	if need := trainingMemory(10, 2, 3, 2, 10, 1<<40, 4, true); need > 1e5 { // three nodes have six edges, whatever the limit
		t.Errorf("3 nodes: %v bytes", need)
	}
	if need := trainingMemory(1000, 100, 100_000, 10, 128, 0, 4, true); need < 7e8 || need > 1e9 {
		t.Errorf("100,000 nodes need %g bytes", need)
	}
}

// A path that cannot be written is found before training, so nothing else is printed.
func TestUnwritableOutputs(t *testing.T) {
	dir := t.TempDir()
	file := write(t, "file", "x")
	data := write(t, "d.csv", clouds(30))
	train := []string{"train", "--data", data, "--label", "kind", "--ignore", "id", "--nodes", "3", "--epochs", "1", "--save", filepath.Join(dir, "m")}
	run(t, "--report", filepath.Join(dir, "no", "r.html")).refused(t, 1, "no such file or directory")
	run(t, "--report", dir).refused(t, 1, "is a directory")
	run(t, append(train, "--report", filepath.Join(file, "r.html"))...).refused(t, 1, "not a directory")
	run(t, append(train, "--report", "", "--save", filepath.Join(dir, "no", "m"))...).refused(t, 1, "no such file or directory")
	run(t, append(train, "--report", "", "--cpuprofile", filepath.Join(dir, "no", "cpu"))...).refused(t, 1, "no such file or directory")
	run(t, append(train, "--report", os.DevNull)...).must(t)
	if left, _ := os.ReadDir(dir); len(left) != 1 || left[0].Name() != "m" {
		t.Errorf("files were left: %v", left)
	}
	run(t, "predict", "--model", filepath.Join(dir, "m"), "--data", data, "--out", dir).refused(t, 1, "is a directory")
}

// full is a standard output that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestFullOutput(t *testing.T) {
	for _, args := range [][]string{{"info"}, {"info", "--json"}, {"--nodes", "2", "--epochs", "1", "--report", ""}} {
		var stderr bytes.Buffer
		if code := Run(context.Background(), args, full{}, &stderr); code != 1 || !strings.Contains(stderr.String(), "nmbench: standard output: no space left") {
			t.Errorf("%v: exit status %d, stderr %q", args, code, &stderr)
		}
	}
}

func TestBadModelFile(t *testing.T) {
	dir, o := trained(t, "--nodes", "4", "--epochs", "1")
	o.must(t)
	good, err := os.ReadFile(filepath.Join(dir, "model"))
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data.csv")
	try := func(name string, content []byte) {
		t.Helper()
		out := filepath.Join(t.TempDir(), "out.csv")
		run(t, "predict", "--model", write(t, name, string(content)), "--data", data, "--out", out).refused(t, 1, name+": not a usable model: ")
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s: predictions were written", name)
		}
	}
	try("empty", nil)
	for cut := 1; cut < len(good); cut += 1 + len(good)/40 {
		try("truncated", good[:cut])
	}
	try("extended", append(good[:len(good):len(good)], 0))
	for at := 0; at < len(good); at += 1 + len(good)/150 {
		flipped := append([]byte(nil), good...)
		flipped[at] ^= 1 << (at % 8)
		try("flipped", flipped)
	}
	try("text", []byte("x,kind\n1,a\n"))
	run(t, "predict", "--model", dir, "--data", data).refused(t, 1, "is a directory, not a model")
	run(t, "predict", "--model", filepath.Join(dir, "none"), "--data", data).refused(t, 1, "none: no such file or directory")
}

// A network that something else saved has no names of features and classes.
func TestModelOfSomeoneElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "net")
	saveForeign(t, path)
	run(t, "predict", "--model", path, "--data", write(t, "d.csv", "x\n1\n")).refused(t, 1, "was not saved by nmbench train")
}

// saveForeign saves a network without nmbench's notes.
func saveForeign(t *testing.T, path string) {
	t.Helper()
	net, err := nm.New[float32](nm.Config{Inputs: 1, Nodes: 2, Outputs: 2})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := net.Save(f); err != nil {
		t.Fatal(err)
	}
}
