package sched

import (
	"fmt"
	"runtime/debug"
)

// Panic is what For panics with after one of its bodies has panicked: the first
// body's panic, raised again in the caller when all other bodies have stopped.
type Panic struct {
	Value any    // what the body panicked with; an error if it ended its goroutine by runtime.Goexit
	Stack []byte // the stack of the body's goroutine at that moment
}

// Error returns the value and the body's stack.
func (p *Panic) Error() string {
	return fmt.Sprintf("sched: body panicked: %v\n\n%s", p.Value, p.Stack)
}

// Unwrap returns the value if it is an error, else nil.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// errGoexit stands for a body that did not return and did not panic, as after
// testing's FailNow.
var errGoexit = fmt.Errorf("sched: body called runtime.Goexit")

// asPanic wraps a recovered value, with the stack of the panic that is being
// handled. What an inner For raised passes through unchanged.
func asPanic(value any) *Panic {
	if value == nil {
		value = errGoexit
	}
	if p, ok := value.(*Panic); ok && p != nil {
		return p
	}
	return &Panic{Value: value, Stack: debug.Stack()}
}
