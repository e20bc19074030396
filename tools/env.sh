# What a shell needs to use the tools that `make` installs: `. tools/env.sh`. The make targets read this same file.
# POSIX sh, because make's shell sources it too. A plain sh cannot tell where a sourced file lies: stand in the
# checkout's root there; bash and zsh find it from anywhere.
if [ -n "${BASH_VERSION:-}" ]; then
  eval 'openai_root=$(CDPATH= cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)'
elif [ -n "${ZSH_VERSION:-}" ]; then
  eval 'openai_root=$(CDPATH= cd "$(dirname "${(%):-%x}")/.." && pwd)'
else
  openai_root=$(pwd)
fi
if [ ! -f "$openai_root/tools/env.sh" ]; then
  echo "tools/env.sh: stand in the root of the checkout to source this file from a plain sh" >&2
fi

# .tools/node_modules/.bin exists only where the machine's own Node was too old.
openai_path="$openai_root/.tools/bin:$openai_root/.tools/node_modules/.bin"
case "$PATH" in
"$openai_path":*) ;;
*) PATH="$openai_path:$PATH" ;;
esac
export PATH

# Plugins, logins and the like stay inside the checkout. Tests that need a home for themselves set their own.
export PULUMI_HOME="$openai_root/.tools/pulumi-home"
export PULUMI_SKIP_UPDATE_CHECK=true
# All that is used here is built from this checkout: a plugin that is missing is a mistake, not a thing to fetch.
export PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true
unset openai_root openai_path
