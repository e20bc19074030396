#!/usr/bin/env bash
# The SDKs from schema.json. One line per language at the end; the languages themselves are in tools/sdkgen.
set -euo pipefail
cd "$(dirname "$0")/.."

# Success is silent. A warning counts as a failure: what the checker doubts, some language generates wrongly.
complaint=$(pulumi schema check schema.json 2>&1) || complaint="${complaint:-pulumi schema check failed}"
if [ -n "$complaint" ]; then
  echo "schema.json is not a valid Pulumi schema:" >&2
  echo "$complaint" >&2
  exit 1
fi

sdkgen -schema schema.json -language nodejs -out sdk/nodejs
