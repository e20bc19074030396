# Progress lines. Sourced by main.sh.

say() { echo "[setup] $*"; }

# Ends the setup with one sentence that says what to do.
stop() {
  echo "[setup] $*" >&2
  exit 1
}

beat_every=20
beat_process=

# with_heartbeat LOG NOUN PATTERN COMMAND...: runs the command with its output in .tools/log/LOG.log and says every
# 20 seconds how long it has run and how many lines of the log match PATTERN (what NOUN counts). The command itself
# stays in the foreground, so that Ctrl-C reaches it.
with_heartbeat() {
  local log=.tools/log/$1.log noun=$2 pattern=$3 started=$SECONDS
  shift 3
  : >"$log"
  beat "$log" "$noun" "$pattern" $$ &
  beat_process=$!
  local result=0
  "$@" >"$log" 2>&1 || result=$?
  end_beat
  if [ "$result" -ne 0 ]; then
    excerpt "$log" >&2
    stop "failed after $((SECONDS - started)) s: $* (the whole output: $log)"
  fi
}

# The cause stands at the start of some tools' output and at the end of others'.
excerpt() {
  if [ "$(wc -l <"$1")" -le 40 ]; then
    cat "$1"
  else
    head -n 15 "$1"
    echo "..."
    tail -n 15 "$1"
  fi
}

beat() {
  local log=$1 noun=$2 pattern=$3 owner=$4 seconds=0
  # Ends with its owner, also where the owner was killed and could not end it. The pauses are short and hold none of
  # our outputs open, so that a pipe behind make closes at once.
  while sleep 1 </dev/null >/dev/null 2>&1 && kill -0 "$owner" 2>/dev/null; do
    seconds=$((seconds + 1))
    if [ $((seconds % beat_every)) -eq 0 ]; then
      say "  ... ${seconds} s$(count "$log" "$noun" "$pattern")"
    fi
  done
}

count() {
  [ -n "$2" ] && echo ", $(grep -c -e "$3" "$1" || true) $2"
}

end_beat() {
  if [ -n "$beat_process" ]; then
    # Not a signal that could be caught: right after its start the beat still has this script's traps, and a command that
    # ends at once would have it tidy up behind the running setup.
    kill -KILL "$beat_process" 2>/dev/null || true
    wait "$beat_process" 2>/dev/null || true
    beat_process=
  fi
}
