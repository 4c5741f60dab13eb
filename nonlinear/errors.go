package nonlinear

// Panic texts for misuse.
const (
	nilProblem   = "nonlinear: nil F or System"
	nilDescent   = "nonlinear: algorithm without a descent"
	nilMethod    = "nonlinear: no method of this package"
	noRadius     = "nonlinear: trust region for a descent without a radius"
	onlyRadius   = "nonlinear: descent with a radius without a trust region"
	badSize      = "nonlinear: negative number of unknowns"
	badStart     = "nonlinear: start has the wrong length"
	badMatrix    = "nonlinear: matrix has the wrong shape or is too short"
	badStatus    = "nonlinear: status has the wrong length"
	badTolerance = "nonlinear: tolerance is negative or not finite"
	badScale     = "nonlinear: scale has the wrong length, or is not positive and finite"
	badPattern   = "nonlinear: pattern has the wrong size"
	badDamping   = "nonlinear: damping outside (0, 1]"
	badMethod    = "nonlinear: unknown batch method"
)
