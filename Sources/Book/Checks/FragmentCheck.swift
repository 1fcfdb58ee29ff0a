/// Quoted source must still stand where the book says it stands.
///
/// A fragment names its file, and the symbol in it: ```` ```swift Sources/Scheduler/Binding.swift#Binding.target ````.
/// Whitespace may differ. `…` stands for anything that is left out.
struct FragmentCheck {
    let repository: Repository
    /// Other languages (text, console, a sketch) quote nothing.
    private static let quoting: Set<String> = ["swift", "c", "yaml"]

    func findings(_ page: Page) throws -> [Finding] {
        try page.codeBlocks.filter { Self.quoting.contains($0.language) }.compactMap { block in
            try problem(block).map { Finding(path: page.path, line: block.line, message: $0) }
        }
    }

    /// Nil when the fragment stands there.
    func problem(_ block: CodeBlock) throws -> String? {
        let (path, symbol) = block.source
        if path.isEmpty {
            return "a \(block.language) block must name the file that it quotes, as ```\(block.language) PATH"
        }
        guard repository.exists(path) else { return "quotes \(path), which isn't there" }
        let lines = try repository.text(path).split(separator: "\n", omittingEmptySubsequences: false)
        guard let extent = SwiftSymbol(symbol).extent(in: lines.map(String.init)) else {
            return "quotes \(symbol), which isn't in \(path)"
        }
        return Self.missing(block.lines, from: extent).map { "not in \(path)#\(symbol): \($0)" }
    }

    /// The first piece that doesn't occur, or not after the one before it.
    static func missing(_ fragment: [String], from source: [String]) -> String? {
        var rest = Substring(words(source))
        let pieces = words(fragment).split(separator: "…").map(\.trimmed).filter { !$0.isEmpty }
        for piece in pieces {
            guard let range = rest.firstRange(of: piece) else { return piece }
            rest = rest[range.upperBound...]
        }
        return nil
    }

    /// Comments may be wrapped at other words.
    private static func words(_ lines: [String]) -> String {
        lines.joined(separator: " ").split { $0 == " " || $0 == "\t" }.filter { $0 != "///" && $0 != "//" }
            .joined(separator: " ")
    }
}
