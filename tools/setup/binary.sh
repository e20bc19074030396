# Builds a Go program of tools/ into .tools/bin, once per content of its sources. Sourced by main.sh.

# fingerprint FILE...: one word that changes with the content of the files and with the machine (a checkout can be
# shared between a Mac and a Linux container).
fingerprint() {
  { uname -sm; cat "$@"; } | if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

stamp_of() { cat ".tools/stamps/$1" 2>/dev/null || true; }

put_stamp() {
  echo "$2" >".tools/partial/stamp-$1"
  mv -f ".tools/partial/stamp-$1" ".tools/stamps/$1"
}

# The Go that go.mod asks for; a newer toolchain is fetched by Go itself, where it is allowed to.
need_go() {
  local why=$1 folder=$2 complaint
  command -v go >/dev/null || stop "Go is missing: $why; install Go 1.25 or newer"
  complaint=$(cd "$folder" && go version 2>&1) || stop "this Go is too old: $why; install Go 1.25 or newer ($complaint)"
}

# The same flags for all programs, so that they share compiled packages in Go's cache. -mod=readonly: go.sum is
# complete, a build never edits it. Not stamped from git: the same sources shall give the same file.
go_flags=(-mod=readonly -buildvcs=false -tags "osusergo,grpcnotrace")
export GOWORK=off

# binary_key FOLDER: what the program built from FOLDER depends on.
binary_key() { fingerprint "$1"/go.mod "$1"/go.sum "$1"/*.go tools/setup/binary.sh; }

is_built() { [ -x ".tools/bin/$1" ] && [ "$(stamp_of "$1")" = "built $2" ]; }

# build_binary NAME FOLDER PACKAGE LDFLAGS
build_binary() {
  local name=$1 folder=$2 package=$3 ldflags=$4 key started=$SECONDS
  key=$(binary_key "$folder")
  with_heartbeat "$name-modules" "modules fetched" '^go: downloading' \
    bash -c 'cd "$1" && shift && go list -deps "$@" >/dev/null' - "$folder" "${go_flags[@]}" "$package"
  with_heartbeat "$name" "packages compiled" '' \
    bash -c 'cd "$1" && shift && go build -v "$@"' - "$folder" "${go_flags[@]}" -ldflags "$ldflags" \
    -o "$PWD/.tools/partial/$name" "$package"
  mv -f ".tools/partial/$name" ".tools/bin/$name"
  put_stamp "$name" "built $key"
  say "  done: .tools/bin/$name in $((SECONDS - started)) s"
}
