/// What surrounds every page: the head, the list of chapters, the search, and the way on.
struct SiteTemplate {
    let book: [Page]
    let names: SiteNames
    let neighbours: (previous: Page?, next: Page?)

    /// - Parameter body: HTML.
    func html(_ title: String, _ path: String, _ body: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(HTMLWriter.escaped(title)) · Dinghy</title>
        <link rel="stylesheet" href="style.css">
        </head>
        <body>
        <header>
        <a class="home" href="index.html">Dinghy</a>
        <input id="search" type="search" placeholder="Search the book" aria-label="Search the book" autocomplete="off">
        <details class="menu"><summary>Contents</summary><nav>\(contents(path))</nav></details>
        <ol id="found" hidden></ol>
        </header>
        <div class="columns">
        <nav class="side">\(contents(path))</nav>
        <main>
        \(body)
        \(way)
        </main>
        </div>
        <script src="search-index.js"></script>
        <script src="search.js"></script>
        </body>
        </html>

        """
    }

    private func contents(_ path: String) -> String {
        let items = book.map { page in
            let current = page.path == path ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(names.name(page.path))\"\(current)>\(HTMLWriter.escaped(page.title))</a></li>"
        }
        return "<ul>\(items.joined())</ul>"
    }

    private var way: String {
        func step(_ page: Page?, _ relation: String, _ word: String) -> String {
            guard let page else { return "<span></span>" }
            let title = HTMLWriter.escaped(page.title)
            return "<a rel=\"\(relation)\" href=\"\(names.name(page.path))\"><small>\(word)</small>\(title)</a>"
        }
        if neighbours.previous == nil, neighbours.next == nil { return "" }
        return
            "<nav class=\"way\">\(step(neighbours.previous, "prev", "Back"))\(step(neighbours.next, "next", "Next"))</nav>"
    }
}
