// Package term shows progress and tables: bars on a terminal, plain lines elsewhere.
package term

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/jedib0t/go-pretty/v6/progress"
)

// Progress shows how far a run is. It is not safe for concurrent use.
type Progress interface {
	Begin(task string, steps int)         // starts a task, which ends the one before
	Step(done int)                        // steps of the task done so far
	Status(short, line string, last bool) // where the task is, beside a bar and on a line; the last line of a task is always shown
	Close()                               // ends the display
}

// NewProgress returns bars with the time left if w is a terminal, and plain lines otherwise.
func NewProgress(w io.Writer) Progress {
	if IsTerminal(w) {
		return &bars{w: w}
	}
	return &lines{w: w}
}

// IsTerminal reports whether w is a terminal that can redraw a line.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// lines writes a status at most once a second, so that logs stay short.
type lines struct {
	w    io.Writer
	task string
	last time.Time
}

func (l *lines) Begin(task string, _ int) { l.task, l.last = task, time.Time{} }
func (l *lines) Step(int)                 {}
func (l *lines) Close()                   {}

func (l *lines) Status(_, line string, last bool) {
	if now := time.Now(); last || now.Sub(l.last) >= time.Second {
		l.last = now
		fmt.Fprintf(l.w, "%s: %s\n", l.task, line)
	}
}

// bars draws one bar a task.
type bars struct {
	w       io.Writer
	writer  progress.Writer
	tracker *progress.Tracker
	task    string
	stopped chan struct{}
}

func (b *bars) Begin(task string, steps int) {
	if b.writer == nil {
		b.start()
	}
	b.finish()
	b.task = task
	b.tracker = &progress.Tracker{Message: task, Total: int64(max(steps, 1)), AutoStopDisabled: true}
	b.writer.AppendTracker(b.tracker)
}

func (b *bars) start() {
	p := progress.NewWriter()
	p.SetOutputWriter(b.w)
	p.SetAutoStop(false)
	p.SetUpdateFrequency(100 * time.Millisecond)
	p.SetTrackerLength(24)
	p.SetMessageLength(44)
	p.SetTrackerPosition(progress.PositionRight)
	style := progress.StyleBlocks
	style.Visibility.Value = false
	style.Visibility.ETA = true
	style.Options.TimeInProgressPrecision = time.Second
	style.Options.TimeDonePrecision = 100 * time.Millisecond
	p.SetStyle(style)
	b.writer, b.stopped = p, make(chan struct{})
	go func() {
		defer close(b.stopped)
		p.Render()
	}()
}

func (b *bars) Step(done int) {
	if b.tracker != nil {
		b.tracker.SetValue(int64(done))
	}
}

func (b *bars) Status(short, _ string, _ bool) {
	if b.tracker != nil {
		b.tracker.UpdateMessage(b.task + ": " + short)
	}
}

func (b *bars) finish() {
	if b.tracker != nil {
		b.tracker.MarkAsDone()
		b.tracker = nil
	}
}

func (b *bars) Close() {
	if b.writer == nil {
		return
	}
	b.finish()
	for !b.writer.IsRenderInProgress() { // Stop before the first drawing would be lost
		select {
		case <-b.stopped:
			return
		case <-time.After(time.Millisecond):
		}
	}
	b.writer.Stop()
	<-b.stopped
	b.writer = nil
}
