/// How text is laid out for a terminal of 80 columns, with colours or without.
public struct TerminalStyle: Sendable {
    public var isColoured: Bool
    static let columns = 80

    public init(isColoured: Bool) { self.isColoured = isColoured }

    func bold(_ text: String) -> String { isColoured ? "\u{1b}[1m\(text)\u{1b}[0m" : text }
    func faint(_ text: String) -> String { isColoured ? "\u{1b}[2m\(text)\u{1b}[0m" : text }

    /// In the verdict's colour.
    func marked(_ text: String, _ verdict: String) -> String {
        guard isColoured else { return text }
        let colour =
            switch Verdict(rawValue: verdict) {
            case .pass: 32
            case .fail: 31
            case .skip: 36
            case .unknown, nil: 33
            }
        return "\u{1b}[\(colour)m\(text)\u{1b}[0m"
    }

    /// A word at the left, and a text beside it, broken at spaces; its own line breaks stay.
    func item(_ word: String, _ text: String, indentation: Int = 2, column: Int = 13) -> [String] {
        let margin = String(repeating: " ", count: column)
        return lines(of: text, width: Self.columns - column).enumerated().map { index, line in
            guard index == 0 else { return margin + line }
            let label = String(repeating: " ", count: indentation) + word
            return bold(label) + String(repeating: " ", count: max(1, column - label.count)) + line
        }
    }

    /// A text in a line each, at most so wide; a word that is wider stands alone.
    func lines(of text: String, width: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
            var lines = [""]
            for word in paragraph.split(separator: " ") {
                let last = lines[lines.count - 1]
                if last.isEmpty {
                    lines[lines.count - 1] = String(word)
                } else if last.count + 1 + word.count <= width {
                    lines[lines.count - 1] += " \(word)"
                } else {
                    lines.append(String(word))
                }
            }
            return lines
        }
    }

    /// Left and right with a gap between, filling the line.
    func spread(_ left: String, _ right: String) -> String {
        left + String(repeating: " ", count: max(2, Self.columns - left.count - right.count)) + right
    }

    func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// At most so wide, on one line.
    func shortened(_ text: String, to width: Int) -> String {
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        return line.count <= width ? line : line.prefix(max(0, width - 1)) + "…"
    }
}
