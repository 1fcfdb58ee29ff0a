/// What the compiler said, for somebody who wants to know what to change: paths as the student knows them, the first
/// few errors with their lines, the others counted.
package struct CompilerMessages {
    private var errors: [[Substring]] = []
    private let text: String

    /// - Parameter folder: its name is taken out of paths.
    package init(_ text: String, folder: String) {
        // The folder may be known by another name, too: /private of a link, or inside a sandbox.
        self.text = text.split(separator: folder + "/", omittingEmptySubsequences: false).joined()
        var isError = false
        var seen: Set<Substring> = []
        for line in self.text.split(separator: "\n", omittingEmptySubsequences: false) {
            switch Self.kind(of: line) {
            case "error":
                // Two compiler processes may both find it.
                isError = seen.insert(line).inserted
                if isError { errors.append([line]) }
            case .some: isError = false
            case nil: if isError, errors[errors.count - 1].count < 12 { errors[errors.count - 1].append(line) }
            }
        }
    }

    /// At most `most` errors in full.
    package func short(_ most: Int) -> String {
        if errors.isEmpty { return String(text.suffix(2000)) }
        let shown = errors.prefix(most).map { lines in
            lines.joined(separator: "\n").trimmedAtEnd
        }
        let rest = errors.count - shown.count
        let count = rest > 0 ? ["… and \(rest) more error\(rest == 1 ? "" : "s")"] : []
        return (shown + count).joined(separator: "\n\n")
    }

    package var short: String { short(3) }

    package var errorCount: Int { errors.count }

    /// `error`, `warning` or `note` for a line like `File.swift:3:5: error: …`.
    private static func kind(of line: Substring) -> Substring? {
        guard let first = line.first, first != " ", !first.isNumber, first != "|" else { return nil }
        for kind in ["error", "warning", "note"] as [Substring] {
            if line.hasPrefix("\(kind): ") || line.firstRange(of: ": \(kind): ") != nil { return kind }
        }
        return nil
    }
}

extension String {
    var trimmedAtEnd: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
