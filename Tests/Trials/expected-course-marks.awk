# Reads the grader's summary.csv of one lab and says who got other marks than expected: the solution gets all points, the
# untouched starter none, who solved the first steps some, and the more the more steps; a wrong solution is never worth
# more than the right one, and nothing is unknown.
BEGIN { FS = "," }
NR == 1 { next }
{
    gsub(/"/, "")
    got = $2 + 0; all = $3 + 0; wrong = ""
}
$7 != 0 { wrong = "has verdicts that are unknown" }
$1 ~ /-solution$/ && got != all { wrong = "expected all points" }
$1 ~ /-starter$/ { starter = got; if (got >= all / 2) wrong = "expected few or none" }
$1 ~ /-partly-1$/ { first = got; if (got <= 0 || got > all) wrong = "expected some points" }
$1 ~ /-partly-2$/ && (got < first || got > all) { wrong = "expected as many points as with one step, or more" }
$1 ~ /-mutant-/ && got > all { wrong = "expected less than all" }
$1 ~ /-mutant-/ { mutants += got < all }
wrong != "" { print "  " $1 ": " got " of " all ": " wrong; faults++ }
END {
    if (NR != 11) { print "  " NR - 1 " submissions instead of 10"; faults++ }
    if (mutants == 0) { print "  no wrong solution lost a point"; faults++ }
    exit faults > 0
}
