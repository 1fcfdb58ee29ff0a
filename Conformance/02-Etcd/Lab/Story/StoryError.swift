/// A story that isn't well told: the suite's fault, or an overlay's, never the store's.
package struct StoryError: Error, CustomStringConvertible {
    package let description: String

    package init(_ line: String, _ problem: String) { description = "`\(line)`: \(problem)" }
}

/// A story's lines, without comments and empty ones.
package func lines(of text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
        let line = line.prefix { $0 != "#" }.trimmed
        return line.isEmpty ? nil : line
    }
}

extension StringProtocol {
    package var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// The parts between a separator of several characters.
    func parts(by separator: String) -> [String] {
        var parts: [String] = []
        var rest = Substring(self)
        while let found = rest.firstRange(of: separator) {
            parts.append(rest[..<found.lowerBound].trimmed)
            rest = rest[found.upperBound...]
        }
        return parts + [rest.trimmed]
    }
}
