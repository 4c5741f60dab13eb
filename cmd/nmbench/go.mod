module github.com/neuralmodules/nmcore/cmd/nmbench

go 1.26.0

require (
	github.com/jedib0t/go-pretty/v6 v6.8.3
	github.com/neuralmodules/nmcore v0.0.0
	github.com/spf13/cobra v1.10.2
	golang.org/x/sys v0.49.0
	gonum.org/v1/gonum v0.17.0
)

require (
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/klauspost/cpuid/v2 v2.4.2 // indirect
	github.com/mattn/go-runewidth v0.0.16 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
	golang.org/x/term v0.29.0 // indirect
	golang.org/x/text v0.23.0 // indirect
)

replace github.com/neuralmodules/nmcore => ../..
