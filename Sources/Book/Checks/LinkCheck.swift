/// Where links lead to must exist: files, headings, and the files that a text only names.
///
/// What lies outside the repository isn't fetched: tests need no network.
struct LinkCheck {
    let repository: Repository

    func findings(_ page: Page) throws -> [Finding] {
        let links = try page.targets.compactMap { try problem($0, on: page) }
        let names = page.path.hasPrefix("Chapters/") ? page.inlines.compactMap(missingName) : []
        return (links + names).map { Finding(path: page.path, message: $0) }
    }

    private func problem(_ target: String, on page: Page) throws -> String? {
        if target.hasPrefix("https://") { return nil }
        if target.contains("://") { return "the link \(target) isn't https" }
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let path = parts[0].isEmpty ? page.path : page.resolve(parts[0])
        guard repository.exists(path) else { return "the link \(target) leads to \(path), which isn't there" }
        guard parts.count > 1, path.hasSuffix(".md") else { return nil }
        let anchors = try repository.page(path).anchors
        return anchors.contains(parts[1]) ? nil : "the link \(target): \(path) has no heading #\(parts[1])"
    }

    /// A code span that is a path in the repository.
    private func missingName(_ inline: Inline) -> String? {
        guard case .code(let name) = inline, !name.contains(" "), !name.contains("*"), !name.contains("NN") else {
            return nil
        }
        let folders = ["Sources/", "Tests/", "Chapters/", "Labs/", "Conformance/"]
        guard folders.contains(where: name.hasPrefix) else { return nil }
        let path = String(name.prefix { $0 != "#" })
        return repository.exists(path) ? nil : "names \(path), which isn't there"
    }
}
