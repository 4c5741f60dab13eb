//go:build !race

package optnet

// raceEnabled is true under the race detector, which allocates.
const raceEnabled = false
