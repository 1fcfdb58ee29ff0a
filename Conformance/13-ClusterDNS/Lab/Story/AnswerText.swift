package import ClusterDNSContract
internal import Conformance

/// What came of a question, as a story says it.
///
/// ```
/// 10.96.0.20, 10.96.0.21        the answers' data, sorted; of SRV records the port and the host (weights are anybody's)
/// CNAME a.example.com           of another type than asked for
/// nothing                       the name exists, without such a record (NODATA)
/// no such name                  (NXDOMAIN)
/// elsewhere                     not the cluster's; `CNAME …, elsewhere` when an alias leads out of it
/// ```
/// What every answer must have is looked at here, too: the question's identifier and spelling, the flag of an answer, and
/// in a negative one the zone's SOA.
package struct AnswerText {
    package let text: String

    init(_ query: DNSMessage, _ resolution: DNSResolution, _ scenario: Scenario) throws {
        switch resolution {
        case .forward(let question, let aliases):
            let target = aliases.last.flatMap { Self.target($0) } ?? query.question?.name
            let isRight = question.name == target && question.type == query.question?.type
            text =
                (aliases.map { "CNAME " + Self.text($0.data) } + [isRight ? "elsewhere" : "elsewhere for \(question)"])
                .joined(separator: ", ")
        case .answer(let message):
            try Self.checkForm(of: message, as: query, scenario)
            text = try Self.text(message, query, scenario)
        }
    }

    private static func target(_ alias: Record) -> DomainName? {
        if case .canonicalName(let name) = alias.data { name } else { nil }
    }

    private static func checkForm(of message: DNSMessage, as query: DNSMessage, _ scenario: Scenario) throws {
        try scenario.expect("the answer is marked as a response", observed: "it isn't", message.isResponse)
        try scenario.expect("the answer's identifier", message.identifier, equals: query.identifier)
        try scenario.expect(
            "the answer repeats the question, letter by letter: \(query.question.map { "\($0)" } ?? "none")",
            observed: message.question.map { "\($0)" } ?? "no question",
            message.question?.name.labels == query.question?.name.labels && message.question == query.question)
        try scenario.expect(
            "the answer says whether recursion was desired", message.recursionDesired, equals: query.recursionDesired)
    }

    private static func text(_ message: DNSMessage, _ query: DNSMessage, _ scenario: Scenario) throws -> String {
        let times = Dictionary(grouping: message.answers) { "\($0.name.key) \($0.data.type)" }
            .values.map { Set($0.map(\.timeToLive)).count }
        try scenario.expect(
            "all records of a name and type may be kept equally long", observed: "\(message.answers)",
            times.allSatisfy { $0 == 1 })
        try scenario.expect(
            "the cluster's server answers with authority", observed: "the answer isn't authoritative",
            message.isAuthoritative || ![.noError, .noSuchName].contains(message.code))
        return text(message)
    }

    /// A message that answers its question, in words.
    package static func text(_ message: DNSMessage) -> String {
        let type = message.question?.type ?? .any
        var parts = message.answers.map { record in
            (record.data.type == type ? "" : "\(record.data.type) ") + text(record.data)
        }.sorted()
        let isNegative = parts.isEmpty && [.noError, .noSuchName].contains(message.code)
        switch message.code {
        case .noError: if parts.isEmpty { parts = ["nothing"] }
        case .noSuchName: parts.append("no such name")
        default: parts.append("\(message.code)")
        }
        let hasAuthority = message.authority.contains { $0.data.type == .soa }
        return parts.joined(separator: ", ") + (isNegative && !hasAuthority ? " (without the zone's SOA)" : "")
    }

    static func text(_ data: RecordData) -> String {
        switch data {
        case .service(_, _, let port, let target): "\(port) \(withoutDot("\(target)"))"
        case .canonicalName(let name), .pointer(let name), .nameServer(let name): withoutDot("\(name)")
        default: "\(data)"
        }
    }

    static func withoutDot(_ name: String) -> String {
        name.count > 1 && name.hasSuffix(".") ? String(name.dropLast()) : name
    }
}
