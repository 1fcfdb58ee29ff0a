/// Reads a page's lines into blocks, line by line, without looking back.
struct BlockReader {
    private struct Line {
        var number: Int
        var text: Substring
        var isBlank: Bool { text.allSatisfy { $0 == " " } }
        var indentation: Int { text.prefix { $0 == " " }.count }
    }

    private var lines: ArraySlice<Line>

    static func blocks(of text: String) -> [Block] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        var reader = BlockReader(lines: lines.map { Line(number: $0.offset + 1, text: $0.element) }[...])
        return reader.blocks()
    }

    private mutating func blocks() -> [Block] {
        var blocks: [Block] = []
        while let line = lines.first {
            if line.isBlank { lines.removeFirst() } else if let block = block(line) { blocks.append(block) }
        }
        return blocks
    }

    /// Takes at least one line. Nil for what isn't shown.
    private mutating func block(_ line: Line) -> Block? {
        if line.text.hasPrefix("```") { return code() }
        if line.text.hasPrefix("#") { return heading() }
        if line.text.hasPrefix("<!--") { return skipComment() }
        if line.text.hasPrefix("<details") { return details() }
        if line.text.hasPrefix(">") { return quote() }
        if line.text == "---" { return rule() }
        if line.text.hasPrefix("|") { return table() }
        if let marker = Self.marker(line) { return list(isOrdered: marker.isOrdered) }
        return paragraph()
    }

    // MARK: - One line

    private mutating func heading() -> Block {
        let text = lines.removeFirst().text
        let level = text.prefix { $0 == "#" }.count
        return .heading(level: level, text: text.dropFirst(level).trimmed)
    }

    private mutating func rule() -> Block {
        lines.removeFirst()
        return .rule
    }

    // MARK: - To an end mark

    private mutating func takeLines(through isEnd: (Line) -> Bool) -> ArraySlice<Line> {
        let end = lines.firstIndex(where: isEnd).map { $0 + 1 } ?? lines.endIndex
        defer { lines = lines[end...] }
        return lines[..<end]
    }

    private mutating func code() -> Block {
        let fence = lines.removeFirst()
        let words = fence.text.drop { $0 == "`" }.split(separator: " ", maxSplits: 1).map(String.init)
        var body = takeLines(through: { $0.text == "```" })
        if body.last?.text == "```" { body.removeLast() }
        return .code(
            CodeBlock(
                language: words.first ?? "", info: words.count > 1 ? words[1] : "", lines: body.map { String($0.text) },
                line: fence.number))
    }

    private mutating func skipComment() -> Block? {
        _ = takeLines(through: { $0.text.hasSuffix("-->") })
        return nil
    }

    private mutating func details() -> Block {
        var body = takeLines(through: { $0.text == "</details>" })
        let head = body.removeFirst().text
        if body.last?.text == "</details>" { body.removeLast() }
        let summary = head.between("<summary>", "</summary>") ?? ""
        return .details(
            summary: summary.replacing("<code>", with: "`").replacing("</code>", with: "`"), Self.blocks(of: body))
    }

    private static func blocks(of lines: ArraySlice<Line>) -> [Block] {
        var reader = BlockReader(lines: lines)
        return reader.blocks()
    }

    // MARK: - As long as the lines look alike

    private mutating func takeLines(while belongs: (Line) -> Bool) -> ArraySlice<Line> {
        let end = lines.firstIndex { !belongs($0) } ?? lines.endIndex
        defer { lines = lines[end...] }
        return lines[..<end]
    }

    private mutating func paragraph() -> Block {
        let first = lines.removeFirst()
        let more = takeLines(while: { !$0.isBlank && !Self.interrupts($0) })
        return .paragraph(([first] + more).map(\.text.trimmed).joined(separator: " "))
    }

    private static func interrupts(_ line: Line) -> Bool {
        ["```", "# ", "## ", "<details", "|", ">", "- "].contains { line.text.hasPrefix($0) }
    }

    private mutating func quote() -> Block {
        let inner = takeLines(while: { $0.text.hasPrefix(">") }).map { line in
            let text = line.text.dropFirst()
            return Line(number: line.number, text: text.first == " " ? text.dropFirst() : text)
        }
        return .quote(Self.blocks(of: inner[...]))
    }

    private mutating func table() -> Block {
        let rows = takeLines(while: { $0.text.hasPrefix("|") }).map { Self.cells($0.text) }
        let isRuled = rows.count > 1 && rows[1].allSatisfy { $0.allSatisfy { "-: ".contains($0) } }
        return .table(header: rows[0], rows: Array(rows.dropFirst(isRuled ? 2 : 1)))
    }

    /// `| a | b |` → a, b. A bar within a code span is written `\|`.
    private static func cells(_ row: Substring) -> [String] {
        let guarded = row.replacing("\\|", with: "\u{1}").dropFirst()
        let closed = guarded.last == "|" ? guarded.dropLast() : guarded
        return closed.split(separator: "|", omittingEmptySubsequences: false)
            .map { $0.trimmed.replacing("\u{1}", with: "|") }
    }

    /// How wide the mark of a list's item is.
    private static func marker(_ line: Line) -> (isOrdered: Bool, width: Int)? {
        if line.text.hasPrefix("- ") { return (false, 2) }
        let digits = line.text.prefix { $0.isNumber }.count
        return digits > 0 && line.text.dropFirst(digits).hasPrefix(". ") ? (true, digits + 2) : nil
    }

    private mutating func list(isOrdered: Bool) -> Block {
        var items: [[Block]] = []
        while let first = lines.first, let marker = Self.marker(first), marker.isOrdered == isOrdered {
            var item = [Line(number: first.number, text: first.text.dropFirst(marker.width))]
            lines.removeFirst()
            item += takeLines(while: { $0.isBlank || $0.indentation >= marker.width }).map { line in
                Line(number: line.number, text: line.text.dropFirst(min(marker.width, line.indentation)))
            }
            items.append(Self.blocks(of: item[...]))
        }
        return .list(isOrdered: isOrdered, items: items)
    }
}

extension StringProtocol {
    /// Without the blanks at both ends.
    var trimmed: String {
        let start = drop { $0 == " " || $0 == "\t" }
        let end = start.lastIndex { $0 != " " && $0 != "\t" }
        return end.map { String(start[...$0]) } ?? ""
    }

    /// What stands between two marks, the first of each.
    func between(_ start: String, _ end: String) -> String? {
        guard let from = firstRange(of: start), let to = self[from.upperBound...].firstRange(of: end) else {
            return nil
        }
        return String(self[from.upperBound..<to.lowerBound])
    }
}
