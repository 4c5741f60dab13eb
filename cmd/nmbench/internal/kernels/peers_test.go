package kernels

import (
	"math"
	"strings"
	"testing"
)

const somePeers = `# openblas core SkylakeX
peer,threads,op,type,m,n,k,ns_median,ns_best,gflops_median,gflops_best
openblas-avx512,1,gemm_64xnxn,f64,64,100,100,20000.0,19000.0,64,67
openblas-avx512,1,gemm_64xnxn,f64,64,100,100,10000.0,9000.0,128,142
openblas-avx512,1,gemm_64xnxn,f64,64,100,100,12000.0,9000.0,106,142

openblas-avx2,1,gemm_64xnxn,f64,64,100,100,24000.0,23000.0,53,55
openblas-avx512,1,gemm_nxnx64,f64,100,64,100,5.0,5.0,1,1
openblas-avx512,2,gemm_64xnxn,f64,64,100,100,7000.0,7000.0,1,1
sleef-avx2,1,exp,f64,1024,0,0,1024.0,1000.0,1.0,1.0 maxulp=0.95
eigen-avx512,1,exp,f64,1000,0,0,500.0,500.0,2.0,2.0
eigen-avx512,1,exp,f32,900,0,0,90.0,90.0,2.0,2.0
`

func TestPeers(t *testing.T) {
	var p Peers
	if err := p.Read(strings.NewReader(somePeers)); err != nil {
		t.Fatal(err)
	}
	o := opNamed("gemm_nx64")
	got := p.like(o, float64Type, o.shape(100), 1)
	if len(got) != 2 || got[0].Lib != "openblas-avx512" || math.Abs(got[0].Seconds-12e-6) > 1e-12 || got[0].Samples != 3 || got[1].ISA != "avx2" {
		t.Errorf("peers of (n x n)(n x 64): %+v", got)
	}
	if any, ok := fastest(got, "avx512"); !ok || any.Lib != "openblas-avx512" {
		t.Errorf("best of any kind: %+v", any)
	}
	if avx2, ok := fastest(got, "avx2"); !ok || avx2.Lib != "openblas-avx2" {
		t.Errorf("best of AVX2: %+v", avx2)
	}
	if _, ok := fastest(got, "generic"); ok {
		t.Errorf("a peer of portable kernels")
	}
	if two := p.like(o, float64Type, o.shape(100), 2); len(two) != 1 || two[0].Workers != 2 {
		t.Errorf("peers with two threads: %+v", two)
	}
	exp := opNamed("exp")
	near := p.like(exp, float64Type, exp.shape(1000), 1)
	if len(near) != 2 || near[0].Lib != "eigen-avx512" || math.Abs(near[1].Seconds-1e-6) > 1e-12 {
		t.Errorf("peers of exp: %+v", near)
	}
	if far := p.like(exp, float32Type, exp.shape(1000), 1); len(far) != 0 {
		t.Errorf("peers of another size: %+v", far)
	}
}

func TestPeersRefuse(t *testing.T) {
	const good = "a,1,gemm,f64,4,4,4,1.0,1.0,1.0,1.0\n"
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "no figures"},
		{"comments", "# a\n\n", "no figures"},
		{"fields", good + "a,1,gemm,f64,4\n", "line 2: 5 fields, want 11"},
		{"type", "a,1,gemm,f16,4,4,4,1,1,1,1\n", `line 1: field 4 is "f16"`},
		{"size", good + good + "a,1,gemm,f64,4,x,4,1,1,1,1\n", `line 3: field 6 is "x"`},
		{"negative size", "a,1,gemm,f64,4,4,-4,1,1,1,1\n", `field 7 is "-4"`},
		{"time", "a,1,gemm,f64,4,4,4,0,1,1,1\n", `field 8 is "0"`},
		{"NaN", "a,1,gemm,f64,4,4,4,1,nan,1,1\n", `field 9 is "nan"`},
		{"rate", "a,1,gemm,f64,4,4,4,1,1,1,inf\n", `field 11 is "inf"`},
		{"no name", ",1,gemm,f64,4,4,4,1,1,1,1\n", "no name"},
		{"long line", strings.Repeat("x", 1<<17), "line 1: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			var p Peers
			if err := p.Read(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

// TestTables renders known figures of two runs with peers.
func TestTables(t *testing.T) {
	err1 := 0.5
	gemm := func(lib, isa string, seconds float64) Record {
		return Record{Op: "gemm_nx64", Type: float64Type, Lib: lib, ISA: isa, M: 100, N: 64, K: 100, Workers: 1, Clock: cpuClock, Seconds: seconds, Best: seconds, Samples: 3, Err: &err1}
	}
	records := []Record{
		{Op: peakFMA, Type: float64Type, Lib: Ours, ISA: "avx2", Workers: 1, Clock: cpuClock, Seconds: 1e-6, Best: 1e-6, GFLOPS: 64},
		{Op: peakFMA, Type: float64Type, Lib: Ours, ISA: "avx512", Workers: 1, Clock: cpuClock, Seconds: 1e-6, Best: 1e-6, GFLOPS: 128},
		gemm(Ours, "generic", 1e-3), gemm(Ours, "avx2", 25.6e-6), gemm(Ours, "avx512", 10e-6), gemm(Gonum, "", 128e-6),
		gemm(Ours, "avx512", 11e-6), gemm(Ours, "avx512", 9e-6), // two more runs
	}
	var p Peers
	if err := p.Read(strings.NewReader(somePeers)); err != nil {
		t.Fatal(err)
	}
	reviewed := Review(records, Selection{Ops: []string{"skinny"}}, &p)
	again := Review(reviewed, Selection{}, nil) // peers come from the records now
	for _, r := range [][]Record{reviewed, again} {
		tables := Tables(r)
		if len(tables) != 2 {
			t.Fatalf("%d tables: %+v", len(tables), tables)
		}
		got := tables[1]
		if got.Title != "GEMM (n x n)(n x 64), float64, GFLOP/s" {
			t.Errorf("title %q", got.Title)
		}
		header := "n|avx512|% of peak|best peer|ratio|avx2|% of peak|best AVX2 peer|ratio|generic|gonum|avx512 / gonum|avx2 / gonum"
		row := "100|128|100|openblas-avx512 107|1.20|50.0|78|openblas-avx2 53.3|0.94|1.28|10.0|12.80|5.00"
		if h := strings.Join(got.Header, "|"); h != header {
			t.Errorf("header %s", h)
		}
		if len(got.Rows) != 1 || strings.Join(got.Rows[0], "|") != row {
			t.Errorf("rows %v, want %s", got.Rows, row)
		}
	}
	if r := Review(records, Selection{Ops: []string{"lu"}}, nil); len(r) != 2 {
		t.Errorf("%d records of the peaks alone", len(r))
	}
}

// TestWrongResultsHaveNoFigures holds that a wrong result shows as such, without a share or a ratio.
func TestWrongResultsHaveNoFigures(t *testing.T) {
	records := []Record{
		{Op: peakFMA, Type: float64Type, Lib: Ours, ISA: "avx2", Workers: 1, Clock: cpuClock, Seconds: 1e-6, GFLOPS: 64},
		{Op: "gemm", Type: float64Type, Lib: Ours, ISA: "avx2", M: 4, N: 4, K: 4, Workers: 1, Clock: cpuClock, Seconds: 1e-6, Wrong: true},
		{Op: "gemm", Type: float64Type, Lib: Gonum, M: 4, N: 4, K: 4, Workers: 1, Clock: cpuClock, Seconds: 1e-6},
	}
	var p Peers
	if err := p.Read(strings.NewReader("blis-avx2,1,gemm,f64,4,4,4,1000,1000,0.1,0.1\n")); err != nil {
		t.Fatal(err)
	}
	reviewed := Review(records, Selection{}, &p)
	if r := reviewed[1]; !r.Wrong || r.Share != 0 || r.Ratio != 0 {
		t.Errorf("record %+v", r)
	}
	tables := Tables(reviewed)
	if len(tables) != 2 || strings.Join(tables[1].Rows[0], "|") != "4|WRONG|blis-avx2 0.13|0.13" {
		t.Errorf("tables %+v", tables)
	}
}

func TestReadRecords(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "no records"},
		{"other records", `{"op":"info"}` + "\n" + `{"op":"train","type":"float32"}`, "no records"},
		{"not JSON", `{"op":"info"}` + "\nx", "line 2: not a record"},
		{"no time", `{"op":"gemm","lib":"nmcore","type":"float64","workers":1}`, "line 1: not a record of a measurement"},
		{"no type", `{"op":"gemm","lib":"nmcore","workers":1,"seconds":1}`, "line 1: not a record of a measurement"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := ReadRecords(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}
