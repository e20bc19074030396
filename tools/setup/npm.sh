# node_modules as package-lock.json says. Sourced by main.sh.

if ! node tools/setup/node-modules-current.mjs >/dev/null; then
  say "installing the npm packages of package-lock.json (about a minute the first time)"
  # npm's start-up file can name a Node of its own.
  npm version --json 2>/dev/null | grep -q "\"node\": \"$(node -p process.versions.node)\"" ||
    stop "npm does not run under Node $(node --version), which is first on PATH: install npm the ordinary way, with Node"
  # If npm ci finds packages missing in the lock file: npm install, then node tools/setup/complete-lock.mjs.
  with_heartbeat npm "" "" npm ci
  node tools/setup/node-modules-current.mjs || stop "npm ci ended well, yet node_modules is not as package-lock.json says"
  say "  done: node_modules"
fi
