/// A story that isn't well told: the suite's fault, or an overlay's, never the scheduler's.
package struct StoryError: Error, CustomStringConvertible {
    package let description: String

    package init(_ line: String, _ problem: String) { description = "`\(line)`: \(problem)" }
}

/// One word of a line, `key=value`; a word without `=` has an empty value.
struct Attribute {
    let key: String
    let value: String

    init(_ word: some StringProtocol) {
        let parts = word.split(separator: "=", maxSplits: 1)
        key = parts.isEmpty ? "" : String(parts[0])
        value = parts.count > 1 ? String(parts[1]) : ""
    }
}
