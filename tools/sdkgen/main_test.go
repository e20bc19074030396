package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const sample = "testdata/schema.json"

func TestEqualSchemasGiveEqualFiles(t *testing.T) {
	for language, generate := range generators {
		first, second := generated(t, language, generate), generated(t, language, generate)
		if len(first) == 0 || len(first) != len(second) {
			t.Fatalf("%s: %d files, then %d", language, len(first), len(second))
		}
		for name, content := range first {
			if string(content) != string(second[name]) {
				t.Errorf("%s: %s differs between two runs", language, name)
			}
		}
	}
}

func TestFilesNoLongerGeneratedAreRemoved(t *testing.T) {
	out := filepath.Join(t.TempDir(), "sdk")
	must(t, run(sample, "nodejs", out))
	stale := filepath.Join(out, "gone", "old.ts")
	must(t, os.MkdirAll(filepath.Dir(stale), 0o755))
	must(t, os.WriteFile(stale, []byte("export {};\n"), 0o644))

	must(t, run(sample, "nodejs", out))

	if _, err := os.Stat(filepath.Dir(stale)); !os.IsNotExist(err) {
		t.Errorf("the folder of the stale file is still there: %v", err)
	}
	if _, err := os.Stat(filepath.Join(out, "project.ts")); err != nil {
		t.Error(err)
	}
}

func TestUnchangedFilesAreNotTouched(t *testing.T) {
	out := filepath.Join(t.TempDir(), "sdk")
	must(t, run(sample, "nodejs", out))
	before, err := os.Stat(filepath.Join(out, "project.ts"))
	must(t, err)
	must(t, run(sample, "nodejs", out))
	after, err := os.Stat(filepath.Join(out, "project.ts"))
	must(t, err)
	if !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Error("project.ts was written again")
	}
}

func TestAFolderOfHandworkIsRefused(t *testing.T) {
	out := t.TempDir()
	handwork := filepath.Join(out, "mine.ts")
	must(t, os.WriteFile(handwork, []byte("export {};\n"), 0o644))
	if err := run(sample, "nodejs", out); err == nil || !strings.Contains(err.Error(), "did not make it") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(handwork); err != nil {
		t.Error(err)
	}
}

func TestABrokenSchemaIsNamed(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "schema.json")
	text := `{"name":"x","version":"1.0.0","resources":{"x:index:R":{"properties":{"a":{"$ref":"#/types/x:index:Gone"}}}}}`
	must(t, os.WriteFile(broken, []byte(text), 0o644))
	err := run(broken, "nodejs", filepath.Join(t.TempDir(), "sdk"))
	if err == nil || !strings.Contains(err.Error(), "x:index:Gone") {
		t.Errorf("got %v", err)
	}
}

func generated(t *testing.T, language string, generate generator) map[string][]byte {
	t.Helper()
	pkg, err := bind(sample)
	must(t, err)
	files, err := generate(pkg)
	if err != nil {
		t.Fatalf("%s: %v", language, err)
	}
	return files
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
