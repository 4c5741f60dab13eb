//go:build !race

package nm

const raceEnabled = false
