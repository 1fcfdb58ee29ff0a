import Testing

@testable import Book

@Suite("Markdown, as the book uses it")
struct MarkdownTests {
    @Test("A page is read into its blocks")
    func blocks() {
        let text = """
            # 9 Scheduler

            One paragraph
            in two lines.

            ```swift Sources/A.swift#A.b
            let a = 1
            ```
            1. first

               more of it
            2. second

            | a | b |
            |---|---|
            | `x \\| y` | z |

            <details><summary>Why <code>x</code>?</summary>

            Because.
            </details>
            """
        let code = CodeBlock(language: "swift", info: "Sources/A.swift#A.b", lines: ["let a = 1"], line: 6)
        #expect(
            BlockReader.blocks(of: text) == [
                .heading(level: 1, text: "9 Scheduler"), .paragraph("One paragraph in two lines."), .code(code),
                .list(
                    isOrdered: true, items: [[.paragraph("first"), .paragraph("more of it")], [.paragraph("second")]]),
                .table(header: ["a", "b"], rows: [["`x | y`", "z"]]),
                .details(summary: "Why `x`?", [.paragraph("Because.")]),
            ])
    }

    @Test(
        "Marks within a line",
        arguments: [
            ("a **b** `c*d*`", [.text("a "), .strong([.text("b")]), .text(" "), .code("c*d*")]),
            ("[see `x`](y.md#z).", [.link([.text("see "), .code("x")], target: "y.md#z"), .text(".")]),
            ("![A pod](pod.svg)", [.image(alternative: "A pod", target: "pod.svg")]),
            ("2 * 3 * 4, [not a link]", [.text("2 * 3 * 4, [not a link]")]),
        ] as [(String, [Inline])])
    func inlines(text: String, expected: [Inline]) { #expect(InlineReader.inlines(of: text) == expected) }

    @Test("What a page says is never taken for HTML")
    func escaping() {
        let page = Page(path: "Chapters/x.md", text: "a < b && <script>alert(\"x\")</script>")
        let html = HTMLWriter(page: page, names: SiteNames(paths: [])).html
        #expect(html == "<p>a &lt; b &amp;&amp; &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</p>")
    }

    @Test("Links are worked out from the page's folder")
    func links() {
        let page = Page(path: "Chapters/09-Scheduler/README.md", text: "")
        #expect(page.resolve("../../Sources/Scheduler/README.md") == "Sources/Scheduler/README.md")
        #expect(page.resolve("pictures/cycle.svg") == "Chapters/09-Scheduler/pictures/cycle.svg")
        #expect(Page.anchor("What `kubectl` also does!") == "what-kubectl-also-does")
    }
}
