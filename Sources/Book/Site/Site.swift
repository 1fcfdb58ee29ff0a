import Linux

/// The book as a folder of web pages that need no network and no server: open `index.html`.
///
/// The chapters in order, and behind them whatever they link to in the repository, so that no link ends nowhere: other
/// pages of text, and source files. All files lie in one folder; a page's name follows from its path.
struct Site {
    let repository: Repository

    func write(to folder: String) throws {
        let book = try repository.pages()
        let appendix = try appendix(of: book)
        let names = SiteNames(paths: (book + appendix.texts).map(\.path) + appendix.sources)
        try makeFolder(folder)
        for (index, page) in book.enumerated() {
            let neighbours = (index > 0 ? book[index - 1] : nil, index + 1 < book.count ? book[index + 1] : nil)
            try write(page, in: folder, names, SiteTemplate(book: book, names: names, neighbours: neighbours))
        }
        let template = SiteTemplate(book: book, names: names, neighbours: (nil, nil))
        for page in appendix.texts { try write(page, in: folder, names, template) }
        for path in appendix.sources { try writeSource(path, in: folder, names, template) }
        try writeFile("\(folder)/search-index.js", SearchIndex(book + appendix.texts, names).script)
        for asset in ["style.css", "search.js"] {
            try writeFile("\(folder)/\(asset)", repository.text("Sources/Book/Site/\(asset)"))
        }
    }

    private func write(_ page: Page, in folder: String, _ names: SiteNames, _ template: SiteTemplate) throws {
        let writer = HTMLWriter(page: page, names: names)
        try writeFile("\(folder)/\(names.name(page.path))", template.html(page.title, page.path, writer.html))
        for target in page.targets where target.hasSuffix(".svg") {
            let path = page.resolve(target)
            try writeFile("\(folder)/\(SiteNames.flat(path))", repository.text(path))
        }
    }

    private func writeSource(_ path: String, in folder: String, _ names: SiteNames, _ template: SiteTemplate) throws {
        let block = CodeBlock(
            language: Colouring.language(of: path), info: "",
            lines: try repository.text(path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init),
            line: 0)
        let body = "<h1 class=\"path\">\(HTMLWriter.escaped(path))</h1>\n" + HTMLWriter.pre(block)
        try writeFile("\(folder)/\(names.name(path))", template.html(path, path, body))
    }

    /// What the book's pages link to or quote, and isn't one of them.
    private func appendix(of book: [Page]) throws -> (texts: [Page], sources: [String]) {
        let known = Set(book.map(\.path))
        let linked = book.flatMap { page in
            page.targets.filter { !$0.contains("://") && !$0.hasPrefix("#") }
                .map { page.resolve(String($0.prefix { $0 != "#" })) } + page.codeBlocks.map(\.source.path)
        }
        let paths = Set(linked).subtracting(known).filter {
            repository.exists($0) && !isFolder("\(repository.root)/\($0)")
        }
        let sources = paths.filter { !$0.hasSuffix(".md") && !$0.hasSuffix(".svg") && $0.contains("/") }
        return (try paths.filter { $0.hasSuffix(".md") }.sorted().map(repository.page), sources.sorted())
    }
}

/// How the site's files are called.
struct SiteNames {
    private let names: [String: String]

    init(paths: [String]) {
        names = Dictionary(paths.map { ($0, Self.name($0)) }) { first, _ in first }
    }

    /// The file that shows this path; nil when none does.
    subscript(path: String) -> String? { names[path] }

    func name(_ path: String) -> String { names[path] ?? Self.name(path) }

    /// `Chapters/09-Scheduler/README.md` → `09-Scheduler.html`
    private static func name(_ path: String) -> String {
        if path == "Chapters/README.md" { return "index.html" }
        if path.hasPrefix("Chapters/"), path.hasSuffix(".md") {
            let short = path.dropFirst("Chapters/".count).dropLast(".md".count)
            return flat(short.hasSuffix("/README") ? short.dropLast("/README".count) : short) + ".html"
        }
        return flat(path) + ".html"
    }

    /// A path as the name of a file in one folder.
    static func flat(_ path: some StringProtocol) -> String { String(path.map { $0 == "/" ? "-" : $0 }) }
}
