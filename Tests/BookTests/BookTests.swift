import Linux
import TestSupport
import Testing

@testable import Book

/// What the chapters of this repository say, held against its source.
@Suite("The book")
struct BookTests {
    private static let repository = Repository(root: "\(#filePath.dropLast("/Tests/BookTests/BookTests.swift".count))")

    @Test("Every fragment stands in its symbol, every link leads somewhere, every chapter has its parts")
    func agreesWithTheSource() throws {
        let findings = try BookCheck(repository: Self.repository).findings()
        #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
    }

    @Test("Every page becomes HTML that asks nothing of the network")
    func isSelfContained() throws {
        let folder = try makeTemporaryFolder()
        defer { try? removeTree(folder) }
        try Site(repository: Self.repository).write(to: folder)
        for name in try listFolder(folder) where name.hasSuffix(".html") {
            let html = String(decoding: try readFile("\(folder)/\(name)"), as: UTF8.self)
            #expect(!html.contains("src=\"http") && !html.contains("<link rel=\"stylesheet\" href=\"http"), "\(name)")
            for target in Self.links(html) {
                #expect(target.contains("://") || fileExists("\(folder)/\(target)"), "\(name) leads to \(target)")
            }
        }
    }

    /// The files that a page needs or leads to.
    private static func links(_ html: String) -> [String] {
        html.split(separator: "\"").enumerated().filter { index, _ in index % 2 == 1 }
            .map { String($0.element.prefix { $0 != "#" }) }
            .filter { $0.hasSuffix(".html") || $0.hasSuffix(".svg") || $0.hasSuffix(".js") || $0.hasSuffix(".css") }
            .filter { !$0.contains(" ") }
    }
}
