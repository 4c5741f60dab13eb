package graph

// Misuse by the programmer panics with one of these.
const (
	badSquare     = "graph: matrix not square"
	badNodes      = "graph: too many nodes"
	badRank       = "graph: rank outside the values"
	badWeights    = "graph: not one weight an edge"
	badKeep       = "graph: keep fraction is NaN"
	badOffsets    = "graph: malformed offsets in digraph"
	badComponents = "graph: components are not those of this digraph"
)
