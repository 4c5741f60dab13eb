// Package kernels measures the operations of package la: speed beside the machine's peak, beside gonum in the same run, and
// beside the figures that other programs wrote to files.
//
// Within one shape everything that is compared runs in turn: one sample of each instruction set and of gonum, then the
// next round, so that other work on the machine meets all alike. A figure is the median of the samples, the probe's peak the best one. With one worker
// time is the processor time of the measuring thread (Linux; wall clock elsewhere), so that what others use does not
// count; gonum, which starts goroutines, is charged for the whole process. With more workers all time is wall clock.
//
// Every result is checked once against what it must satisfy, at a cost of the order of the operands: a kernel that is
// wrong has no figure.
package kernels
