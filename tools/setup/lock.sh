# One setup at a time in a checkout; a second one waits for the first. Sourced by main.sh.
# A folder is the lock, because making one is atomic everywhere (flock is not on every machine).

lock=.tools/lock

hold_lock() {
  local waited=0 owner
  mkdir -p .tools
  while ! mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/owner" 2>/dev/null || true)
    # No owner for two seconds: it died between making the folder and signing it.
    if { [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; } || { [ -z "$owner" ] && [ "$waited" -ge 2 ]; }; then
      take_over "$owner"
      continue
    fi
    if [ $((waited % beat_every)) -eq 1 ]; then
      say "waiting for another make in this checkout (process ${owner:-unknown}); if there is none, remove $lock"
    fi
    sleep 1
    waited=$((waited + 1))
  done
  # Signals end the script by an exit, so that this trap runs for them too.
  trap 'end_beat; rm -rf "$lock" .tools/partial' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  echo $$ >"$lock/owner"
}

# Two waiters may find the owner dead at once. Only one gets the right to clear the lock, and it looks again first:
# the other may have cleared it and hold a fresh one by now.
take_over() {
  if ! mkdir "$lock.takeover" 2>/dev/null; then
    sleep 1
    # Left by one that died right here.
    find "$lock.takeover" -prune -mmin +1 -exec rmdir {} \; 2>/dev/null || true
    return 0
  fi
  if [ "$(cat "$lock/owner" 2>/dev/null || true)" = "$1" ]; then
    rm -rf "$lock"
  fi
  rmdir "$lock.takeover"
}
