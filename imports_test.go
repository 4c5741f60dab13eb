package nmcore_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/neuralmodules/nmcore"

// allowed is who may import whom inside the module, and what from outside the standard library. Tests may import more.
var allowed = map[string][]string{
	"":                   {},
	"la/asm":             {"golang.org/x/sys/cpu"},
	"internal/machine":   {"github.com/klauspost/cpuid/v2", "golang.org/x/sys/unix"},
	"internal/numtest":   {"la", "la/asm", "golang.org/x/sys/unix"},
	"internal/classical": {},
	"sched":              {"internal/machine", "golang.org/x/sys/unix"},
	"la":                 {"la/asm", "sched", "internal/machine"},
	"graph":              {"la", "sched"},
	"reg":                {"la"},
	"nonlinear":          {"la", "sched", "graph"},
	"nm":                 {"la", "sched", "graph", "reg", "nonlinear"},
	"nm/optnet":          {"la", "sched", "nonlinear", "nm"},
}

// environment lists the packages that may read the environment or files; everything else goes through io.Reader and io.Writer.
var environment = []string{"la/asm", "internal/machine", "internal/numtest"}

// TestImports holds the table above against what the packages really import, on every platform with files of its own.
func TestImports(t *testing.T) {
	for _, goos := range []string{"linux", "darwin", "windows"} {
		for _, goarch := range []string{"amd64", "arm64"} {
			for _, p := range list(t, goos, goarch) {
				name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
				may, known := allowed[name]
				if !known {
					t.Errorf("package %s is not in the import table", name)
					continue
				}
				for _, i := range p.Imports {
					inside, ours := strings.CutPrefix(i, module+"/")
					switch {
					case i == "C":
						t.Errorf("%s uses cgo", name)
					case i == "os" || i == "net" || strings.HasPrefix(i, "net/") || i == "syscall":
						if !slices.Contains(environment, name) {
							t.Errorf("%s imports %s", name, i)
						}
					case ours && !slices.Contains(may, inside), !ours && strings.Contains(strings.Split(i, "/")[0], ".") && !slices.Contains(may, i):
						t.Errorf("%s (%s/%s) imports %s", name, goos, goarch, i)
					}
				}
			}
		}
	}
}

type listed struct {
	ImportPath string
	Imports    []string
}

func list(t *testing.T, goos, goarch string) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", module+"/...")
	cmd.Env = append(cmd.Environ(), "GOOS="+goos, "GOARCH="+goarch, "GOWORK=off", "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
