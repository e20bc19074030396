# The generator of sdk/ from schema.json. Sourced by main.sh.

if ! is_built sdkgen "$(binary_key tools/sdkgen)"; then
  need_go "the SDK generator of tools/sdkgen has to be built" tools/sdkgen
  say "building the SDK generator (about 1 minute the first time)"
  build_binary sdkgen tools/sdkgen . "-s -w"
fi
