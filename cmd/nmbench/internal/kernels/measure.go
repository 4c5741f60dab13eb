package kernels

import (
	"context"
	"slices"
	"time"

	"github.com/neuralmodules/nmcore/la/asm"
)

// Timing says how long to measure.
type Timing struct {
	Sample time.Duration // the least length of a sample, which repeats the operation
	Rounds int           // samples of each contender; 0: as many as fit into Budget, within limits
	Budget time.Duration // for each contender of a shape
}

// Limits of the number of rounds that a budget allows.
const minRounds, maxRounds = 3, 31

// warmBelow is the length of an operation from which on caches, predictors and clock need no run before a sample.
const warmBelow = 10 * time.Millisecond

// task is something to measure. All its functions run on the measuring goroutine.
type task struct {
	run   func()
	base  func()         // the part of run that does not count, such as copying inputs; nil: none
	reset func()         // called before each sample, not timed; nil: none
	err   func() float64 // the scaled error of the first run; nil: not checked
}

// contender is one of those that are compared on one shape.
type contender struct {
	record Record // its seconds are filled in
	task   task
	now    func() time.Duration

	limit  float64 // of the error
	one    float64 // seconds of one run, about
	reps   int     // runs a sample
	values []float64
}

var start = time.Now()

func wallTime() time.Duration { return time.Since(start) }

// use makes c's kernels the active ones.
func (c *contender) use() {
	if c.record.Lib == Ours {
		if err := asm.Set(c.record.ISA); err != nil {
			panic("kernels: " + err.Error()) // the caller has chosen from what can run
		}
	}
}

// calibrate runs c once, checks the result, and decides how many runs make a sample.
func (c *contender) calibrate(sample time.Duration) {
	c.one = c.time(c.task.run, 1)
	if c.task.err != nil {
		err := c.task.err()
		c.record.Err = finite(err)
		c.record.Wrong = !(err <= c.limit)
	}
	for range 2 { // the first run was a cold one
		c.reps = max(1, min(int(sample.Seconds()/max(c.one, 1e-9))+1, 1<<24))
		if c.reps > 1 {
			c.one = c.time(c.task.run, c.reps)
		}
	}
}

// time returns the seconds that one of reps runs takes.
func (c *contender) time(run func(), reps int) float64 {
	begin := c.now()
	for range reps {
		run()
	}
	return (c.now() - begin).Seconds() / float64(reps)
}

// sample measures once more.
func (c *contender) sample() {
	c.use()
	if c.task.reset != nil {
		c.task.reset()
	}
	if c.one < warmBelow.Seconds() {
		for range c.reps/8 + 1 {
			c.task.run()
		}
	}
	seconds := c.time(c.task.run, c.reps)
	if c.task.base != nil {
		if less := seconds - c.time(c.task.base, c.reps); less > 0 {
			seconds = less
		}
	}
	c.values = append(c.values, max(seconds, 1e-12))
}

// rounds measures all contenders in turn until every one has its samples, or ctx ends.
func rounds(ctx context.Context, cs []*contender, t Timing) error {
	n := t.Rounds
	if n == 0 {
		var round float64
		for _, c := range cs {
			round += c.one * float64(c.reps)
		}
		n = max(minRounds, min(maxRounds, int(t.Budget.Seconds()*float64(len(cs))/round)))
	}
	for range n {
		for _, c := range cs {
			if err := ctx.Err(); err != nil {
				return err
			}
			c.sample()
		}
	}
	for _, c := range cs {
		c.record.Seconds, c.record.Best, c.record.Samples = median(c.values), slices.Min(c.values), n
	}
	return nil
}
