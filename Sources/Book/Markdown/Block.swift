/// A page is a list of blocks: what stands below another, with the blank lines gone.
///
/// This is the part of Markdown that the book's pages use. What isn't in this list is an ordinary paragraph.
/// Source: the CommonMark specification, chapter 4 and 5; tables as on GitHub. Left out: setext headings, indented
/// code, references, loose lists, and HTML other than `<details>` and comments.
indirect enum Block: Hashable, Sendable {
    case heading(level: Int, text: String)
    case paragraph(String)
    case code(CodeBlock)
    case list(isOrdered: Bool, items: [[Block]])
    case table(header: [String], rows: [[String]])
    case quote([Block])
    /// A part that is folded away until the reader opens it.
    case details(summary: String, [Block])
    case rule
}

/// A fenced block: ```` ```swift Sources/Scheduler/Binding.swift#Binding.target ````.
struct CodeBlock: Hashable, Sendable {
    /// The first word behind the fence.
    var language: String
    /// The other words: which file is quoted, or how a console is run.
    var info: String
    var lines: [String]
    /// The line of the fence, in the file, from 1.
    var line: Int

    /// `path#Symbol.member` → path and symbol.
    var source: (path: String, symbol: String) {
        let parts = info.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
    }
}

extension Block {
    /// This block and all within it, in reading order.
    var nested: [Block] {
        switch self {
        case .list(_, let items): [self] + items.joined().flatMap(\.nested)
        case .quote(let blocks), .details(_, let blocks): [self] + blocks.flatMap(\.nested)
        default: [self]
        }
    }

    /// The texts that may hold links, code spans and emphasis.
    var texts: [String] {
        switch self {
        case .heading(_, let text), .paragraph(let text): [text]
        case .table(let header, let rows): header + rows.joined()
        case .details(let summary, _): [summary]
        case .code, .list, .quote, .rule: []
        }
    }
}
