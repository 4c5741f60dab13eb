package data

import (
	"math"
	"slices"
)

// splitmix64 is the generator of Steele, Lea & Flood (OOPSLA 2014); the state is the seed.
type splitmix64 uint64

func (s *splitmix64) next() uint64 {
	*s += 0x9E3779B97F4A7C15
	z := uint64(*s)
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return z ^ (z >> 31)
}

// Stratified picks about the given fraction of the rows of every class and returns the rest and the picked rows, both
// ascending. rows lists the rows to choose from and labels the class of every row of the table; classes are numbered in
// ascending order of their text. One splitmix64 generator runs through all classes: each class's rows, in order, are
// shuffled by for i = n-1..1: swap(i, next() mod (i+1)), and the first floor(fraction*n + 1/2) of them are picked, but
// never all. The same seed gives the same rows in any language.
func Stratified(labels, rows []int, fraction float64, seed uint64) (rest, picked []int) {
	classes := 0
	for _, r := range rows {
		classes = max(classes, labels[r]+1)
	}
	byClass := make([][]int, classes)
	for _, r := range rows {
		byClass[labels[r]] = append(byClass[labels[r]], r)
	}
	random := splitmix64(seed)
	for _, of := range byClass {
		for i := len(of) - 1; i > 0; i-- {
			j := int(random.next() % uint64(i+1))
			of[i], of[j] = of[j], of[i]
		}
		if len(of) == 0 {
			continue
		}
		n := min(int(math.Floor(fraction*float64(len(of))+0.5)), len(of)-1)
		picked = append(picked, of[:n]...)
		rest = append(rest, of[n:]...)
	}
	slices.Sort(rest)
	slices.Sort(picked)
	return rest, picked
}

// Split names the rows of a table by use.
type Split struct{ Train, Validation, Test []int }

// validationSalt separates the generator of the validation rows from that of the test rows.
const validationSalt = 0x76616c6964617465 // "validate"

// HoldOut cuts off the test rows by the seed, and then the validation rows from what remains.
func HoldOut(t *Table, test, validation float64, seed uint64) Split {
	var s Split
	s.Train, s.Test = Stratified(t.Labels, t.All(), test, seed)
	s.cutValidation(t, validation, seed)
	return s
}

// Fixed keeps the given training and test rows, and cuts the validation rows from the training rows.
func Fixed(t *Table, train, test []int, validation float64, seed uint64) Split {
	s := Split{Train: train, Test: test}
	s.cutValidation(t, validation, seed)
	return s
}

func (s *Split) cutValidation(t *Table, fraction float64, seed uint64) {
	s.Train, s.Validation = Stratified(t.Labels, s.Train, fraction, seed^validationSalt)
}
