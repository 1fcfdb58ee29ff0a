internal import Conformance
internal import EtcdContract

/// A story about a file of the log: what is written, what happens to the disk, and what is read again.
///
/// ```
/// file [salt=7]            a new file               record hello             one more record
/// flip 2 [byte=5]          a bit of the second record is wrong       cut 3    the last bytes never reached the disk
/// drop 1   repeat 1   swap 1 2      records are gone, stand twice, in the wrong order
/// foreign hello            a record of another file         zeros 100    text abc    what else may stand at the end
/// read                     the records that `open` finds, one after the other, from the beginning
/// → hello, world
/// recover [earlier]        as after a crash; `earlier` is not the last file
/// → hello, world | hello, torn | corruption | nothing
/// go-on hello              a record behind what was recovered
/// ```
struct LogStory {
    private let scenario: Scenario
    private let log: RemoteLogCore
    private var salt: UInt64 = 7
    private var beginning: [UInt8] = []
    private var records: [[UInt8]] = []
    /// What else stands at the end.
    private var rest: [UInt8] = []
    /// How much of all that is missing.
    private var missing = 0
    /// How many records the last recovery found.
    private var wholeCount = 0

    init(_ scenario: Scenario) throws {
        self.scenario = scenario
        log = RemoteLogCore(try StoreInWorker.send(scenario))
    }

    mutating func tell(_ text: String) async throws {
        let lines = storyLines(text)
        for (index, line) in lines.enumerated() where !line.hasPrefix("→ ") {
            scenario.say(line)
            let answer = try await perform(line)
            guard let expected = lines.dropFirst(index + 1).first, expected.hasPrefix("→ ") else { continue }
            if answer == String(expected.dropFirst(2)) { continue }
            try scenario.fail(expected: "\(line) \(expected)", observed: "\(line) → \(answer)")
        }
    }

    mutating func perform(_ line: String) async throws -> String {
        let words = Words(line)
        switch words.verb {
        case "file": try await begin(salt: UInt64(try words.number("salt") ?? 7))
        case "record": records.append(try await log.record(try bytes(words)))
        case "foreign": records.append(try await foreign(try bytes(words)))
        case "read": return try await read()
        case "recover": return try await recover(isLast: !words.has("earlier"))
        case "go-on":
            // What was torn is cut off first, as the store does.
            (records, rest, missing) = (Array(records.prefix(wholeCount)), [], 0)
            records.append(try await log.record(try bytes(words)))
        default: try damage(words)
        }
        return "ok"
    }

    private mutating func begin(salt: UInt64) async throws {
        self.salt = salt
        beginning = try await log.begin(salt: salt, index: 1)
        (records, rest, missing) = ([], [], 0)
    }

    /// The rest of the line; `empty` is nothing, `long` is a lot.
    private func bytes(_ words: Words) throws -> [UInt8] {
        let text = words.text.drop { $0 != " " }.trimmed
        switch text {
        case "empty": return []
        case "long": return (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        default: return Array(text.utf8)
        }
    }

    /// The same record as it would stand in another file.
    private func foreign(_ payload: [UInt8]) async throws -> [UInt8] {
        let other = RemoteLogCore(try StoreInWorker.send(scenario))
        _ = try await other.begin(salt: salt + 1, index: 1)
        return try await other.record(payload)
    }

    private mutating func damage(_ words: Words) throws {
        switch words.verb {
        case "flip":
            let record = try words.number(1) - 1
            let byte = try words.number("byte") ?? records[record].count - 1
            records[record][byte < 0 ? records[record].count + byte : byte] ^= 0x10
        case "cut": missing += try words.number(1)
        case "drop": records.remove(at: try words.number(1) - 1)
        case "repeat": records.append(records[try words.number(1) - 1])
        case "swap": records.swapAt(try words.number(1) - 1, try words.number(2) - 1)
        case "zeros": rest += [UInt8](repeating: 0, count: try words.number(1))
        case "text": rest += Array(try words.word(1).utf8)
        default: throw StoryError(words.text, "nobody knows how to do that")
        }
    }

    private var file: [UInt8] {
        let whole = beginning + records.flatMap(\.self) + rest
        return Array(whole.dropLast(missing))
    }

    /// How long each record is, and what stands before them.
    var lengths: (beginning: Int, records: [Int]) { (beginning.count, records.map(\.count)) }

    private func read() async throws -> String {
        let reader = RemoteLogCore(try StoreInWorker.send(scenario))
        _ = try await reader.begin(salt: salt, index: 1)
        var found: [[UInt8]] = []
        var place = beginning.count
        // A record's length is what was written, so that the story can go from one to the next.
        for record in records {
            guard let payload = try await reader.open(Array(file.dropFirst(place))) else { break }
            found.append(payload)
            place += record.count
        }
        return wording(found)
    }

    private mutating func recover(isLast: Bool) async throws -> String {
        let file = file
        switch try await log.recover(file, isLast: isLast) {
        case .nothing: return "nothing"
        case .corruption: return "corruption"
        case .records(let payloads, let length):
            wholeCount = payloads.count
            guard length <= file.count, length >= beginning.count else { return "a length of \(length)" }
            try scenario.expect(
                "a length of \(wholeLength(payloads.count)) bytes, up to where the file is whole",
                observed: "a length of \(length)", length == wholeLength(payloads.count))
            return wording(payloads) + (length < file.count ? ", torn" : "")
        }
    }

    private func wholeLength(_ count: Int) -> Int {
        beginning.count + records.prefix(count).reduce(0) { $0 + $1.count }
    }

    private func wording(_ payloads: [[UInt8]]) -> String {
        if payloads.isEmpty { return "no record" }
        return payloads.map { payload in
            switch payload.count {
            case 0: "empty"
            case 100_000: "long"
            default: String(decoding: payload, as: UTF8.self)
            }
        }.joined(separator: ", ")
    }
}
