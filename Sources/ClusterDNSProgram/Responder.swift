internal import ClusterDNS
internal import ClusterDNSContract

/// What to do with the bytes of a query, whichever way they came.
struct Responder: Sendable {
    let names: ClusterNames
    /// Nil when names outside the cluster are nobody's.
    let upstream: Upstream?

    enum Reply: Sendable {
        case bytes([UInt8])
        /// To be asked elsewhere; ``Responder/forward(_:limit:)`` waits for the answer.
        case later(Forwarding)
        case nothing
    }

    struct Forwarding: Sendable {
        var query: DNSMessage
        var question: DNSMessage.Question
        var aliases: [Record]
    }

    func reply(to bytes: [UInt8], isDatagram: Bool) -> Reply {
        let query: DNSMessage
        do { query = try DNSMessage(parsing: bytes) } catch { return complaint(bytes) }
        // Answering an answer, two servers could talk to each other for ever.
        if query.isResponse { return .nothing }
        switch names.resolve(query) {
        case .answer(let response): return .bytes(response.bytes(limit: limit(query, isDatagram)))
        case .forward(let question, let aliases):
            let forwarding = Forwarding(query: query, question: question, aliases: aliases)
            if upstream != nil { return .later(forwarding) }
            return .bytes(withoutUpstream(forwarding).bytes(limit: limit(query, isDatagram)))
        }
    }

    /// Asks the upstream server.
    func forward(_ forwarding: Forwarding, isDatagram: Bool) async -> [UInt8] {
        let response = await upstream?.ask(forwarding.question, for: forwarding.query)
        guard var response else {
            return DNSMessage.response(to: forwarding.query, .serverFailure).bytes()
        }
        response.answers = forwarding.aliases + response.answers
        return response.bytes(limit: limit(forwarding.query, isDatagram))
    }

    /// At once, so that nobody waits. An address without a name is told as such: programs look up their peers' names,
    /// and take a refusal for a reason to try again.
    private func withoutUpstream(_ forwarding: Forwarding) -> DNSMessage {
        let isReverse = forwarding.question.name.labels(below: DomainName("arpa")) != nil
        if forwarding.aliases.isEmpty { return .response(to: forwarding.query, isReverse ? .noSuchName : .refused) }
        var response = DNSMessage.response(to: forwarding.query)
        response.answers = forwarding.aliases
        return response
    }

    private func complaint(_ bytes: [UInt8]) -> Reply {
        // With an identifier at least, and not an answer itself.
        guard bytes.count >= 3, bytes[2] & 0x80 == 0 else { return .nothing }
        var query = DNSMessage()
        query.identifier = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        return .bytes(DNSMessage.response(to: query, .formatError).bytes())
    }

    /// 512 bytes, unless the client said that it takes more.
    private func limit(_ query: DNSMessage, _ isDatagram: Bool) -> Int {
        isDatagram ? min(max(query.payloadSize ?? 512, 512), 4096) : 65535
    }
}
