package data

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReadCSV(t *testing.T) {
	plain := "id,a,kind,a\n7,1.5,\"x, y\",-2\n8,5E-04,b,3\n9,0,\"x, y\",1e3\n"
	for _, c := range []struct{ name, file, text string }{
		{"plain", "t.csv", plain},
		{"mark and CRLF", "t.csv", "\xef\xbb\xbf" + strings.ReplaceAll(plain, "\n", "\r\n")},
		{"quoted header and cells", "t.csv", "\"id\",\"a\",kind,a\n\"7\",\" 1.5\",\"x, y\",-2 \n8,5E-04,b,3\n\n9,0,\"x, y\",1e3"},
		{"gzip", "t.csv.gz", gzipped(t, plain)},
		{"gzip by content", "t.csv", gzipped(t, plain)},
		{"gzip with mark", "t.csv.gz", gzipped(t, "\xef\xbb\xbf"+plain)},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, err := ReadCSV(write(t, c.file, c.text), Columns{Label: "kind", Ignore: []string{"id"}})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(table.Features, []string{"a", "a#2"}) || !slices.Equal(table.Classes, []string{"b", "x, y"}) ||
				!slices.Equal(table.Labels, []int{1, 0, 1}) {
				t.Errorf("features %q, classes %q, labels %v", table.Features, table.Classes, table.Labels)
			}
			m, err := Matrix[float64](table, []int{2, 0}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(m.Data, []float64{0, 1000, 1.5, -2}) {
				t.Errorf("values %v", m.Data)
			}
		})
	}
}

func TestReadCSVByModelColumns(t *testing.T) {
	path := write(t, "t.csv", "b,extra,a\n1,text,2\n3,,4\n")
	table, err := ReadCSV(path, Columns{Label: "kind", LabelOptional: true, Features: []string{"a", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := Matrix[float32](table, table.All(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.Data, []float32{2, 1, 4, 3}) || table.Labels != nil {
		t.Errorf("values %v, labels %v", m.Data, table.Labels)
	}
	if _, err := ReadCSV(path, Columns{Features: []string{"a", "c", "d"}}); err == nil ||
		!strings.Contains(err.Error(), "2 of the 3 columns the model reads are missing: c, d") {
		t.Errorf("error %v", err)
	}
}

func TestReadCSVErrors(t *testing.T) {
	whole := gzipped(t, "a,b,label\n"+strings.Repeat("1,2,x\n", 2000))
	flipped := []byte(whole)
	flipped[len(flipped)-5] ^= 1 // inside the checksum
	for _, c := range []struct{ name, file, text, want string }{
		{"empty", "t.csv", "", "t.csv: the file is empty"},
		{"only a mark", "t.csv", "\xef\xbb\xbf", "the file is empty"},
		{"header only", "t.csv", "a,label\n", "no rows below the header"},
		{"short row", "t.csv", "a,b,label\n1,2,x\n1,x\n", "line 3 (row 2): 2 cells, but the header has 3 columns"},
		{"long row", "t.csv", "a,b,label\n1,2,x,\n", "line 2 (row 1): 4 cells"},
		{"text", "t.csv", "a,b,label\n1,2,x\n\n1,two,x\n", `line 4 (row 2), column "b": "two" is not a number`},
		{"missing cell", "t.csv", "a,b,label\n1,,x\n", `line 2 (row 1), column "b": the cell is missing`},
		{"not a number", "t.csv", "a,label\nNaN,x\n", `column "a": NaN is not a finite number`},
		{"infinite", "t.csv", "a,label\n-inf,x\n", `column "a": -inf is not a finite number`},
		{"out of range", "t.csv", "a,label\n1e999,x\n", `column "a": 1e999 is out of range`},
		{"missing label", "t.csv", "a,label\n1, \n", `column "label": the label is missing`},
		{"no label column", "t.csv", "a,b\n1,2\n", `no column "label" for the label; the columns are a, b`},
		{"two label columns", "t.csv", "label,label\n1,2\n", `more than one column is called "label"`},
		{"no features", "t.csv", "label\nx\n", "no feature columns"},
		{"bare quote", "t.csv", "a,label\n1\"2,x\n", "line 2: "},
		{"open quote", "t.csv", "a,label\n\"1,x\n", "line 2: "},
		{"no gzip", "t.csv.gz", "a,label\n1,x\n", "not a gzip file"},
		{"truncated gzip", "t.csv.gz", whole[:len(whole)/2], "it is truncated"},
		{"damaged gzip", "t.csv.gz", string(flipped), "damaged gzip"},
		{"damaged gzip header", "t.csv.gz", "\x1f\x8b\x07........", "damaged gzip"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadCSV(write(t, c.file, c.text), Columns{Label: "label"})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("error %v; want one with %q", err, c.want)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
	if _, err := ReadCSV(t.TempDir(), Columns{}); err == nil || !strings.Contains(err.Error(), "is a directory") {
		t.Errorf("directory: %v", err)
	}
	if _, err := ReadCSV(filepath.Join(t.TempDir(), "none.csv"), Columns{}); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("missing file: %v", err)
	}
	if _, err := ReadCSV(write(t, "t.csv", "a,label\n1,x\n"), Columns{Label: "label", Ignore: []string{"c"}}); err == nil ||
		!strings.Contains(err.Error(), `no column "c" to ignore`) {
		t.Errorf("ignored column: %v", err)
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("a,b,label\n1,2,x\n3,4,y\n"))
	f.Add([]byte("\xef\xbb\xbfa,a,label\r\n\"1\",2e-3,\"x,\"\"y\"\r\n"))
	f.Add([]byte("label,\n,\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		in, err := decode("t.csv", bytes.NewReader(text))
		if err != nil {
			return
		}
		table, err := Read("t.csv", in, Columns{Label: "label"})
		if err != nil {
			return
		}
		if table.Rows() != len(table.Labels) || table.Rows() == 0 || len(table.Features) == 0 {
			t.Fatalf("%d rows, %d labels, %d features", table.Rows(), len(table.Labels), len(table.Features))
		}
		if _, err := Matrix[float64](table, table.All(), nil); err != nil {
			t.Fatal(err)
		}
	})
}
