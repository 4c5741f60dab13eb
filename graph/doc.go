// Package graph finds the neural modules of a weighted digraph.
//
// The nodes of a network and its dense weight matrix W are a complete digraph: W's row k, column j is the weight
// w_kj of the edge k -> j. [Threshold] keeps the edges with |w_kj| > gamma, definition (1) of "Automatic
// Organization of Neural Modules for Enhanced Collaboration in Neural Networks" (arXiv:2005.04088v3). [Weak] cuts
// what is kept into components that share no edge: one with at least one edge is a module, and modules can be
// solved side by side. [Strong] orders the inside of a module: components of one node are plain substitution,
// larger ones are cycles and need a solver, and the numbering is an order in which every block finds its inputs
// done. [Measure], [EdgeCounts] and [AncestorEdges] say how large and how balanced the modules are.
//
// Outputs are passed in and reused: [Threshold], [Weak] and [Strong] do not allocate once the storage has grown to
// the size needed, [KeepThreshold] and [Measure] never do. Nothing here is random, and nothing recurses, so a path
// of a million nodes is no deeper than one of two. All functions are safe for concurrent use on distinct outputs; a
// graph may be read by many at once. Nodes are int32 and edge offsets int; more than 2^31 - 2 nodes panic.
package graph
