// Package median has the one definition of a median that all figures of nmbench follow.
package median

import "slices"

// Of returns the median of v, which is not empty: the middle one, of an even number the mean of both middle ones. It sorts v.
func Of(v []float64) float64 {
	slices.Sort(v)
	m := len(v) / 2
	if len(v)%2 == 0 {
		return (v[m-1] + v[m]) / 2
	}
	return v[m]
}
