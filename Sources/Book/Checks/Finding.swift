/// Something that isn't as the book says.
struct Finding: Hashable, Sendable, CustomStringConvertible {
    var path: String
    /// From 1; 0 when it concerns the whole file.
    var line = 0
    var message: String

    var description: String { line > 0 ? "\(path):\(line): \(message)" : "\(path): \(message)" }
}

/// All that can be said about the book without a cluster.
///
/// The outputs of commands are compared with a cluster's by ``ChapterRun``.
struct BookCheck {
    let repository: Repository

    func findings() throws -> [Finding] {
        let chapters = Set(try repository.chapters())
        let links = LinkCheck(repository: repository)
        let fragments = FragmentCheck(repository: repository)
        let consoles = ConsoleCheck(repository: repository)
        var findings: [Finding] = []
        for page in try repository.pages() {
            if chapters.contains(page.path) { findings += ChapterParts.findings(page) }
            findings += try links.findings(page) + fragments.findings(page) + consoles.findings(page)
        }
        for path in ["README.md", "READING.md", "CONTRIBUTING.md"] where repository.exists(path) {
            findings += try links.findings(repository.page(path))
        }
        return try findings + ReadingCheck(repository: repository).findings()
    }
}
