//go:build race

package nm

const raceEnabled = true
