internal import ClusterDNSContract
internal import Conformance

/// A story of bytes.
///
/// ```
/// read 0007 0000 0001 0000 0000 0000 03 'web' 00 0001 0001 → 7, ? web. IN A      see ``MessageText``
/// read 0007 → refused
/// write 7, ? web. IN A → itself                    the suite reads what was written, by ``Wire``
/// write 7, ? web. IN A → itself, in 21 bytes       at most
/// ```
enum WireStory {
    static func tell(_ text: String, _ scenario: Scenario) async throws {
        let core = try CoreUnderTest(scenario)
        for line in storyLines(text) {
            let halves = line.components(around: "→")
            let given = halves.0.split(separator: " ", maxSplits: 1).map(String.init)
            let rest = given.count > 1 ? given[1] : ""
            switch given.first {
            case "read":
                let message = try await core.message(from: try MessageText.bytes(rest))
                let observed = message.map(MessageText.text) ?? "refused"
                try scenario.expect(
                    halves.1, observed: observed,
                    halves.1 == "refused" ? message == nil : observed == halves.1)
            case "write":
                let message = try MessageText.message(rest)
                let (bytes, written) = try await write(message, core, limit: 65535, scenario)
                try scenario.expect(
                    rest, observed: MessageText.text(written), MessageText.text(written) == MessageText.text(message))
                let limit = halves.1.split(separator: " ").compactMap { Int($0) }.first
                try scenario.expect(
                    halves.1, observed: "itself, in \(bytes.count) bytes", bytes.count <= limit ?? bytes.count)
            default: throw StoryError(line, "read or write")
            }
            scenario.say(line)
        }
    }

    /// - Returns: what the suite reads of the bytes.
    static func write(_ message: DNSMessage, limit: Int, _ scenario: Scenario) async throws -> DNSMessage {
        try await write(message, CoreUnderTest(scenario), limit: limit, scenario).message
    }

    static func write(
        _ message: DNSMessage, _ core: CoreUnderTest, limit: Int, _ scenario: Scenario
    ) async throws -> (bytes: [UInt8], message: DNSMessage) {
        let bytes = try await core.bytes(of: message, limit: limit)
        try scenario.expect("at most \(limit) bytes", observed: "\(bytes.count) bytes", bytes.count <= limit)
        do { return (bytes, try Wire.read(bytes)) } catch {
            try scenario.fail(
                expected: "bytes that are a message: \(MessageText.text(message))",
                observed: "\(error); the bytes: \(hexadecimal(bytes))")
        }
    }
}

extension String {
    fileprivate func components(around separator: String) -> (String, String) {
        guard let middle = firstRange(of: separator) else { return (self, "") }
        return (self[..<middle.lowerBound].trimmed, self[middle.upperBound...].trimmed)
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
