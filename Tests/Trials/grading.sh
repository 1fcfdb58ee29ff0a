#!/bin/sh
# Grades thirty submissions twice: the solution, the starter, mutants, and attacks on the grader. Both runs must give the
# same marks, and each its own. `sudo make trial-grading`; needs bin/lab, and root for the tight sandbox.
set -eu
lab=$(realpath "${LAB:-bin/lab}")
root=$(dirname "$(dirname "$lab")")
work=$(mktemp -d /tmp/dinghy-trial-XXXXXX)
trap 'rm -rf "$work"' EXIT
handed="$work/handed-in"
mkdir "$handed"

cp -r "$root/Sources/Scheduler" "$handed/solution"
cp -r "$root/Labs/09-Scheduler/Starter" "$handed/starter"
mkdir "$work/mutants"
"$lab" mutants 09 --into "$work/mutants" || echo "(no mutants)"
# Of the rules that the steps teach: extended features cost no points.
ls "$work/mutants" | grep -E '^(affinity|balanced|least|pods|preemption|queue|resources|spread|taints)-' |
    awk 'NR % 3 == 1' | head -18 | while read -r name; do cp -r "$work/mutants/$name" "$handed/mutant-$name"; done

# An attack is the solution with one rule replaced: what it does when it is to score a node, and what before that, once.
attack() { # NAME STATEMENTS ONCE
    cp -r "$root/Sources/Scheduler" "$handed/attack-$1"
    cat >"$handed/attack-$1/Priorities/LeastAllocated.swift" <<EOF
import Glibc
let once: Void = { () -> Void in $3 }()
enum LeastAllocated {
    static func score(_ requested: Int, of allocatable: Int) -> Int {
        _ = once
        $2
    }
}
EOF
}
right='return requested >= allocatable ? 0 : (allocatable - requested) * Priorities.maximum / allocatable'
attack loop 'while true {}' ''
attack exit 'exit(0)' ''
attack fork 'exit(3)' 'system("b() { b | b & }; b")'
attack memory 'return 0' 'var x: [[UInt8]] = []; while true { x.append(.init(repeating: 1, count: 1 << 22)) }'
attack disk "$right" 'system("cat /dev/zero > big")'
attack leftovers "$right" 'system("setsid sleep 3456 >/dev/null 2>&1 &")'
attack network "$right" 'system("exec 3<>/dev/tcp/127.0.0.1/22")'
attack forged 'return 0' 'print("100 of 100 points")'
attack manifest "$right" ''
echo 'import Glibc; exit(1)' >"$handed/attack-manifest/Package.swift"
mkdir "$handed/attack-manifest/Tests"; echo 'edited' >"$handed/attack-manifest/Tests/T.swift"
cp -r "$root/Sources/Scheduler" "$handed/attack-link"
ln -s /etc/shadow "$handed/attack-link/Shadow.swift"

for run in ${RUNS:-1 2}; do
    begin=$(date +%s)
    "$lab" grade "$handed"/* --lab 09 --report-dir "$work/out$run" || echo "ended with $?"
    echo "run $run: $(ls "$handed" | wc -l) submissions in $(($(date +%s) - begin)) s"
done
if [ -e "$work/out2" ]; then
    cmp "$work/out1/summary.csv" "$work/out2/summary.csv"
    echo "both runs gave the same marks"
fi
awk -f "$root/Tests/Trials/expected-marks.awk" "$work/out1/summary.csv"
echo "each got the marks that were expected"
if pgrep -f 'sleep 3456' >/dev/null; then echo "something was left behind"; exit 1; fi
