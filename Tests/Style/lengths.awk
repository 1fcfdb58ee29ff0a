# Lengths of functions and files, and the share of comment lines: what `make check` reports.
#
#     awk -f Tests/Style/lengths.awk $(find Sources -name '*.swift')
#
# A function ends at the closing brace that stands at its own indentation; one without a body (a requirement) has none.

function indentation(line) { match(line, /^ */); return RLENGTH }

function finish() {
    if (file == "") return
    files++
    if (FNR_last > 300) print "  " FNR_last " lines: " file
}

FNR == 1 { finish(); file = FILENAME; open_at = 0 }
{ FNR_last = FNR; lines++ }
/^ *\/\// { comments++ }

/^ *((public|private|package|fileprivate|static|mutating|consuming|nonisolated|override|final|@[A-Za-z]+(\([^)]*\))?) +)*(func [^ ]|init[(?<])/ {
    if ($0 ~ /\{.*\} *$/) { lengths[++count] = 1; open_at = 0 }
    else { open_at = FNR; open_indentation = indentation($0); name = $0 }
}
open_at && FNR > open_at && indentation($0) == open_indentation && /^ *\}/ {
    lengths[++count] = FNR - open_at + 1
    if (FNR - open_at + 1 > 40) long[++longs] = (FNR - open_at + 1) " lines: " FILENAME ":" open_at
    open_at = 0
}

END {
    finish()
    for (i = 1; i <= longs; i++) print "  function of " long[i]
    # Counting sort: lengths are small.
    for (i = 1; i <= count; i++) { histogram[lengths[i]]++; if (lengths[i] > most) most = lengths[i] }
    for (length_ = 1; length_ <= most; length_++) {
        seen += histogram[length_]
        if (!median && seen >= count / 2) median = length_
        if (!ninety && seen >= count * 0.9) ninety = length_
    }
    printf "%d files, %d lines, %d%% comments; %d functions: median %d lines, nine of ten at most %d, longest %d\n",
        files, lines, 100 * comments / lines, count, median, ninety, most
}
