/// A question or an answer of the domain name system.
///
/// ```
/// identifier(2) flags(2) counts(4 × 2) │ question │ answers │ authority │ additional
/// ```
/// Here without its form as bytes, which is a core's business. Source: RFC 1035, section 4; RFC 6891 for the record OPT,
/// which says how large an answer may be.
public struct DNSMessage: Hashable, Sendable {
    public var identifier: UInt16 = 0
    public var isResponse = false
    public var operation = 0
    /// The answer comes from whom the name's zone belongs to.
    public var isAuthoritative = false
    /// Something is missing: ask again over TCP.
    public var isTruncated = false
    public var recursionDesired = false
    public var recursionAvailable = false
    public var code = ResponseCode.noError
    public var question: Question?
    public var answers: [Record] = []
    public var authority: [Record] = []
    public var additional: [Record] = []
    /// The largest message that the sender takes over UDP, when it said so.
    public var payloadSize: Int?

    public init() {}

    public struct Question: Hashable, Sendable {
        public var name: DomainName
        public var type: RecordType
        /// 1 is the internet.
        public var recordClass: UInt16

        public init(_ name: DomainName, _ type: RecordType, recordClass: UInt16 = 1) {
            self.name = name
            self.type = type
            self.recordClass = recordClass
        }
    }

    /// An empty answer to a question.
    public static func response(to query: DNSMessage, _ code: ResponseCode = .noError) -> DNSMessage {
        var response = DNSMessage()
        response.identifier = query.identifier
        response.isResponse = true
        response.operation = query.operation
        response.recursionDesired = query.recursionDesired
        response.recursionAvailable = true
        response.question = query.question
        response.code = code
        // Small enough to pass any network unfragmented.
        response.payloadSize = query.payloadSize.map { _ in 1232 }
        return response
    }
}

public enum ResponseCode: Int, Sendable {
    case noError = 0
    case formatError = 1
    case serverFailure = 2
    case noSuchName = 3
    case notImplemented = 4
    case refused = 5
}

/// Why bytes aren't a message.
public struct DNSFormatError: Error, Hashable, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
}
