import Linux

/// The reading order leads through all of the code: what it names is there, and no module is left out.
struct ReadingCheck {
    static let path = "READING.md"
    let repository: Repository

    func findings() throws -> [Finding] {
        let named = try repository.page(Self.path).inlines.compactMap(Self.file)
        let lost = named.filter { !repository.exists("Sources/\($0)") && !repository.exists($0) }
        let folder = "\(repository.root)/Sources"
        let modules = try listFolder(folder).filter { isFolder("\(folder)/\($0)") }
        let missing = modules.filter { module in !named.contains { $0.hasPrefix("\(module)/") } }
        let messages = lost.map { "names \($0), which isn't there" } + missing.map { "has no file of the module \($0)" }
        return messages.map { Finding(path: Self.path, message: $0) }
    }

    /// A code span that is a path: `Raft/Outbox.swift`.
    private static func file(_ inline: Inline) -> String? {
        guard case .code(let name) = inline, name.contains("/"), !name.contains(" "), !name.hasSuffix("/") else {
            return nil
        }
        return name
    }
}
