package cli

import (
	"fmt"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/data"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/digits"
	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/report"
)

// validationShare of the training rows are not trained on: they show the error by epoch, and choose the epoch with --best.
const validationShare = 0.1

// source is a data set, cut and with its scaling.
type source struct {
	name      string
	label     string // the label column
	table     *data.Table
	testTable *data.Table // of split.Test; table itself unless the test rows came in a file of their own
	split     data.Split
	scaler    *data.Scaler // nil: features are used as they are
	cut       string       // how the rows were cut, for people
}

// newSource checks the table and measures its scaling.
func newSource(name, label string, t, test *data.Table, split data.Split, standardise bool, cut string) (*source, error) {
	if len(t.Classes) < 2 {
		return nil, fmt.Errorf("%s: all rows are of one class, %q: there is nothing to learn", t.Name, t.Classes[0])
	}
	s := &source{name: name, label: label, table: t, testTable: test, split: split, cut: cut}
	if standardise {
		s.scaler = data.NewScaler(t, split.Train)
	}
	return s, nil
}

// digitsSource is the embedded set, cut 80/20 by the seed.
func digitsSource(seed uint64) (*source, error) {
	t, err := digits.Table()
	if err != nil {
		return nil, err
	}
	return newSource("digits", "digit", t, t, data.HoldOut(t, 0.2, validationShare, seed), true, fmt.Sprintf("stratified 80/20, split seed %d", seed))
}

// setSource is one of the real sets.
func setSource(dir, name string, seed uint64) (*source, error) {
	s, err := data.LoadSet(dir, name)
	if err != nil {
		return nil, err
	}
	if s.Train != nil {
		return newSource(name, s.Label, s.Table, s.Table, data.Fixed(s.Table, s.Train, s.Test, validationShare, seed), s.Standardise,
			fmt.Sprintf("the set's fixed training and test rows, validation seed %d", seed))
	}
	return newSource(name, s.Label, s.Table, s.Table, data.HoldOut(s.Table, 0.2, validationShare, seed), s.Standardise,
		fmt.Sprintf("stratified 80/20, split seed %d", seed))
}

// fileSource is a user's file, tested on rows of a second file or on a fraction of its own rows.
func fileSource(path, testPath string, use data.Columns, fraction float64, seed uint64) (*source, error) {
	t, err := data.ReadCSV(path, use)
	if err != nil {
		return nil, err
	}
	if testPath == "" {
		return newSource(path, use.Label, t, t, data.HoldOut(t, fraction, validationShare, seed), true,
			fmt.Sprintf("stratified, %g%% test rows, split seed %d", 100*fraction, seed))
	}
	test, err := data.ReadCSV(testPath, data.Columns{Label: use.Label, Features: t.Features})
	if err != nil {
		return nil, err
	}
	if err := test.Relabel(t.Classes); err != nil {
		return nil, err
	}
	return newSource(path, use.Label, t, test, data.Fixed(t, t.All(), test.All(), validationShare, seed), true,
		fmt.Sprintf("test rows from %s, validation seed %d", testPath, seed))
}

func (s *source) pairs() []report.Pair {
	scaling := "none"
	if s.scaler != nil {
		scaling = "standardised by the training rows"
	}
	return []report.Pair{
		{Name: "data", Value: s.name}, {Name: "rows", Value: fmt.Sprintf("%d training, %d validation, %d test", len(s.split.Train), len(s.split.Validation), len(s.split.Test))},
		{Name: "cut", Value: s.cut}, {Name: "features", Value: fmt.Sprint(len(s.table.Features))}, {Name: "classes", Value: fmt.Sprint(len(s.table.Classes))},
		{Name: "scaling", Value: scaling},
	}
}
