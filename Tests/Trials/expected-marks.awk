# Reads the grader's summary.csv and says who got other marks than expected: whoever handed in the solution gets all,
# whatever else the program tried; who broke a rule loses some points and keeps most (a wrong sum of requests shows in many
# cases of other rules, too); nothing is unknown.
BEGIN { FS = "," }
NR == 1 { next }
{
    gsub(/"/, "")
    got = $2; all = $3; state = $8; wrong = ""
}
$7 != 0 { wrong = "has verdicts that are unknown" }
$1 == "solution" && got != all { wrong = "expected all points" }
$1 == "starter" && got != 0 { wrong = "expected none" }
$1 ~ /^mutant-/ && (got == all || got < all * 0.5) { wrong = "expected most, not all" }
$1 ~ /^attack-(disk|leftovers|manifest|network)$/ && got != all { wrong = "expected all points" }
$1 ~ /^attack-(exit|forged|fork|loop|memory)$/ && (got == all || got < all * 0.8) { wrong = "expected most, not all" }
$1 == "attack-link" && state != "refused" { wrong = "expected to be refused" }
wrong != "" { print $1 ": " got " of " all ": " wrong; faults++ }
END {
    if (NR < 31) { print NR - 1 " submissions instead of 30"; faults++ }
    exit faults > 0
}
