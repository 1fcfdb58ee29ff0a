import HTTP
@testable import KubeletProgram
import Linux
import Testing
import TestSupport

@Suite("Containers' logs")
struct LogTests {
    private static let log = """
        2026-01-01T00:00:01.000000000Z stdout F one
        2026-01-01T00:00:02.000000000Z stderr P tw
        2026-01-01T00:00:02.500000000Z stderr F o
        2026-01-01T00:00:03.000000000Z stdout F three

        """

    @Test(
        "all, the last lines, what is newer, with times, at most so many bytes",
        arguments: [
            ("", "one\ntwo\nthree\n"), ("tailLines=1", "three\n"), ("tailLines=0", ""),
            ("tailLines=9", "one\ntwo\nthree\n"),
            ("sinceTime=2026-01-01T00:00:03Z", "three\n"), ("limitBytes=5", "one\nt"),
            ("follow=true&tailLines=1", "three\n"),
            ("timestamps=true&tailLines=1", "2026-01-01T00:00:03.000000000Z three\n"),
        ])
    func options(query: String, expected: String) async throws {
        try await withTemporaryFolder { folder in
            try writeFile("\(folder)/0.log", Self.log)
            #expect(try await read("\(folder)/0.log", query) == expected)
        }
    }

    @Test("options that make no sense are refused", arguments: ["tailLines=-1", "limitBytes=0", "sinceSeconds=x"])
    func refused(query: String) {
        #expect(throws: (any Error).self) { try LogOptions(Query(parsing: query)) }
    }

    @Test("who follows gets what comes, also from the file that takes the place of one put aside")
    func rotation() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/0.log"
            try writeFile(path, Self.log)
            var isRunning = true
            var text: [UInt8] = []
            try await LogReader(path: path, options: LogOptions(Query(parsing: "follow=true&tailLines=1"))).read(
                isRunning: { isRunning },
                write: { piece in
                    text += piece
                    guard isRunning, text.count < 8 else { return isRunning = false }
                    try renameFile(path, to: "\(path).1")
                    try writeFile(path, "2026-01-01T00:00:04.000000000Z stdout F four\n")
                })
            #expect(String(decoding: text, as: UTF8.self) == "three\nfour\n")
        }
    }

    @Test("who follows is told all there was, and ends in peace, when the file is removed with its pod")
    func removal() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/0.log"
            try writeFile(path, Self.log)
            // Runs when it is first asked, so the reader looks for more when the file is gone.
            var asked = 0
            var text: [UInt8] = []
            try await LogReader(path: path, options: LogOptions(Query(parsing: "follow=true"))).read(
                isRunning: {
                    asked += 1
                    return asked < 4
                },
                write: { piece in
                    text += piece
                    try removeFile(path)
                })
            #expect(String(decoding: text, as: UTF8.self) == "one\ntwo\nthree\n")
        }
    }

    private func read(_ path: String, _ query: String) async throws -> String {
        var text: [UInt8] = []
        try await LogReader(path: path, options: LogOptions(Query(parsing: query))).read(
            isRunning: { false }, write: { text += $0 })
        return String(decoding: text, as: UTF8.self)
    }
}
