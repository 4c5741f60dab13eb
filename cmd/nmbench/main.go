// Command nmbench trains, applies and measures Neural Modules networks. Run nmbench -h.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C kills
	os.Exit(cli.Run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
