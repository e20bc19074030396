// Command sdkgen writes the language SDKs of this provider from its Pulumi schema, with the generators of the
// Pulumi repository itself. The Pulumi command line does the same (`pulumi package gen-sdk`) through a language
// host, but the hosts that the Go module proxy still serves are too old to know that request.
//
//	sdkgen -schema schema.json -language nodejs -out sdk/nodejs
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// tool names the generator in the first line of every file. Constant, so that equal schemas give equal bytes.
const tool = "sdkgen"

type (
	generator func(*schema.Package) (files, error)
	files     = map[string][]byte
)

// generators holds one line per language; another language is another line and its import:
//
//	"python": func(p *schema.Package) (files, error) { return python.GeneratePackage(tool, p, nil, nil) },
//	"go":     func(p *schema.Package) (files, error) { return gen.GeneratePackage(tool, p, nil) },
//
// Each run serves one language, because the generators change the package they are given.
var generators = map[string]generator{
	"nodejs": func(p *schema.Package) (files, error) { return nodejs.GeneratePackage(tool, p, nil, nil, false, nil) },
}

func main() {
	schemaFile := flag.String("schema", "schema.json", "the provider's Pulumi schema")
	language := flag.String("language", "", "one of: "+strings.Join(languages(), ", "))
	out := flag.String("out", "", "folder that shall hold the generated files and nothing else")
	flag.Parse()
	if err := run(*schemaFile, *language, *out); err != nil {
		fmt.Fprintln(os.Stderr, "sdkgen:", err)
		os.Exit(1)
	}
}

func run(schemaFile, language, out string) error {
	generate, known := generators[language]
	if !known {
		return fmt.Errorf("-language %q is not known; known are: %s", language, strings.Join(languages(), ", "))
	}
	if out == "" {
		return errors.New("-out is missing: name the folder that the SDK is written to")
	}
	pkg, err := bind(schemaFile)
	if err != nil {
		return err
	}
	content, err := generate(pkg)
	if err != nil {
		return fmt.Errorf("generating %s from %s: %w", language, schemaFile, err)
	}
	if err := guard(out); err != nil {
		return err
	}
	written, err := write(out, content)
	if err != nil {
		return err
	}
	removed, err := prune(out, content)
	if err != nil {
		return err
	}
	fmt.Printf("sdkgen: %s: %d files, %d written, %d removed\n", out, len(content), written, removed)
	return nil
}

func languages() []string {
	names := make([]string, 0, len(generators))
	for name := range generators {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// bind reads the schema. A warning counts as an error: what the binder doubts, some language generates wrongly.
func bind(file string) (*schema.Package, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	pkg, diagnostics, err := schema.BindSpec(spec, schema.NewNullLoader(), schema.ValidationOptions{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(diagnostics) > 0 {
		return nil, fmt.Errorf("%s: %w", file, diagnostics)
	}
	return pkg, nil
}

// marker is a file that every generator writes; without it a mistyped -out could empty a folder of handwork.
const marker = ".gitattributes"

func guard(out string) error {
	entries, err := os.ReadDir(out)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && len(entries) == 0) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(out, marker)); err != nil {
		return fmt.Errorf("%s holds files but no %s, so sdkgen did not make it; empty it by hand first", out, marker)
	}
	return nil
}

// write stores only what differs, so that unchanged files keep their times and nothing downstream rebuilds.
func write(out string, content files) (int, error) {
	written := 0
	for name, bytes := range content {
		target := filepath.Join(out, filepath.FromSlash(path.Clean("/"+name)))
		if old, err := os.ReadFile(target); err == nil && string(old) == string(bytes) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return written, err
		}
		// Written beside and renamed: an interrupted run leaves whole files only.
		temporary := target + ".new"
		if err := os.WriteFile(temporary, bytes, 0o644); err != nil {
			return written, err
		}
		if err := os.Rename(temporary, target); err != nil {
			return written, err
		}
		written++
	}
	return written, nil
}

// prune removes the files of resources and types that the schema no longer has, and folders left empty.
func prune(out string, content files) (int, error) {
	keep := map[string]bool{}
	for name := range content {
		keep[strings.TrimPrefix(path.Clean("/"+name), "/")] = true
	}
	removed := 0
	var folders []string
	err := filepath.WalkDir(out, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(out, file)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			// What a person installed to compile the SDK in place is not generated and not committed.
			if entry.Name() == "node_modules" {
				return filepath.SkipDir
			}
			folders = append(folders, file)
			return nil
		}
		if keep[filepath.ToSlash(name)] {
			return nil
		}
		removed++
		return os.Remove(file)
	})
	if err != nil {
		return removed, err
	}
	// Deepest first, so that a folder emptied by removing its folders goes too; a non-empty one refuses.
	for i := len(folders) - 1; i > 0; i-- {
		_ = os.Remove(folders[i])
	}
	return removed, nil
}
