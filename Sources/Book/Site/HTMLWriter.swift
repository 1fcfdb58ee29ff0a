/// A page's blocks as HTML. Everything from the page's text is escaped.
struct HTMLWriter {
    let page: Page
    let names: SiteNames

    var html: String { html(page.blocks) }

    private func html(_ blocks: [Block]) -> String { blocks.map(html).joined(separator: "\n") }

    private func html(_ block: Block) -> String {
        switch block {
        case .heading(let level, let text):
            let anchor = Page.anchor(text)
            return
                "<h\(level) id=\"\(anchor)\">\(inline(text))<a class=\"anchor\" href=\"#\(anchor)\">#</a></h\(level)>"
        case .paragraph(let text): return paragraph(text)
        case .code(let block): return code(block)
        case .list(let isOrdered, let items):
            let tag = isOrdered ? "ol" : "ul"
            return "<\(tag)>\n\(items.map { "<li>\(item($0))</li>" }.joined(separator: "\n"))\n</\(tag)>"
        case .table(let header, let rows): return table(header, rows)
        case .quote(let blocks): return "<blockquote>\(html(blocks))</blockquote>"
        case .details(let summary, let blocks):
            return "<details class=\"answer\"><summary>\(inline(summary))</summary>\n\(html(blocks))\n</details>"
        case .rule: return "<hr>"
        }
    }

    /// An item of one paragraph needs no paragraph.
    private func item(_ blocks: [Block]) -> String {
        guard case .paragraph(let text) = blocks.first else { return html(blocks) }
        return inline(text) + (blocks.count > 1 ? "\n" + html(Array(blocks.dropFirst())) : "")
    }

    private func paragraph(_ text: String) -> String {
        let inlines = InlineReader.inlines(of: text)
        if inlines.count == 1, case .image(let alternative, let target) = inlines[0] {
            return "<figure>\(image(alternative, target))</figure>"
        }
        return "<p>\(inlines.map(html).joined())</p>"
    }

    private func table(_ header: [String], _ rows: [[String]]) -> String {
        let isHeaded = header.contains { !$0.isEmpty }
        let head = isHeaded ? "<thead><tr>\(header.map { "<th>\(inline($0))</th>" }.joined())</tr></thead>" : ""
        let body = rows.map { "<tr>\($0.map { "<td>\(inline($0))</td>" }.joined())</tr>" }.joined(separator: "\n")
        return "<div class=\"wide\"><table>\(head)<tbody>\n\(body)\n</tbody></table></div>"
    }

    // MARK: - Within a line

    private func inline(_ text: String) -> String { InlineReader.inlines(of: text).map(html).joined() }

    private func html(_ inline: Inline) -> String {
        switch inline {
        case .text(let text): Self.escaped(text)
        case .code(let text): "<code>\(Self.breakable(text))</code>"
        case .strong(let inner): "<strong>\(inner.map(html).joined())</strong>"
        case .emphasis(let inner): "<em>\(inner.map(html).joined())</em>"
        case .link(let inner, let target): link(inner.map(html).joined(), target)
        case .image(let alternative, let target): image(alternative, target)
        }
    }

    private func image(_ alternative: String, _ target: String) -> String {
        "<img src=\"\(SiteNames.flat(page.resolve(target)))\" alt=\"\(Self.escaped(alternative))\">"
    }

    /// What the site doesn't have is shown as text: nothing leads into the void.
    private func link(_ text: String, _ target: String) -> String {
        if target.contains("://") { return "<a class=\"outside\" href=\"\(Self.escaped(target))\">\(text)</a>" }
        let path = target.prefix { $0 != "#" }
        let anchor = target.dropFirst(path.count)
        if path.isEmpty { return "<a href=\"\(Self.escaped(target))\">\(text)</a>" }
        guard let name = names[page.resolve(String(path))] else { return text }
        return "<a href=\"\(name)\(Self.escaped(String(anchor)))\">\(text)</a>"
    }

    // MARK: - Code

    private func code(_ block: CodeBlock) -> String {
        let (path, symbol) = block.source
        guard let name = names[path] else { return Self.pre(block) }
        let label = Self.breakable(symbol.isEmpty ? path : "\(path) · \(symbol)")
        return
            "<figure class=\"source\"><figcaption><a href=\"\(name)\">\(label)</a></figcaption>\(Self.pre(block))</figure>"
    }

    static func pre(_ block: CodeBlock) -> String {
        let spans = Colouring.spans(of: block.lines.joined(separator: "\n"), language: block.language)
        let code = spans.map { span in
            let text = escaped(span.text)
            return span.kind.map { "<i class=\"\($0.rawValue)\">\(text)</i>" } ?? text
        }
        return "<pre class=\"\(escaped(block.language))\"><code>\(code.joined())\n</code></pre>"
    }

    /// A path may go on in the next line behind a slash.
    private static func breakable(_ text: String) -> String { escaped(text).replacing("/", with: "/<wbr>") }

    static func escaped(_ text: some StringProtocol) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
