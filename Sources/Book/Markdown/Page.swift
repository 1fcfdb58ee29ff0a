/// One Markdown file of the repository, read.
struct Page: Sendable {
    /// From the repository's folder: `Chapters/09-Scheduler/README.md`.
    var path: String
    var blocks: [Block]

    init(path: String, text: String) {
        self.path = path
        blocks = BlockReader.blocks(of: text)
    }

    /// All blocks, also those within others.
    var allBlocks: [Block] { blocks.flatMap(\.nested) }

    var title: String {
        for case .heading(1, let text) in blocks { return InlineReader.inlines(of: text).map(\.plain).joined() }
        return path
    }

    var codeBlocks: [CodeBlock] {
        allBlocks.compactMap { if case .code(let block) = $0 { block } else { nil } }
    }

    var inlines: [Inline] {
        allBlocks.flatMap(\.texts).flatMap { InlineReader.inlines(of: $0) }.flatMap(\.nested)
    }

    /// The targets of links and images.
    var targets: [String] {
        inlines.compactMap {
            switch $0 {
            case .link(_, let target), .image(_, let target): target
            default: nil
            }
        }
    }

    /// Names of the places that a link can lead to.
    var anchors: Set<String> {
        Set(
            allBlocks.compactMap { block in
                guard case .heading(_, let text) = block else { return nil }
                return Self.anchor(text)
            })
    }

    /// As GitHub makes them: small letters, blanks become hyphens, other signs go.
    static func anchor(_ heading: String) -> String {
        let plain = InlineReader.inlines(of: heading).map(\.plain).joined().lowercased()
        return String(
            plain.compactMap { $0 == " " ? "-" : $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : nil })
    }

    /// The path that a link on this page means, from the repository's folder; `..` is worked out.
    func resolve(_ target: String) -> String {
        let folder = path.split(separator: "/").dropLast()
        let parts = target.split(separator: "/")
        return parts.reduce(into: Array(folder)) { path, part in
            if part == ".." { _ = path.popLast() } else if part != "." { path.append(part) }
        }.joined(separator: "/")
    }
}
