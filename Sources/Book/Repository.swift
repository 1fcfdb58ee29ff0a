import Linux

/// The files that the book is made of, and those that it speaks of.
struct Repository: Sendable {
    /// The repository's folder.
    let root: String

    func text(_ path: String) throws -> String { String(decoding: try readFile("\(root)/\(path)"), as: UTF8.self) }

    func exists(_ path: String) -> Bool { fileExists(path.isEmpty ? root : "\(root)/\(path)") }

    func page(_ path: String) throws -> Page { Page(path: path, text: try text(path)) }

    /// `Chapters/NN-Concept/README.md`, in order.
    func chapters() throws -> [String] {
        try listFolder("\(root)/Chapters").filter { $0.first?.isNumber == true }
            .map { "Chapters/\($0)/README.md" }.filter(exists)
    }

    /// Everything that the book consists of, in reading order.
    func pages() throws -> [Page] {
        let across = ["Chapters/Introductions.md", "Chapters/Misconceptions.md"]
        let paths = ["Chapters/README.md"] + (try chapters()) + across
        return try paths.filter(exists).map(page)
    }
}
