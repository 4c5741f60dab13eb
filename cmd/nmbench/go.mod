module github.com/neuralmodules/nmcore/cmd/nmbench

go 1.26.0

require github.com/neuralmodules/nmcore v0.0.0

require (
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/jedib0t/go-pretty/v6 v6.8.3 // indirect
	github.com/spf13/cobra v1.10.2 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
)

replace github.com/neuralmodules/nmcore => ../..
