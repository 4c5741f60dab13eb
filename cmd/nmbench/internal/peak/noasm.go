//go:build purego || !amd64

package peak

// arch returns no loops: this build has the portable ones only.
func arch() []Loops { return nil }
