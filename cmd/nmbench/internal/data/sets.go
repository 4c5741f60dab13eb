package data

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Set is one of the real data sets that nmbench knows.
type Set struct {
	Table       *Table
	Label       string // name of the label column
	Train, Test []int  // the fixed split; nil: cut 20% by a seed
	Standardise bool   // by the training rows; false for 0/1 features
}

// setReaders reads each set from a folder that has the files of the set in folders of their own.
var setReaders = map[string]func(dir string) (*Set, error){
	"codon":        codon,
	"gas":          gas,
	"gas-temporal": gasTemporal,
	"hapt":         hapt,
	"facebook":     facebook,
}

// SetNames returns the names LoadSet knows, in order.
func SetNames() []string {
	names := make([]string, 0, len(setReaders))
	for name := range setReaders {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// LoadSet reads the named set from dir.
func LoadSet(dir, name string) (*Set, error) {
	read, ok := setReaders[name]
	if !ok {
		return nil, fmt.Errorf("unknown set %q; the sets are %s", name, strings.Join(SetNames(), ", "))
	}
	s, err := read(dir)
	if err != nil {
		return nil, err
	}
	s.Table.Name = name
	return s, nil
}

// codon reads the ten-class Codon usage table: class in column 1, features in columns 6-69.
func codon(dir string) (*Set, error) {
	t, err := readEither(filepath.Join(dir, "codon_usage", "codon_usage_donor10.csv"), Columns{
		Label: "Kingdom", Ignore: []string{"DNAtype", "SpeciesID", "Ncodons", "SpeciesName"}})
	if err != nil {
		return nil, err
	}
	return &Set{Table: t, Label: "Kingdom", Standardise: true}, nil
}

const gasFile = "gas_drift_zscore.csv"

// gas reads the gas sensor table without its batch column.
func gas(dir string) (*Set, error) {
	t, err := readEither(filepath.Join(dir, "gas_drift", gasFile), Columns{Label: "class", Ignore: []string{"batch"}})
	if err != nil {
		return nil, err
	}
	return &Set{Table: t, Label: "class", Standardise: true}, nil
}

// gasTemporal trains on the measuring batches 1-6 and tests on 7-10.
func gasTemporal(dir string) (*Set, error) {
	s, err := gas(dir)
	if err != nil {
		return nil, err
	}
	batches, err := readEither(filepath.Join(dir, "gas_drift", gasFile), Columns{Features: []string{"batch"}})
	if err != nil {
		return nil, err
	}
	var batch [1]float64
	for i := range batches.Rows() {
		batches.rows.row(batch[:], i)
		if batch[0] <= 6 {
			s.Train = append(s.Train, i)
		} else {
			s.Test = append(s.Test, i)
		}
	}
	return s, nil
}

// hapt reads the smartphone activities with their fixed split by person.
func hapt(dir string) (*Set, error) {
	dir = filepath.Join(dir, "hapt")
	names, err := lines(filepath.Join(dir, "features.txt"))
	if err != nil {
		return nil, err
	}
	t := &Table{Features: headerNames(names)}
	d := &dense{cols: len(names)}
	t.rows = d
	var labels []string
	set := &Set{Table: t, Label: "activity", Standardise: true}
	for _, part := range []struct {
		x, y string
		rows *[]int
	}{
		{"derived/X_train.txt", "Train/y_train.txt", &set.Train},
		{"derived/X_test.txt", "Test/y_test.txt", &set.Test},
	} {
		first := d.count()
		if err := appendMatrix(d, filepath.Join(dir, filepath.FromSlash(part.x))); err != nil {
			return nil, err
		}
		y, err := lines(filepath.Join(dir, filepath.FromSlash(part.y)))
		if err != nil {
			return nil, err
		}
		if len(y) != d.count()-first {
			return nil, fmt.Errorf("%s: %d labels for the %d rows of %s", filepath.Join(dir, part.y), len(y), d.count()-first, part.x)
		}
		labels = append(labels, y...)
		for i := first; i < d.count(); i++ {
			*part.rows = append(*part.rows, i)
		}
	}
	t.Labels, t.Classes = index(labels)
	return set, nil
}

// facebook reads the pages' words as 0/1 features and their type as the class.
func facebook(dir string) (*Set, error) {
	dir = filepath.Join(dir, "facebook")
	target, err := readEither(filepath.Join(dir, "musae_facebook_target.csv"), Columns{Label: "page_type", Features: []string{"id"}})
	if err != nil {
		return nil, err
	}
	f, path, err := openEither(filepath.Join(dir, "musae_facebook_features.json"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var words map[string][]int32
	if err := json.NewDecoder(f).Decode(&words); err != nil {
		return nil, readError(path, err)
	}
	width := int32(0)
	table := make(ones, target.Rows())
	var id [1]float64
	for i := range table {
		target.rows.row(id[:], i)
		list, ok := words[strconv.Itoa(int(id[0]))]
		if !ok {
			return nil, fmt.Errorf("%s: no features of page %d", path, int(id[0]))
		}
		for _, w := range list {
			if w < 0 || w >= 1<<20 {
				return nil, fmt.Errorf("%s: page %d has feature %d", path, int(id[0]), w)
			}
			width = max(width, w+1)
		}
		table[i] = list
	}
	t := &Table{Classes: target.Classes, Labels: target.Labels, rows: table}
	for w := range width {
		t.Features = append(t.Features, fmt.Sprintf("word%d", w))
	}
	return &Set{Table: t, Label: "page_type"}, nil
}

func readEither(path string, use Columns) (*Table, error) {
	f, path, err := openEither(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Read(path, f, use)
}

// lines returns the lines of a text file, trimmed.
func lines(path string) ([]string, error) {
	f, path, err := openEither(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []string
	s := bufio.NewScanner(f)
	for s.Scan() {
		out = append(out, strings.TrimSpace(s.Text()))
	}
	if s.Err() != nil {
		return nil, readError(path, s.Err())
	}
	return out, nil
}

// appendMatrix appends the rows of a file of numbers separated by blanks.
func appendMatrix(d *dense, path string) error {
	f, path, err := openEither(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for line := 1; ; line++ {
		text, err := f.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return readError(path, err)
		}
		if cells := strings.Fields(text); len(cells) > 0 {
			if len(cells) != d.cols {
				return fmt.Errorf("%s: line %d: %d numbers, not %d", path, line, len(cells), d.cols)
			}
			for c, cell := range cells {
				v, err := number(cell)
				if err != nil {
					return fmt.Errorf("%s: line %d, number %d: %w", path, line, c+1, err)
				}
				d.values = append(d.values, v)
			}
		}
		if err != nil {
			return nil
		}
	}
}
