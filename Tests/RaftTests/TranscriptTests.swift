import Glibc
import Linux
import Raft
import RaftStage
import Testing

/// The stories in `Transcripts`: a file's name says what it shows, its first line where in the paper that is.
@Suite("Raft's stories")
struct TranscriptTests {
    private static let folder =
        String(
            #filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? "".startIndex)) + "/Transcripts"

    private static let names = ((try? listFolder(folder)) ?? []).filter { $0.hasSuffix(".txt") }.sorted()

    @Test("come out as they are written", arguments: names)
    func story(_ name: String) throws {
        let path = "\(Self.folder)/\(name)"
        let text = String(decoding: try readFile(path), as: UTF8.self)
        let outcome = Transcript<RaftMember>.run(text)
        if getenv("GOLDEN") != nil, outcome != text { try writeFile(path, outcome) }
        #expect(outcome == text)
    }
}
