package data

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// folder writes small files in the layout of the real sets.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".gz") {
			text = gzipped(t, text)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func small() map[string]string {
	return map[string]string{
		"codon_usage/codon_usage_donor10.csv.gz":   "Kingdom,DNAtype,SpeciesID,Ncodons,SpeciesName,UUU,UUC\nvrl,,,,,5E-04,1\nbct,,,,,0.25,2\n",
		"gas_drift/gas_drift_zscore.csv":           "batch,class,f1,f2\n6,2,0.5,1\n7,1,2,3\n1,1,4,5\n",
		"hapt/features.txt.gz":                     "a \nb\na\n",
		"hapt/derived/X_train.txt.gz":              " 1 2 3\n4 5 6 \n",
		"hapt/derived/X_test.txt.gz":               "7 -8e-1 9",
		"hapt/Train/y_train.txt.gz":                "5\n10\n",
		"hapt/Test/y_test.txt.gz":                  "5\n",
		"facebook/musae_facebook_target.csv.gz":    "id,facebook_id,page_name,page_type\n0,9,\"A, B\",tvshow\n1,8,C,company\n",
		"facebook/musae_facebook_features.json.gz": `{"1": [0], "0": [3, 1]}`,
	}
}

func TestLoadSet(t *testing.T) {
	dir := folder(t, small())
	for _, c := range []struct {
		name, label, features, classes string
		labels, train, test            []int
		values                         []float64
	}{
		{"codon", "Kingdom", "UUU UUC", "bct vrl", []int{1, 0}, nil, nil, []float64{5e-4, 1, 0.25, 2}},
		{"gas", "class", "f1 f2", "1 2", []int{1, 0, 0}, nil, nil, []float64{0.5, 1, 2, 3, 4, 5}},
		{"gas-temporal", "class", "f1 f2", "1 2", []int{1, 0, 0}, []int{0, 2}, []int{1}, []float64{0.5, 1, 2, 3, 4, 5}},
		{"hapt", "activity", "a b a#2", "10 5", []int{1, 0, 1}, []int{0, 1}, []int{2}, []float64{1, 2, 3, 4, 5, 6, 7, -0.8, 9}},
		{"facebook", "page_type", "word0 word1 word2 word3", "company tvshow", []int{1, 0}, nil, nil, []float64{0, 1, 0, 1, 1, 0, 0, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := LoadSet(dir, c.name)
			if err != nil {
				t.Fatal(err)
			}
			if s.Label != c.label {
				t.Errorf("label column %q, want %q", s.Label, c.label)
			}
			if got := strings.Join(s.Table.Features, " "); got != c.features {
				t.Errorf("features %q, want %q", got, c.features)
			}
			if got := strings.Join(s.Table.Classes, " "); got != c.classes {
				t.Errorf("classes %q, want %q", got, c.classes)
			}
			if !slices.Equal(s.Table.Labels, c.labels) || !slices.Equal(s.Train, c.train) || !slices.Equal(s.Test, c.test) {
				t.Errorf("labels %v, train %v, test %v", s.Table.Labels, s.Train, s.Test)
			}
			m, err := Matrix[float64](s.Table, s.Table.All(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(m.Data, c.values) {
				t.Errorf("values %v, want %v", m.Data, c.values)
			}
		})
	}
}

func TestLoadSetErrors(t *testing.T) {
	for _, c := range []struct{ set, file, text, want string }{
		{"iris", "", "", `unknown set "iris"`},
		{"codon", "codon_usage/codon_usage_donor10.csv.gz", "x\n1\n", `no column "Kingdom"`},
		{"gas-temporal", "gas_drift/gas_drift_zscore.csv", "class,f1\n1,2\n", `no column "batch"`},
		{"hapt", "hapt/derived/X_test.txt.gz", "7 8", "X_test.txt.gz: line 1: 2 numbers, not 3"},
		{"hapt", "hapt/derived/X_test.txt.gz", "7 x 9", `X_test.txt.gz: line 1, number 2: "x" is not a number`},
		{"hapt", "hapt/Test/y_test.txt.gz", "5\n5\n", "2 labels for the 1 rows"},
		{"facebook", "facebook/musae_facebook_features.json.gz", `{"0": [1]}`, "no features of page 1"},
		{"facebook", "facebook/musae_facebook_features.json.gz", `{"0": [1], "1": [-1]}`, "page 1 has feature -1"},
		{"facebook", "facebook/musae_facebook_features.json.gz", `{"0": [1`, "ends early"},
		{"facebook", "facebook/musae_facebook_features.json.gz", `[]`, "cannot unmarshal"},
	} {
		t.Run(c.want, func(t *testing.T) {
			files := small()
			if c.file != "" {
				files[c.file] = c.text
			}
			if _, err := LoadSet(folder(t, files), c.set); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v; want one with %q", err, c.want)
			}
		})
	}
}
