/// What the suites' small languages have in common: a story is lines, and a word may be `key=value`. The words are each
/// suite's own.

/// A story that isn't well told: the suite's fault, or an overlay's, never that of what is examined.
public struct StoryError: Error, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ line: String, _ problem: String) { description = "`\(line)`: \(problem)" }
}

/// A story's lines, without comments, white space around them, and empty ones.
public func storyLines(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
        var line = line.prefix { $0 != "#" }.drop(while: \.isWhitespace)
        while line.last?.isWhitespace == true { line.removeLast() }
        return line.isEmpty ? nil : String(line)
    }
}

/// One word of a line, `key=value`; a word without `=` has an empty value.
public struct Attribute: Sendable {
    public let key: String
    public let value: String

    public init(_ word: some StringProtocol) {
        let parts = word.split(separator: "=", maxSplits: 1)
        key = parts.isEmpty ? "" : String(parts[0])
        value = parts.count > 1 ? String(parts[1]) : ""
    }
}
