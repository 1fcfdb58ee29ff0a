internal import ClusterDNSContract
internal import Conformance
internal import Schema

/// Messages and bytes in words.
///
/// ```
/// 7, response, authoritative, ? web. IN A, answer web. 5 IN A 10.0.0.1, takes 1232
/// 0007 8400 0001 0001 0000 0000  03 'web' 00 0001 0001 …
/// ```
/// A message is its identifier and what else is to be said: flags by their names, `operation 4`, `code 3`, a question, the
/// records of the three sections, and how many bytes its sender takes.
enum MessageText {
    static func message(_ text: String) throws -> DNSMessage {
        var json = DNSMessage().json
        var sections: [String: [String]] = [:]
        for part in text.split(separator: ", ").map(String.init) {
            let words = part.split(separator: " ", maxSplits: 1).map(String.init)
            switch words[0] {
            case "?": json["question"] = .string(words[1])
            case "answer", "authority", "additional": sections[words[0], default: []].append(words[1])
            case "operation", "code": json[words[0]] = .integer(Int64(words[1]) ?? 0)
            case "takes": json["payloadSize"] = .integer(Int64(words[1]) ?? 0)
            default:
                if let number = Int64(part) {
                    json["identifier"] = .integer(number)
                } else {
                    sections["flags", default: []].append(part)
                }
            }
        }
        for (name, member) in [
            ("answer", "answers"), ("authority", "authority"), ("additional", "additional"), ("flags", "flags"),
        ] {
            json[member] = .array((sections[name] ?? []).map { .string($0) })
        }
        return try DNSMessage(json: json)
    }

    static func text(_ message: DNSMessage) -> String {
        let flags = (message.json["flags"]?.array ?? []).compactMap(\.string)
        var parts = ["\(message.identifier)"] + flags
        if message.operation != 0 { parts.append("operation \(message.operation)") }
        if message.code != .noError { parts.append("code \(message.code.rawValue)") }
        if let question = message.question { parts.append("? \(question)") }
        parts += message.answers.map { "answer \($0)" } + message.authority.map { "authority \($0)" }
        parts += message.additional.map { "additional \($0)" }
        if let size = message.payloadSize { parts.append("takes \(size)") }
        return parts.joined(separator: ", ")
    }

    /// Digits, with spaces wherever one likes, and 'letters'.
    static func bytes(_ text: String) throws -> [UInt8] {
        var result: [UInt8] = []
        for word in text.split(separator: " ") {
            if word.hasPrefix("'") {
                result += Array(word.dropFirst().dropLast().utf8)
            } else if let some = ClusterDNSContract.bytes(ofHexadecimal: String(word)) {
                result += some
            } else {
                throw StoryError(text, "no bytes: \(word)")
            }
        }
        return result
    }

}
