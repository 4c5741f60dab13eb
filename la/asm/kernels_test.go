package asm

import (
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// forEachKernel runs f as a subtest for every record this machine can run.
func forEachKernel[T Float](t *testing.T, f func(t *testing.T, k *Kernels[T])) {
	for _, k := range All[T]() {
		t.Run(reflect.TypeFor[T]().String()+"/isa="+k.Name, func(t *testing.T) { f(t, k) })
	}
}

// TestRequiredISA fails if a record named by NMCORE_REQUIRE_ISA (a list with commas) is missing, so that a green run
// tells which kernels it tested.
func TestRequiredISA(t *testing.T) {
	list := os.Getenv("NMCORE_REQUIRE_ISA")
	if list == "" {
		t.Skip("NMCORE_REQUIRE_ISA names nothing")
	}
	for name := range strings.SplitSeq(list, ",") {
		if _, err := find("", strings.TrimSpace(name)); err != nil {
			t.Error(err)
		}
	}
}

func testComplete[T Float](t *testing.T) {
	forEachKernel(t, func(t *testing.T, k *Kernels[T]) {
		v := reflect.ValueOf(*k)
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("field %s is not set", v.Type().Field(i).Name)
			}
		}
		if k.Vec&(k.Vec-1) != 0 || k.NR%k.Vec != 0 {
			t.Errorf("strips of %d columns by vectors of %d", k.NR, k.Vec)
		}
		if !slices.Contains(strings.Split(known, ", "), k.Name) {
			t.Errorf("%s is missing in the list of known names", k.Name)
		}
	})
}

func TestRecordsComplete(t *testing.T) {
	testComplete[float64](t)
	testComplete[float32](t)
}

func TestRecordsPair(t *testing.T) {
	f64, f32 := All[float64](), All[float32]()
	if f64[0].Name != "generic" {
		t.Errorf("first record is %s, want generic", f64[0].Name)
	}
	for i := range f64 {
		if f64[i].Name != f32[i].Name {
			t.Errorf("record %d: float64 %s, float32 %s", i, f64[i].Name, f32[i].Name)
		}
	}
}

func TestSet(t *testing.T) {
	before := Active[float64]().Name
	defer func() {
		if err := Set(before); err != nil {
			t.Fatal(err)
		}
	}()
	for _, k := range All[float64]() {
		if err := Set(k.Name); err != nil {
			t.Fatal(err)
		}
		if Active[float64]() != k || Active[float32]().Name != k.Name {
			t.Errorf("after Set(%q) the active records are %s and %s", k.Name, Active[float64]().Name, Active[float32]().Name)
		}
	}
	if err := Set("sse9"); err == nil || !strings.Contains(err.Error(), "generic") || !strings.Contains(err.Error(), "sse9") {
		t.Errorf("Set of an unknown name: %v", err)
	}
	if err := Set(""); err != nil {
		t.Fatal(err)
	}
	all := All[float32]()
	if Active[float32]() != all[len(all)-1] {
		t.Error("Set of the empty name is not the best record")
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		value string
		ok    bool
	}{{"", true}, {"generic", true}, {"sse9", false}, {"AVX2", false}, {"avx512x", false}, {"a\nb", false}, {"\xff\x1b[31m", false}, {strings.Repeat("x", 1000), false}} {
		t.Setenv(EnvISA, c.value)
		err := Check()
		if (err == nil) != c.ok {
			t.Errorf("%s=%.40s: %v", EnvISA, c.value, err)
		}
		if err != nil && (!strings.Contains(err.Error(), EnvISA) || !strings.Contains(err.Error(), "generic") ||
			strings.ContainsFunc(err.Error(), unicode.IsControl) || !utf8.ValidString(err.Error()) || len(err.Error()) > 200) {
			t.Errorf("error is not one clear line: %v", err)
		}
	}
}

// TestEnvironment runs this test in processes of their own, since the first use of a kernel decides.
func TestEnvironment(t *testing.T) {
	if os.Getenv("NMCORE_TEST_CHILD") != "" {
		defer func() { os.Stdout.WriteString("result:" + childResult(recover()) + "\n") }()
		panic(Active[float32]().Name)
	}
	names := []string{"", "sse9"}
	for _, k := range All[float64]() {
		names = append(names, k.Name)
	}
	for _, name := range names {
		env := slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, EnvISA+"=") })
		cmd := exec.Command(os.Args[0], "-test.run=^TestEnvironment$")
		cmd.Env = append(env, EnvISA+"="+name, "NMCORE_TEST_CHILD=1")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s=%q: %v", EnvISA, name, err)
		}
		want := name
		switch name {
		case "":
			want = All[float64]()[len(All[float64]())-1].Name
		case "sse9":
			want = "asm: NMCORE_ISA: no kernels"
		}
		if !strings.Contains(string(out), "result:"+want) {
			t.Errorf("%s=%q gave %q, want %q", EnvISA, name, out, want)
		}
	}
}

func childResult(v any) string {
	s, _ := v.(string)
	return s
}
