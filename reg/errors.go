package reg

// Misuse by the programmer panics with one of these.
const (
	badSquare = "reg: matrix not square"
	badLength = "reg: dimension mismatch"
	badStep   = "reg: negative step"
	badScale  = "reg: unknown scale"
	badSize   = "reg: negative size"
)
