@preconcurrency internal import Glibc

/// What the code prints goes out at each line's end: a crash would otherwise take it along.
func printLineByLine() {
    setvbuf(stdout, nil, _IOLBF, 0)
}
