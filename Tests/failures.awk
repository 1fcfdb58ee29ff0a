# Passes on what the test runner prints, and says what failed once more at the end, where one looks.
# Exits with 1 unless the runner itself said that all passed: one that crashes says nothing.

{ print; fflush() }

# An issue has its place and its reason on its own line or on the next two.
/^(◇|✔|✘) / { wanted = 0 }
/^✘ .* recorded an issue / { wanted = 3 }
wanted > 0 && kept < 15 { failed[++kept] = substr($0, 1, 600) }
{ wanted-- }

/^(✔|✘) Test run with / { summary = $0 }

END {
    if (summary ~ /^✔/) exit 0
    if (kept) print "\nWhat failed:"
    for (i = 1; i <= kept; i++) print failed[i]
    print summary == "" ? "The test runner ended before all tests had run." : summary
    exit 1
}
