@preconcurrency internal import Glibc

/// How the person at the terminal starts this program from anywhere: `lab`, `/srv/dinghy-lab/bin/lab`, `dinghy lab`.
var ownCommand: String {
    let typed = CommandLine.arguments.first ?? "lab"
    let path = typed.contains("/") ? (try? wholePath("/proc/self/exe")) ?? typed : typed
    return lastPart(typed) == "dinghy" ? path + " lab" : path
}

/// What is printed is seen at once, into a pipe, too.
func printLineByLine() { setvbuf(stdout, nil, _IOLBF, 0) }

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// Broken at spaces into lines of at most 79 columns, the later ones indented.
    func wrapped(indentation: Int) -> String {
        var lines = [""]
        for word in split(whereSeparator: \.isWhitespace) {
            let last = lines[lines.count - 1]
            if last.count + word.count > 78, !last.isEmpty {
                lines.append(String(repeating: " ", count: indentation) + word)
            } else {
                lines[lines.count - 1] += (last.isEmpty ? "" : " ") + word
            }
        }
        return lines.joined(separator: "\n")
    }
}
