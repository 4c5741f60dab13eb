// Package nmcore is the map of the module; it holds no code.
//
// nmcore is a numerical core in pure Go, with hand-written SIMD kernels and no cgo, and Neural Modules on top of it: networks
// whose hidden nodes form one weighted directed graph. Edges below a threshold drop out, the graph falls apart into
// modules, and all node values are the solution of a system of nonlinear equations, module by module.
//
//   - [github.com/neuralmodules/nmcore/la]: dense matrices, BLAS levels 1-3, LU, Cholesky, QR, batches, elementwise functions
//   - [github.com/neuralmodules/nmcore/sched]: the work-stealing pool
//   - [github.com/neuralmodules/nmcore/graph]: thresholded weighted digraphs, components, strongly connected blocks
//   - [github.com/neuralmodules/nmcore/nonlinear]: roots of F(x) = 0: one system, a sparse one by blocks, a batch, one equation
//   - [github.com/neuralmodules/nmcore/reg]: penalties and their proximal maps
//   - [github.com/neuralmodules/nmcore/nm]: the network: train, predict, save, load
//   - [github.com/neuralmodules/nmcore/nm/optnet]: a layer that solves a quadratic program
//   - github.com/neuralmodules/nmcore/cmd/nmbench: the command, a module of its own
//
// Parallelism is a *sched.Pool that the caller passes, never a global; nil is the calling goroutine. Results have the same bits
// for any number of workers. Nothing here reads a file, the network or the environment, but for NMCORE_ISA, which forces
// one set of kernels.
package nmcore
