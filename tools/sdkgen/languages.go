//go:build tools

// The generators of the languages to come, never compiled: they keep what those need in go.mod and go.sum, so that
// adding one to main.go is a line and not a change of versions.
package main

import (
	_ "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	_ "github.com/pulumi/pulumi/pkg/v3/codegen/python"
)
