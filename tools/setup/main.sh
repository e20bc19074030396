#!/usr/bin/env bash
# Installs what the make targets need, inside the checkout: `tools/setup/main.sh node npm pulumi sdkgen`.
# Each step decides by content whether it has anything to do; when it has not, nothing is said but which Pulumi is used.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/progress.sh
. tools/setup/lock.sh
. tools/setup/binary.sh

hold_lock
# What an interrupted run left half done lies here; finished things are renamed to their places.
rm -rf .tools/partial
mkdir -p .tools/bin .tools/stamps .tools/log .tools/partial .tools/pulumi-home

for step in "$@"; do
  . "tools/setup/$step.sh"
done
