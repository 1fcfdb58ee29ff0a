/// The members' logs as the Raft paper draws them: a row for each member, a box for each entry with its term in it, in a
/// colour for each term. What is committed has a firm green edge; what no disk has yet a dashed one.
package struct LogPicture {
    package struct Log: Sendable {
        package var member: UInt64
        /// `leader of term 3`
        package var title: String
        /// Up to here a snapshot has replaced the entries.
        package var snapshot: Int
        package var entries: [(index: Int, term: Int, text: String)]
        package var durable: Int
        package var committed: Int

        package init(
            member: UInt64, title: String, snapshot: Int, entries: [(index: Int, term: Int, text: String)],
            durable: Int,
            committed: Int
        ) {
            (self.member, self.title, self.snapshot) = (member, title, snapshot)
            (self.entries, self.durable, self.committed) = (entries, durable, committed)
        }
    }

    let logs: [Log]
    private static let (left, width, height) = (190, 34, 30)
    /// So many columns are drawn, the last ones.
    private static let most = 32

    init(logs: [Log]) { self.logs = logs }

    private var last: Int { logs.flatMap { $0.entries.map(\.index) + [$0.snapshot] }.max() ?? 0 }
    private var first: Int { max(1, last - Self.most + 1) }

    var svg: String {
        let size = (Self.left + (last - first + 2) * Self.width, (logs.count + 1) * Self.height + 8)
        let numbers = (first...max(first, last)).map { index in
            "<text class=\"quiet\" x=\"\(x(index) + 17)\" y=\"18\" text-anchor=\"middle\">\(index)</text>"
        }
        let rows = logs.enumerated().map { row(of: $0.element, at: ($0.offset + 1) * Self.height) }
        return """
            <div class="drawing"><svg width="\(size.0)" height="\(size.1)" role="img" aria-label="logs">
            \(numbers.joined(separator: "\n"))
            \(rows.joined(separator: "\n"))
            </svg></div>
            """
    }

    private func x(_ index: Int) -> Int { Self.left + (index - first) * Self.width }

    private func row(of log: Log, at y: Int) -> String {
        var parts = ["<text x=\"10\" y=\"\(y + 19)\"><tspan class=\"head\">\(log.member)</tspan> \(log.title)</text>"]
        if log.snapshot >= first {
            let width = (log.snapshot - first + 1) * Self.width - 4
            parts.append(
                "<rect class=\"box committed\" x=\"\(x(first))\" y=\"\(y + 2)\" width=\"\(width)\" height=\"25\" rx=\"3\"/>"
                    + "<text class=\"quiet\" x=\"\(x(first) + 6)\" y=\"\(y + 19)\">snapshot</text>")
        }
        for entry in log.entries where entry.index >= first && entry.index > log.snapshot {
            parts.append(box(entry, of: log, at: y))
        }
        return parts.joined(separator: "\n")
    }

    private func box(_ entry: (index: Int, term: Int, text: String), of log: Log, at y: Int) -> String {
        let committed = entry.index <= log.committed ? " committed" : ""
        let volatile = entry.index > log.durable ? " volatile" : ""
        // Neighbouring terms get colours far apart on the circle.
        let hue = (entry.term * 137) % 360
        return """
            <g><title>entry \(entry.index) of term \(entry.term): \(TimelinePage.escaped(entry.text))</title>\
            <rect class="box\(committed)\(volatile)" style="fill:hsl(\(hue) 60% 50% / .35)" x="\(x(entry.index))" \
            y="\(y + 2)" width="\(Self.width - 4)" height="25" rx="3"/>\
            <text x="\(x(entry.index) + 15)" y="\(y + 19)" text-anchor="middle">\(entry.term)</text></g>
            """
    }
}
