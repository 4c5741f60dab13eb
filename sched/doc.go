// Package sched is a fork-join pool for numerical loops: many small, nested,
// uneven bodies on a fixed number of workers, no allocation per call.
//
// A Pool has Workers seats, and one goroutine less. A goroutine that calls [Pool.For] from outside
// takes a seat for the time of the call, the goroutines of the pool (its workers) have the others; the number of a
// seat is the worker number its bodies see. A nil *Pool is valid: it runs every loop on the
// calling goroutine.
//
// # What a body may rely on
//
// Every index is passed to the body exactly once, unless the loop is cancelled or a
// body panics; in no order. Bodies that run at the same time on one pool have
// different worker numbers, nested calls included. A body may call For on the
// pool it runs on: the call uses the same seats, and while it waits, its
// seat runs bodies of that call and of calls nested in it, of no other. Hence
// scratch indexed by worker number is the body's own from its start to its end
// as far as it does not call For; if it does, only bodies of that inner call
// and below may have used the same worker's scratch when it returns. Give every
// nesting level scratch of its own, or fetch it anew after the inner call.
//
// A seat serves one goroutine at a time, so a pool never runs more than Workers bodies, however many
// goroutines call For at once (the requests of a server, say): each has a seat as
// long as there are some, and then needs no help to proceed; the others wait in the order they
// came. A body must therefore never wait for another goroutine that calls For on the same
// pool: that one may be waiting for the body's seat. Calling For from the body itself is always fine.
// A program that has more to do than the bodies, and is to do it at once, gives its pool fewer workers than GOMAXPROCS.
//
// # Protocol
//
// Region. One call of For is a region: the bodies, the number of indices not yet
// accounted for (pending), the stop flag. The region is taken from a list of the calling
// seat and goes back to it at the end, so only that goroutine touches the list. A
// task is a range of indices of a region. Every range is in exactly
// one place: in a deque, or in the hands of the seat that runs it. A seat
// subtracts a range from pending when it has run or skipped it, and does not
// touch the region after that, because the subtraction which reaches zero
// lets the caller return and reuse it. The region's seat is read before.
//
// Deque. Each seat owns one (Chase and Lev, Dynamic circular work-stealing deque,
// SPAA 2005; Lê, Pop, Cohen, Zappa Nardelli, Correct and efficient work-stealing for
// weak memory models, PPoPP 2013; Go's atomics are sequentially consistent, so the
// fences of the latter are not needed). The owner pushes and pops at bottom, thieves take
// at top by compare-and-swap. bottom is written by the owner only. top only
// grows, by the compare-and-swap of whoever takes slot top; the owner
// needs it as well when it takes the last task. A slot is three words, not written
// as one: that is sound because slot top is neither taken nor rewritten while top
// stands, so a thief whose swap succeeds has read three words of one task.
// One that read a torn or outdated slot fails its swap and forgets what it read;
// until then it has only followed region pointers through atomic fields.
// The ring does not grow: when it is full, the owner keeps the range and offers the rest
// later. It fills only by deep nesting, when there is plenty to steal anyway.
//
// Splitting. The seat that takes a range pushes its upper half, then the upper half
// of what is left, until a chunk remains, runs the chunk, and pops the next
// range. All of the loop but the running chunk can be stolen, in large pieces first.
// Chunks start at one index and grow until they last about [chunkTime], so that
// loops over tiny bodies pay for a push and a pop once in microseconds
// and loops over long bodies are balanced body by body.
//
// Order. Where the bodies are to start in the order of their indices ([Pool.ForInOrder]), a range is
// split and stolen in the same way, but only its length counts: it is the right to run so many bodies,
// and which ones is decided when a chunk of it is run, by a counter of the region (taken). The
// ranges together have as many indices as the region, so each is taken once.
//
// Waiting. A seat that waits for a region (its caller), or for anything (an idle
// worker), runs the same loop: pop from its own deque, down to the mark where
// the region began; else steal, a caller only tasks whose region is the awaited
// one or nested in it; else spin for a while; else park. The rule for
// callers keeps a suspended body from being interleaved with an unrelated one, and
// bounds the stack by the nesting depth. A thief looks at the top of each deque
// only; an allowed task beneath a forbidden one stays with its owner.
// Nobody waits for a task that nobody runs: a caller
// empties its own deque before it waits, so what is pending is being run by
// another seat, whose own waits are for deeper regions.
//
// Lobby. A mutex guards who has which seat. A caller takes the lowest vacant one. If there is none, it queues, and gets the
// next that is given up: by a caller that leaves, or by a worker, which gives up its seat when it has no task of its
// own left and somebody waits, or when it has looked for tasks in vain for long enough; then it stands in the
// lobby, blocked. Whoever offers a task while workers stand there and seats are vacant sends one to a seat;
// so does a caller that vacates a seat while others still have theirs. Seats and goroutines add up: with
// callers inside, there is a worker for every vacant seat.
//
// Parking. A caller that waits parks on its seat. The seat announces itself (sleepers, then what it
// waits for and parked), looks again for its condition and for tasks it may take, and only then blocks
// on its channel. A worker does the same in the lobby, where standing there is the announcement.
// Whoever creates a reason to wake makes it visible first and looks at the announcement second: a push
// stores bottom, then reads sleepers and ready; the last subtraction from pending precedes the look at
// the caller's parked; the pool is marked as closed first. In the total order of these operations
// either the waker sees the announcement or the sleeper sees the reason: no wake-up is lost. The waker
// turns parked from true to false by compare-and-swap and sends one token; the sleeper that changes
// its mind turns it back itself, and if it loses that race it takes the token. So there is one token
// per announcement and the channel, which has room for one, never blocks the waker. A sleeper that
// found a task and lost the race was woken for another: it wakes, for what is offered now, further
// seats in its stead, or that task would lie beside a seat that has parked.
//
// Spinning. Waking a parked thread costs 100 to 150 us on a virtual machine, more than
// many regions last, so idle seats look for work for [DefaultSpin] before they park. They
// give way to other threads of the system every few microseconds and to other goroutines
// a few times before they park, and a pool of more workers than GOMAXPROCS or than
// processors never spins. A pool that has been idle for longer uses no processor time at all.
//
// # Recording
//
// A pool made with [Record] runs everything on the calling goroutine and writes down which loops and bodies ran, inside each
// other, and when: the task graph of a computation, undisturbed, as it is cut for any number of workers.
package sched
