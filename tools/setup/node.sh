# A Node that the packages accept: the machine's, or npm's package `node` in .tools. Sourced by main.sh, first of all:
# everything after it runs under this Node, npm too (an old Node makes npm choose older packages without a word).

node_is_enough='const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 19) ? 0 : 1)'

# Installed here before: first on PATH from now on, as it is for the make targets.
. tools/env.sh

command -v node >/dev/null || stop "Node.js is missing: install Node 20 or newer, with npm"
command -v npm >/dev/null || stop "npm is missing: install it (it comes with most packages of Node.js)"

if ! node -e "$node_is_enough" 2>/dev/null; then
  node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null ||
    stop "Node $(node --version 2>/dev/null) is too old to install anything: install Node 20 or newer, with npm"
  say "Node $(node --version) is older than 22.19: installing Node 24 into .tools (about 20 seconds)"
  # The package puts the binary in place with a script; newer npm versions run only those that are named.
  mkdir -p .tools/partial/node
  echo '{ "private": true, "allowScripts": { "node": true } }' >.tools/partial/node/package.json
  with_heartbeat node "" "" npm install --prefix .tools/partial/node --ignore-scripts=false node@24
  rm -rf .tools/node_modules
  mv .tools/partial/node/node_modules .tools/node_modules
  hash -r
  node -e "$node_is_enough" ||
    stop "the installed Node $(node --version 2>&1) does not run here: install Node 22.19 or newer by hand"
  say "  done: Node $(node --version)"
fi
