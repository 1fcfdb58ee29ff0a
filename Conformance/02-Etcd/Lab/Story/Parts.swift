extension StringProtocol {
    var trimmed: String {
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
