#!/bin/sh
# Ten students hand in every lab: the solution, the untouched starter, starters in which the first steps are solved, and
# wrong solutions. Says how long grading takes, and who got other marks than expected. `sudo make trial-course`; needs
# bin/lab, and root for the tight sandbox. LABS="09 10" are these only.
set -eu
lab=$(realpath "${LAB:-bin/lab}")
root=$(dirname "$(dirname "$lab")")
work=$(mktemp -d /tmp/dinghy-course-XXXXXX)
trap 'rm -rf "$work"' EXIT

value() { sed -n "s/^$2: //p" "$1/lab.yaml"; }

# The starter with the reference's files of the steps up to the given one.
solved_up_to() { # LAB REFERENCE STEP TO
    cp -r "$1/Starter" "$4"
    sed -n 's/^  files: \[\(.*\)\]/\1/p' "$1/lab.yaml" | head -"$3" | tr ',' '\n' | tr -d ' ' | while read -r file; do
        cp "$2/$file" "$4/$file"
    done
}

hand_in() { # LAB TO
    number=$(basename "$1" | cut -c1-2)
    reference="$root/$(value "$1" reference)"
    mkdir -p "$2"
    for name in ada alan; do cp -r "$reference" "$2/$name-solution"; done
    cp -r "$1/Starter" "$2/barbara-starter"
    solved_up_to "$1" "$reference" 1 "$2/dennis-partly-1"
    solved_up_to "$1" "$reference" 2 "$2/edsger-partly-2"
    "$lab" mutants "$number" --into "$work/mutants-$number" >/dev/null
    set -- "$2" grace ken leslie margaret niklaus
    to=$1; shift
    ls "$work/mutants-$number" | awk 'NR % 4 == 1' | head -5 | while read -r mutant; do
        cp -r "$work/mutants-$number/$mutant" "$to/$1-mutant-$mutant"; shift
    done
}

total=$(date +%s)
faults=0
for folder in "$root"/Labs/[0-9]*; do
    number=$(basename "$folder" | cut -c1-2)
    case " ${LABS:-$number} " in *" $number "*) ;; *) continue ;; esac
    hand_in "$folder" "$work/$number"
    begin=$(date +%s)
    "$lab" grade "$work/$number"/* --lab "$number" --report-dir "$work/out-$number" >"$work/log-$number" || true
    echo "$(basename "$folder"): $(ls "$work/$number" | wc -l) submissions in $(($(date +%s) - begin)) s"
    awk -f "$root/Tests/Trials/expected-course-marks.awk" "$work/out-$number/summary.csv" || faults=1
done
echo "all together: $(($(date +%s) - total)) s"
exit $faults
