//go:build race

package reg_test

const raceEnabled = true
