#!/bin/sh
# How long a student waits: the first check of a new workspace, then the median of edits, each a change of one file
# followed by a check. `make bench-lab`; needs bin/lab.
set -eu
lab=$(realpath "${LAB:-bin/lab}")
edits=${EDITS:-11}
root=$(dirname "$(dirname "$lab")")
work=$(mktemp -d /tmp/dinghy-bench-XXXXXX)
trap 'rm -rf "$work"' EXIT
export XDG_STATE_HOME="$work/state"

now() { date +%s%N; }
# Milliseconds of a command that may fail: a red check ends with 1.
measure() { begin=$(now); "$@" >"$work/out" 2>&1 || true; echo $((($(now) - begin) / 1000000)); }

rm -rf "$root/.build/lab-toolkit"
"$lab" start 09 "$work/starter" >/dev/null
rm -rf "$root/.build/lab-toolkit"
echo "first check of the untouched starter, toolkit made anew: $(measure "$lab" check --folder "$work/starter") ms"

trial() { # NAME FOLDER: edits a file, checks, as often as asked
    measure "$lab" check --folder "$2" >/dev/null
    file="$2/Predicates/NodeResourcesFit.swift"
    i=0
    while [ $i -lt "$edits" ]; do
        i=$((i + 1))
        printf '\nprivate let edit%d = %d\n' $i $i >>"$file"
        measure "$lab" check --folder "$2"
    done | sort -n >"$work/times"
    echo "$1: median $(sed -n "$(((edits + 1) / 2))p" "$work/times") ms," \
        "fastest $(head -1 "$work/times"), slowest $(tail -1 "$work/times"), of $edits edits"
    tail -1 "$work/out"
}

trial "the starter (stops at step 1)" "$work/starter"
"$lab" start 09 "$work/solution" >/dev/null
cp -r "$root/Sources/Scheduler/." "$work/solution/"
trial "the solution (all cases)" "$work/solution"
