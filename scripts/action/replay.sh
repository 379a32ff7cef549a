#!/usr/bin/env bash
# Replays, annotates, and writes the summary of the job; ends with the code of the replay.
set -uo pipefail

report="$RUNNER_TEMP/tooltape.md"
arguments=(replay)
if [ -f "${BASELINE:-}" ]; then arguments+=(--baseline "$BASELINE"); fi
# Words, not a command: nothing in them is run.
read -r -d '' -a further <<<"${ARGUMENTS:-}"
arguments+=("${further[@]+"${further[@]}"}" --reporter "table,github,markdown:$report")

rm -f "$report"
npx --no-install tooltape "${arguments[@]}"
code=$?
if [ -f "$report" ]; then cat "$report" >>"$GITHUB_STEP_SUMMARY"; fi
exit "$code"
