/// A question or an answer of the domain name system.
///
/// ```
/// identifier(2) flags(2) counts(4 × 2) │ question │ answers │ authority │ additional
/// ```
/// Source: RFC 1035, section 4; RFC 6891 for the record OPT, which says how large an answer may be.
package struct DNSMessage: Hashable, Sendable {
    package var identifier: UInt16 = 0
    package var isResponse = false
    package var operation = 0
    /// The answer comes from whom the name's zone belongs to.
    package var isAuthoritative = false
    /// Something is missing: ask again over TCP.
    package var isTruncated = false
    package var recursionDesired = false
    package var recursionAvailable = false
    package var code = ResponseCode.noError
    package var question: Question?
    package var answers: [Record] = []
    package var authority: [Record] = []
    package var additional: [Record] = []
    /// The largest message that the sender takes over UDP, when it said so.
    package var payloadSize: Int?

    package init() {}

    package struct Question: Hashable, Sendable {
        package var name: DomainName
        package var type: RecordType
        /// 1 is the internet.
        package var recordClass: UInt16

        package init(_ name: DomainName, _ type: RecordType, recordClass: UInt16 = 1) {
            self.name = name
            self.type = type
            self.recordClass = recordClass
        }
    }

    /// An empty answer to a question.
    package static func response(to query: DNSMessage, _ code: ResponseCode = .noError) -> DNSMessage {
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

package enum ResponseCode: Int, Sendable {
    case noError = 0
    case formatError = 1
    case serverFailure = 2
    case noSuchName = 3
    case notImplemented = 4
    case refused = 5
}

/// Why bytes aren't a message.
package struct DNSFormatError: Error, Hashable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}
