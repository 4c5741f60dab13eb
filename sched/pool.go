package sched

import "context"

// Pool (placeholder: serial)
type Pool struct{}

func New(workers int) *Pool  { return &Pool{} }
func (p *Pool) Workers() int { return 1 }
func (p *Pool) Close()       {}
func (p *Pool) For(ctx context.Context, n int, body func(i int)) error {
	return p.ForWorker(ctx, n, func(_, i int) { body(i) })
}
func (p *Pool) ForWorker(ctx context.Context, n int, body func(worker, i int)) error {
	for i := range n {
		if err := ctx.Err(); err != nil {
			return err
		}
		body(0, i)
	}
	return nil
}
