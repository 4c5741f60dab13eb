package nonlinear

// Panic texts for misuse.
const (
	nilProblem   = "nonlinear: nil F or System"
	badSize      = "nonlinear: negative number of unknowns"
	badStart     = "nonlinear: start has the wrong length"
	badMatrix    = "nonlinear: matrix has the wrong shape or is too short"
	badStatus    = "nonlinear: status has the wrong length"
	badTolerance = "nonlinear: tolerance is negative or not finite"
	badDamping   = "nonlinear: damping outside (0, 1]"
)
