package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A run that is stopped and resumed saves the very model of a run that was not stopped.
func TestCheckpoint(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(in("data.csv"), []byte(clouds(150)), 0o600); err != nil {
		t.Fatal(err)
	}
	args := func(save string, more ...string) []string {
		return append([]string{"train", "--data", in("data.csv"), "--label", "kind", "--ignore", "id", "--nodes", "12", "--epochs", "8",
			"--report", "", "--json", "--save", in(save)}, more...)
	}
	run(t, args("whole")...).must(t)

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	out := &cancelAfter{epochs: 4, cancel: cancel}
	var stderr bytes.Buffer
	if code := Run(ctx, args("cut", "--checkpoint", in("ckpt")), out, &stderr); code != 1 {
		t.Fatalf("exit status %d: %s", code, &stderr)
	}
	resumed := args("resumed", "--checkpoint", in("ckpt"), "--resume")
	stopped, err := os.ReadFile(in("ckpt"))
	if err != nil {
		t.Fatal(err)
	}
	run(t, resumed...).must(t)
	want, err := os.ReadFile(in("whole"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(in("resumed"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the resumed model is not that of the run that was never stopped")
	}

	// What does not fit the checkpoint is refused, and the checkpoint stays.
	if err := os.WriteFile(in("ckpt"), stopped, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, append(slices.Clone(resumed), "--nodes", "13")...).refused(t, 1, "other settings")
	run(t, append(slices.Clone(resumed), "--rate", "0.1")...).refused(t, 1, "other settings")
	run(t, append(slices.Clone(resumed), "--cold-start")...).refused(t, 1, "other settings")
	run(t, append(slices.Clone(resumed), "--split", "2")...).refused(t, 1, "other data")
	run(t, append(slices.Clone(resumed), "--precision", "float64")...).refused(t, 1, "F32")
	run(t, append(slices.Clone(resumed), "--checkpoint", in("none"))...).refused(t, 1, "none")
	run(t, append(slices.Clone(resumed), "--checkpoint", in("whole"))...).refused(t, 1, "not a usable checkpoint")
	if now, err := os.ReadFile(in("ckpt")); err != nil || !bytes.Equal(now, stopped) {
		t.Errorf("the checkpoint was touched: %v", err)
	}
}
