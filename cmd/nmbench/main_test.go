package main

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

var binary string // the built command

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "nmbench")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		binary = filepath.Join(dir, "nmbench")
		if runtime.GOOS == "windows" {
			binary += ".exe"
		}
		if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
			panic(string(out))
		}
		return m.Run()
	}())
}

// command runs the built binary in a new folder.
func command(t *testing.T, args ...string) (c *exec.Cmd, stdout, stderr *bytes.Buffer) {
	t.Helper()
	c = exec.Command(binary, args...)
	c.Dir = t.TempDir()
	stdout, stderr = &bytes.Buffer{}, &bytes.Buffer{}
	c.Stdout, c.Stderr = stdout, stderr
	return c, stdout, stderr
}

func exitCode(err error) int {
	var e *exec.ExitError
	if errors.As(err, &e) {
		return e.ExitCode()
	}
	if err != nil {
		return -2
	}
	return 0
}

func TestExitStatus(t *testing.T) {
	for _, c := range []struct {
		args []string
		isa  string
		code int
		line string
	}{
		{args: []string{"info"}, code: 0},
		{args: []string{"info"}, isa: "generic", code: 0},
		{args: []string{"--nodes", "5", "--epochs", "1"}, isa: "generic", code: 0},
		{args: []string{"train", "--data", "none.csv", "--label", "x"}, code: 1, line: "nmbench: none.csv: no such file or directory\n"},
		{args: []string{"--frobnicate"}, code: 2, line: "nmbench: unknown flag: --frobnicate (nmbench -h lists the flags)\n"},
		{args: []string{"info"}, isa: "sse9", code: 2, line: "sse9"},
	} {
		t.Run(strings.Join(c.args, " ")+" "+c.isa, func(t *testing.T) {
			cmd, _, stderr := command(t, c.args...)
			cmd.Env = append(os.Environ(), "NMCORE_ISA="+c.isa)
			if code := exitCode(cmd.Run()); code != c.code {
				t.Errorf("exit status %d, want %d; stderr %s", code, c.code, stderr)
			}
			if c.code != 0 && (!strings.Contains(stderr.String(), c.line) || strings.Count(stderr.String(), "\n") != 1) {
				t.Errorf("stderr %q, want one line with %q", stderr, c.line)
			}
		})
	}
}

// TestCtrlC interrupts the running binary: one signal ends training with a report and status 1.
func TestCtrlC(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot send Ctrl-C to another one on Windows")
	}
	cmd, _, stderr := command(t, "--epochs", "1000000", "--nodes", "10", "--json")
	cmd.Stdout = nil
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(pipe)
	for n := 0; n < 5 && lines.Scan(); n++ {
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	timeout := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
	defer timeout.Stop()
	report := false
	for lines.Scan() {
		report = report || strings.Contains(lines.Text(), `"op":"report"`)
	}
	if code := exitCode(cmd.Wait()); code != 1 {
		t.Errorf("exit status %d", code)
	}
	if _, err := os.Stat(filepath.Join(cmd.Dir, "nmbench-report.html")); err != nil || !report {
		t.Errorf("no report: %v", err)
	}
	if !strings.Contains(stderr.String(), "nmbench: interrupted in NN during epoch ") {
		t.Errorf("stderr %s", stderr)
	}
}
