import Testing

@testable import Book

@Suite("Quoted source")
struct FragmentTests {
    private static let source = """
        struct Taint {
            let key: String
        }

        /// Keeps
        /// pods away.
        struct TaintToleration: Predicate {
            private let tolerations: [Toleration]

            func rejections(
                of slot: Int
            ) -> [Rejection] {
                guard slot > 0 else { return [] }
                return [.untolerated]
            }

            var key: String { "taint" }
        }
        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

    @Test(
        "A symbol's lines are those of its declaration, with the comment above",
        arguments: [
            ("Taint", "struct Taint {", "}", 3),
            ("TaintToleration", "/// Keeps", "}", 12),
            ("TaintToleration.rejections", "    func rejections(", "    }", 6),
            ("TaintToleration.key", "    var key: String { \"taint\" }", "    var key: String { \"taint\" }", 1),
        ])
    func extent(symbol: String, first: String, last: String, count: Int) throws {
        let lines = try #require(SwiftSymbol(symbol).extent(in: Self.source))
        #expect(lines.first == first)
        #expect(lines.last { !$0.isEmpty } == last)
        #expect(lines.count { !$0.isEmpty } == count)
    }

    @Test("A symbol that isn't there is nowhere")
    func missingSymbol() { #expect(SwiftSymbol("Taint.rejections").extent(in: Self.source) == nil) }

    @Test(
        "Whitespace may differ, and … stands for what is left out; the order may not differ",
        arguments: [
            (["func rejections( of slot: Int ) -> [Rejection] {"], nil),
            (["struct Taint {", "…", "return [.untolerated]", "…"], nil),
            (["/// Keeps pods away."], nil),
            (["return [.tolerated]"], "return [.tolerated]"),
            (["return [.untolerated]", "…", "guard slot"], "guard slot"),
        ] as [([String], String?)])
    func matching(fragment: [String], missing: String?) {
        #expect(FragmentCheck.missing(fragment, from: Self.source) == missing)
    }
}
