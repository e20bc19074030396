//go:build tools

// Package tools pins the oldest Pulumi command line that is promised to work: an older Go builds it, and tests run on it.
package tools

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
