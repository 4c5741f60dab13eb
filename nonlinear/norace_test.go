//go:build !race

package nonlinear

const raceEnabled = false
