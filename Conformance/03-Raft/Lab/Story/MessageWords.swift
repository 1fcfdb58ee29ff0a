internal import Conformance
internal import RaftContract

/// Messages in the words in which `RaftMessage` describes itself, a little shorter: an append's entries are a term and a
/// command each, since their indices follow from the entry before them.
///
/// ```
/// 2→1 requestVote 3 last 2/7                     positions are term/index; the number after the name is the term
/// 2→1 vote 3 granted · 2→1 requestPreVote 4 last 2/7 · 2→1 preVote 4 granted
/// 2→1 append 3 after 2/7 [3 empty, 3 x] commit 6
/// 2→1 appended 3 through 9 · 2→1 rejected 3 7 hint 2/5
/// 2→1 heartbeat 3 commit 6 · 2→1 heartbeatAnswer 3
/// 2→1 installSnapshot 3 2/7
/// 2→1 readIndex 3 context 9 · 2→1 readIndexAnswer 3 context 9 index 4
/// ```
struct MessageWords {
    private let line: String
    private let words: [Substring]
    private let entries: [Substring]

    init(_ line: String) {
        self.line = line
        let parts = line.split(separator: "[", maxSplits: 1)
        let inside =
            parts.count > 1 ? parts[1].split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false) : []
        entries = inside.first?.split(separator: ",") ?? []
        words = parts[0].split(separator: " ") + (inside.dropFirst().first?.split(separator: " ") ?? [])
    }

    func message(voters: [MemberID]) throws(StoryError) -> RaftMessage {
        let ends = words[0].split(separator: "→").compactMap { MemberID($0) }
        guard ends.count == 2, words.count > 2, let term = Int(words[2]) else { throw wrong }
        return RaftMessage(from: ends[0], to: ends[1], term: term, try kind(voters))
    }

    private func kind(_ voters: [MemberID]) throws(StoryError) -> RaftMessage.Kind {
        switch words[1] {
        case "requestVote": return .requestVote(VoteRequest(last: try position("last")))
        case "requestPreVote": return .requestVote(VoteRequest(last: try position("last"), isPreVote: true))
        case "preVote": return .vote(granted: words.last == "granted", isPreVote: true)
        case "vote": return .vote(granted: words.last == "granted", isPreVote: false)
        case "append":
            let previous = try position("after")
            return .append(previous: previous, entries: try entries(after: previous), commit: try number("commit"))
        case "appended": return .appended(index: try number("through"))
        case "rejected": return .rejected(previous: try number(at: 3), hint: try position("hint"))
        case "heartbeat": return .heartbeat(commit: try number("commit"), context: nil)
        case "heartbeatAnswer": return .heartbeatAnswer(context: nil)
        case "installSnapshot":
            let point = try position(words[2])
            return .installSnapshot(
                SnapshotPoint(index: point.index, term: point.term, membership: Membership(voters: voters)))
        case "timeoutNow": return .timeoutNow
        case "readIndex": return .readIndex(context: UInt64(try number("context")))
        case "readIndexAnswer":
            return .readIndexAnswer(context: UInt64(try number("context")), index: try number("index"))
        default: throw wrong
        }
    }

    private func entries(after previous: EntryPosition) throws(StoryError) -> [LogEntry] {
        var result: [LogEntry] = []
        for (offset, text) in entries.enumerated() {
            let parts = text.split(separator: " ")
            guard parts.count == 2, let term = Int(parts[0]) else { throw wrong }
            let content: LogEntry.Content = parts[1] == "empty" ? .empty : .command(Array(parts[1].utf8))
            result.append(LogEntry(term: term, index: previous.index + 1 + offset, content: content))
        }
        return result
    }

    private var wrong: StoryError { StoryError(line, "this is no message that a member could send") }

    private func position(_ name: Substring) throws(StoryError) -> EntryPosition {
        guard let place = words.firstIndex(of: name), place + 1 < words.count else { throw wrong }
        let numbers = words[place + 1].split(separator: "/").compactMap { Int($0) }
        guard numbers.count == 2 else { throw wrong }
        return EntryPosition(term: numbers[0], index: numbers[1])
    }

    private func number(_ name: Substring) throws(StoryError) -> Int {
        guard let place = words.firstIndex(of: name) else { throw wrong }
        return try number(at: place + 1)
    }

    private func number(at place: Int) throws(StoryError) -> Int {
        guard place < words.count, let number = Int(words[place]) else { throw wrong }
        return number
    }
}
