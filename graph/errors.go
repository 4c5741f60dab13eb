package graph

// Misuse by the programmer panics with one of these.
const (
	badSquare     = "graph: matrix not square"
	badNodes      = "graph: too many nodes"
	badKeep       = "graph: keep fraction is NaN"
	badOffsets    = "graph: malformed offsets in digraph"
	badComponents = "graph: components are not those of this digraph"
)
