# The Pulumi command line, its host for Node.js programs and the launcher of dynamic resources, in .tools/bin.
# Sourced by main.sh after node.sh and npm.sh.

. tools/setup/command-line.sh
# The newest host that the Go module proxy still serves; it runs today's SDK. Its limits: no runtime options, no
# resource hooks, no code generation, no policy folders.
host_version=$(sed -n 's#^require github.com/pulumi/pulumi/sdk/v3 v##p' tools/language-nodejs/go.mod)

# The first `pulumi` on PATH that is not ours.
machine_pulumi() {
  PATH=$(echo ":$PATH:" | sed "s#:$PWD/\.tools/bin:#:#g") command -v pulumi || true
}

real_path() { node -p 'require("fs").realpathSync(process.argv[1])' "$1"; }

is_promised() {
  echo "v$oldest_version $1" | awk -F '[v. ]+' '{ exit !($5 > $2 || ($5 == $2 && $6 >= $3)) }'
}

# link_or_name_reason: links the machine's command line and host when both will do; else sets `reason`.
link_or_name_reason() {
  local found real host version
  found=$(machine_pulumi)
  [ -n "$found" ] || { reason="no pulumi on PATH" && return 1; }
  version=$("$found" version 2>/dev/null) || { reason="$found does not run" && return 1; }
  is_promised "$version" || { reason="pulumi $version on PATH is older than $oldest_version" && return 1; }
  real=$(real_path "$found")
  # The command line takes what lies beside its real file, then what is on PATH.
  host=$(dirname "$real")/pulumi-language-nodejs
  [ -x "$host" ] || host=$(PATH=$(echo ":$PATH:" | sed "s#:$PWD/\.tools/bin:#:#g") command -v pulumi-language-nodejs || true)
  [ -n "$host" ] || { reason="pulumi $version on PATH has no pulumi-language-nodejs beside it" && return 1; }
  link pulumi "$real"
  link pulumi-language-nodejs "$(real_path "$host")"
  # Beside the machine's command line its own launcher is used; ours on PATH would only add a warning.
  if [ -x "$(dirname "$real")/pulumi-resource-pulumi-nodejs" ]; then
    link pulumi-resource-pulumi-nodejs "$(dirname "$real")/pulumi-resource-pulumi-nodejs"
  else
    copy_launcher
  fi
  put_stamp pulumi "linked $real $version"
}

link() {
  rm -f ".tools/partial/$1"
  ln -s "$2" ".tools/partial/$1"
  mv -f ".tools/partial/$1" ".tools/bin/$1"
}

# A copy: the command line follows a symlink, finds another file than the one beside it, and warns in every output.
copy_launcher() {
  local launcher=node_modules/@pulumi/pulumi/pulumi-resource-pulumi-nodejs
  if [ -L .tools/bin/pulumi-resource-pulumi-nodejs ] || ! cmp -s "$launcher" .tools/bin/pulumi-resource-pulumi-nodejs; then
    cp "$launcher" .tools/partial/launcher
    chmod +x .tools/partial/launcher
    mv -f .tools/partial/launcher .tools/bin/pulumi-resource-pulumi-nodejs
  fi
}

# Linked before, to a file that is still there in the same version, is promised to work and has its host.
is_linked() {
  [ -L .tools/bin/pulumi ] && [ -x .tools/bin/pulumi ] && [ -x .tools/bin/pulumi-language-nodejs ] &&
    [ -x .tools/bin/pulumi-resource-pulumi-nodejs ] && is_promised "$(.tools/bin/pulumi version 2>/dev/null)" &&
    [ "$(stamp_of pulumi)" = "linked $(real_path .tools/bin/pulumi) $(.tools/bin/pulumi version 2>/dev/null)" ]
}

built_from() { is_built pulumi "$(binary_key "$1")"; }

build_pulumi() {
  if can_build "$newest"; then
    built_from "$newest" || build_command_line pulumi "$newest" "$reason"
  elif ! built_from "$oldest"; then
    need_go "the Pulumi command line has to be built ($reason; pulumi $oldest_version or newer with its Node.js host would do too)" "$oldest"
    build_command_line pulumi "$oldest" "$reason; this Go is too old for $(version_in "$newest")"
  fi
}

build_host() {
  if ! is_built pulumi-language-nodejs "$(binary_key tools/language-nodejs)"; then
    need_go "the Pulumi host for Node.js programs has to be built" tools/language-nodejs
    say "building the Pulumi host for Node.js programs $host_version (about 1 minute the first time)"
    build_binary pulumi-language-nodejs tools/language-nodejs \
      github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs "-s -w -X $version_variable=v$host_version"
  fi
  copy_launcher
}

# Built before and unchanged: PATH is not looked at again, and Go only where it may have become new enough.
if built_from "$newest"; then
  build_host
elif built_from "$oldest" || { ! is_linked && ! link_or_name_reason; }; then
  reason=${reason:-there was only an older one}
  build_pulumi
  build_host
fi
case $(stamp_of pulumi) in
linked*) say "Pulumi command line $(.tools/bin/pulumi version), the machine's ($(real_path .tools/bin/pulumi))" ;;
*) say "Pulumi command line $(.tools/bin/pulumi version), built here" ;;
esac
