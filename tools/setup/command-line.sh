# What the two steps that build a Pulumi command line share. Sourced by them.

# The one to build, and the oldest one that is promised to work: what an older Go still builds.
newest=tools/pulumi-cli
oldest=tools/pulumi-cli-oldest
version_variable=github.com/pulumi/pulumi/sdk/v3/go/common/version.Version

version_in() { sed -n 's#^require github.com/pulumi/pulumi/pkg/v3 v##p' "$1/go.mod"; }

oldest_version=$(version_in "$oldest")

# Whether there is a Go for it here; Go itself fetches a newer one, where it is allowed to.
can_build() { command -v go >/dev/null && (cd "$1" && go version) >/dev/null 2>&1; }

# build_command_line NAME FOLDER WHY: into .tools/bin/NAME.
build_command_line() {
  local version
  version=$(version_in "$2")
  say "building the Pulumi command line $version (about 6 minutes the first time; $3)"
  build_binary "$1" "$2" github.com/pulumi/pulumi/pkg/v3/cmd/pulumi "-s -w -X $version_variable=v$version"
}
