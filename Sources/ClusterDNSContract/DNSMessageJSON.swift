public import Schema

// Messages as documents, so that they can come from another process; what is zero, false or empty is left out:
//
//   {"identifier": 7, "flags": ["response", "authoritative"], "operation": 0, "code": 3, "payloadSize": 1232,
//    "question": "web.default.svc.cluster.local. IN A",
//    "answers": ["web.default.svc.cluster.local. 5 IN A 10.96.0.20"], "authority": […], "additional": […]}

extension DNSMessage {
    /// A flag's name and place.
    private static let flags: [(name: String, path: any WritableKeyPath<DNSMessage, Bool> & Sendable)] = [
        ("response", \.isResponse), ("authoritative", \.isAuthoritative), ("truncated", \.isTruncated),
        ("recursionDesired", \.recursionDesired), ("recursionAvailable", \.recursionAvailable),
    ]

    public var json: JSON {
        let set = Self.flags.filter { self[keyPath: $0.path] }.map { JSON.string($0.name) }
        var json: JSON = [
            "identifier": .integer(Int64(identifier)), "flags": .array(set),
            "operation": .integer(Int64(operation)), "code": .integer(Int64(code.rawValue)),
            "answers": Self.json(answers), "authority": Self.json(authority), "additional": Self.json(additional),
        ]
        if let question { json["question"] = .string(question.description) }
        if let payloadSize { json["payloadSize"] = .integer(Int64(payloadSize)) }
        return json
    }

    private static func json(_ records: [Record]) -> JSON { .array(records.map { .string($0.description) }) }

    public init(json: JSON) throws(DecodeError) {
        self.init()
        guard let number = UInt16(exactly: try Int(json: json["identifier"] ?? 0)) else {
            throw DecodeError("an identifier has 16 bits")
        }
        identifier = number
        let set = try [String](json: json["flags"] ?? [])
        for flag in Self.flags { self[keyPath: flag.path] = set.contains(flag.name) }
        operation = try Int(json: json["operation"] ?? 0)
        guard let code = ResponseCode(rawValue: try Int(json: json["code"] ?? 0)) else {
            throw DecodeError("no such response code")
        }
        self.code = code
        question = try json["question"].map { json throws(DecodeError) in try Question(json: json) }
        payloadSize = try json["payloadSize"].map { json throws(DecodeError) in try Int(json: json) }
        answers = try Self.records(json["answers"])
        authority = try Self.records(json["authority"])
        additional = try Self.records(json["additional"])
    }

    static func records(_ json: JSON?) throws(DecodeError) -> [Record] {
        try [String](json: json ?? []).map { text throws(DecodeError) in
            guard let record = Record(text) else { throw DecodeError("`\(text)` is no record") }
            return record
        }
    }
}

/// `web.default.svc.cluster.local. IN A`
extension DNSMessage.Question: CustomStringConvertible {
    public var description: String { "\(name) \(recordClass == 1 ? "IN" : "CLASS\(recordClass)") \(type)" }

    public init(json: JSON) throws(DecodeError) {
        let text = try String(json: json)
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 3, let type = RecordType(words[2]),
            let number = words[1] == "IN" ? 1 : UInt16(words[1].dropFirst("CLASS".count))
        else { throw DecodeError("`\(text)` is no question") }
        self.init(DomainName(words[0]), type, recordClass: number)
    }
}
