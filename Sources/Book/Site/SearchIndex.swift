/// What the search looks through: each section's place, name and words, as a script of one constant.
///
/// A script rather than a file of JSON: a page that was opened from the disk may not read files, but may load scripts.
struct SearchIndex {
    private let pages: [Page]
    private let names: SiteNames

    init(_ pages: [Page], _ names: SiteNames) {
        self.pages = pages
        self.names = names
    }

    var script: String {
        let entries = pages.flatMap { page in
            page.sections.map { section in
                let isTop = section.heading == page.title
                let place = names.name(page.path) + (isTop ? "" : "#\(Page.anchor(section.heading))")
                let heading = InlineReader.inlines(of: section.heading).map(\.plain).joined()
                let title = isTop ? page.title : "\(page.title) › \(heading)"
                return "[\(Self.quoted(place)),\(Self.quoted(title)),\(Self.quoted(Self.words(section)))]"
            }
        }
        return "const sections = [\n\(entries.joined(separator: ",\n"))\n];\n"
    }

    private static func words(_ section: Page.Section) -> String {
        section.blocks.flatMap(\.nested).map { block in
            if case .code(let code) = block { return code.lines.joined(separator: " ") }
            return block.texts.flatMap { InlineReader.inlines(of: $0) }.map(\.plain).joined(separator: " ")
        }.joined(separator: " ")
    }

    /// As a string in JavaScript.
    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "<": "\\u003c"
            case "\n", "\t", "\u{2028}", "\u{2029}": " "
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
