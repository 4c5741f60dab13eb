// Package nm holds Neural Modules: networks whose hidden nodes form one weighted directed graph.
//
// # Model
//
// For a batch of B samples, p inputs, m graph nodes and q outputs (rows are samples, weights multiply from the right,
// column j of W holds the incoming edges of node j):
//
//	N = X U + f(N) W_g + 1 b        N: B x m pre-activations, the unknowns
//	Y = g( f(N) V + 1 c )           Y: B x q
//
// X is B x p, U p x m, W m x m with zero diagonal, V m x q; b and c are rows of biases. W_g is W without the edges of
// |w| <= gamma. All node values are solved for at once, which cycles in the graph make a system of nonlinear equations.
// The source is X. Liu, Y. Fang, Y. Jiang, "Automatic Organization of Neural Modules for Enhanced Collaboration in Neural
// Networks" (arXiv:2005.04088v3); equation numbers in this package are the paper's.
//
// # Modules and blocks
//
// The kept edges cut the graph into weakly connected components. A module is one of at least one edge (1); modules do not
// see each other and are solved in parallel. Inside a module the strongly connected components, in topological order,
// are the blocks of a block-triangular system: a single node is plain substitution, a cyclic block a nonlinear system. So a
// layered or acyclic network costs exactly what its forward pass costs.
//
// A cyclic block is solved by sweeps: over its matrix, a few exact ones that decide and many in 8-bit integers in between, or edge by
// edge where it has few. Samples that sweeps do not solve go to package nonlinear's batch solver, from Picard iteration over Newton's method
// to continuation. [Config.Method] forces one of these; [Trainer.Blocks] and [Network.Blocks] tell what was done.
//
// # Training
//
// The gradient is exact: the adjoint system (I - D W_g) delta = D g with D = diag f'(n) is solved block by block in
// reverse order, with the factors the forward solve left behind. Solves begin where the sample was last solved, if that is
// known ([State]): weights move little between two visits. Gradients are dense: an edge below the threshold is
// trained too and may return. Samples whose equations were not solved are counted, reported and masked out.
//
// # Well-posedness
//
// Equations with cycles may have no solution, or several. [Network.Conditions] measures how far from that every block is, and which
// conditions prove one solution for every input. Two options bring it about: Config.ColumnCap below 1 makes every block a contraction,
// TrainOptions.Jacobian adds the norm of the Jacobian to the loss. By default neither is on.
//
// # Scale
//
// W is stored whole up to 30,000 nodes. Beyond, or where [Config.MaxEdges] says so, a network stores a list of edges ([Edges]) in its
// place, and memory and time grow with the edges, not with the square of the nodes. The gradients of the edges that are not stored are
// still computed, block by block and never stored, by default those of 2^28 edges a step, in turn; the edges of the largest enter the
// list, so that every edge keeps its chance. Equations, solvers and plans are the same.
//
// # Reproducibility
//
// Same seed, same instruction set, same bits: for any number of workers, and for a sample alone or in a batch.
package nm
