//go:build !race

package la_test

// raceEnabled is true under the race detector, which allocates.
const raceEnabled = false
