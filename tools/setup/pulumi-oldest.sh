# The oldest promised Pulumi command line beside the default one, as .tools/bin/pulumi-<version>: the tests run on both.
# It finds its hosts where the default one does, beside itself. Sourced by main.sh after pulumi.sh, in a call of its own.
. tools/setup/command-line.sh

name=pulumi-$oldest_version
if [ "$(.tools/bin/pulumi version)" = "v$oldest_version" ]; then
  say "no second Pulumi command line: $oldest_version is the oldest that is promised to work"
elif is_built "$name" "$(binary_key "$oldest")"; then
  say "and Pulumi command line $oldest_version, the oldest that is promised to work"
elif [ -L .tools/bin/pulumi ]; then
  # Whoever has brought a command line shall need neither Go nor minutes.
  rm -f ".tools/bin/$name"
  say "no second Pulumi command line: the tests run on the machine's alone"
else
  need_go "the oldest promised Pulumi command line has to be built for the tests" "$oldest"
  build_command_line "$name" "$oldest" "the oldest that is promised to work, for the tests"
fi
