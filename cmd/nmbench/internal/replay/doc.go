// Package replay computes how a recorded computation would run on any number of workers.
//
// A [Graph] is the task graph of one computation, recorded on one goroutine by package sched: what every body does by
// itself, and which loops it runs in between. [Graph.Run] plays it on simulated workers that follow the protocol of
// sched's pool: halving of ranges, chunks that grow, bodies in order where asked for, deques with thieves at the other end, callers that steal only what
// belongs to their own loop, spinning and parking. [Graph.Bounds] says what no schedule can beat.
//
// It is a model, and everything taken from it is to be called simulated: times of bodies are those of one undisturbed
// processor, whoever runs them. That processors share memory bandwidth and caches, and clock lower together, is not in it.
package replay
