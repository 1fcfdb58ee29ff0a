package import API
package import ClusterDNSContract
internal import Schema

/// All names of a cluster, and the answers to questions about them.
///
/// Inside of the cluster's domain, a name that doesn't exist (NXDOMAIN) is told from one that exists without a record of
/// the wanted type (NODATA): the former ends a resolver's search for other types, too. A name outside is somebody else's to
/// answer: whether there is such a somebody is the caller's business.
///
/// Invariant: a name exists exactly when there is a record at it or below it; names of namespaces and their parents exist
/// without. Source: RFC 1034, section 4.3.2; RFC 2308; RFC 8020.
package struct ClusterZone: Sendable {
    /// For how many seconds an answer may be kept: short, because services come and go.
    static let timeToLive = 5

    let domain: DomainName
    /// By the service's key.
    private var services: [String: [Record]] = [:]
    /// By the name's key and the service's: more than one service may lead back from an address.
    private var names: [String: [String: [Record]]] = [:]
    private var namespaces: Set<String> = []
    private var serial: UInt32 = 1

    package init(domain: DomainName) { self.domain = domain }

    // MARK: - What there is

    package mutating func update(_ key: String, _ service: Service?, _ slices: [EndpointSlice]) {
        let new = service.map { ServiceRecords($0, slices: slices, domain: domain).records } ?? []
        let old = services[key] ?? []
        guard new != old else { return }
        for name in old.flatMap({ existing(with: $0.name) }) {
            names[name.key]?[key] = nil
            if names[name.key]?.isEmpty == true { names[name.key] = nil }
        }
        services[key] = new.isEmpty ? nil : new
        for name in new.flatMap({ existing(with: $0.name) }) { names[name.key, default: [:]][key, default: []] += [] }
        for record in new { names[record.name.key, default: [:]][key, default: []].append(record) }
        serial &+= 1
    }

    /// A record's name and those above it, down to a service's: they exist with it.
    private func existing(with name: DomainName) -> [DomainName] {
        let depth = (name.labels(below: domain)?.count ?? 0) - 3
        return (0...max(0, depth)).map { DomainName(labels: Array(name.labels.dropFirst($0))) }
    }

    package mutating func setNamespace(_ name: String, exists: Bool) {
        if exists { namespaces.insert(name) } else { namespaces.remove(name) }
    }

    private func records(at name: DomainName) -> [Record]? {
        names[name.key].map { $0.sorted { $0.key < $1.key }.flatMap(\.value) }
    }

    // MARK: - What to answer

    package func resolve(_ query: DNSMessage, turn: Int) -> DNSResolution {
        guard query.operation == 0 else { return .answer(.response(to: query, .notImplemented)) }
        guard let question = query.question else { return .answer(.response(to: query, .formatError)) }
        guard question.recordClass == 1 else { return .answer(.response(to: query, .refused)) }
        guard let found = lookUp(question.name) else { return .forward(question, aliases: []) }
        var response = DNSMessage.response(to: query)
        response.isAuthoritative = true
        return respond(response, question, found, turn: turn)
    }

    private enum Finding { case noSuchName, records([Record]) }

    /// Nil for a name that is neither a record's nor in the cluster's domain.
    private func lookUp(_ name: DomainName) -> Finding? {
        // lab 13.3: begin
        if let found = records(at: name) { return .records(found) }
        guard let labels = name.labels(below: domain) else { return nil }
        switch (labels.last, labels.count) {
        case (nil, _): return .records([nameServer, startOfAuthority])
        case ("dns-version", 1): return .records([Record(name, .text("1.1.0"), timeToLive: Self.timeToLive)])
        case ("svc", 1), ("pod", 1): return .records([])
        case ("svc", 2), ("pod", 2): return namespaces.contains(labels[0]) ? .records([]) : .noSuchName
        case ("pod", 3): return pod(name, labels)
        default: return .noSuchName
        }
        // lab 13.3: end
    }

    /// `10-244-1-2.default.pod.cluster.local` says the address itself.
    /// - Parameter labels: the three in front of the domain.
    private func pod(_ name: DomainName, _ labels: [String]) -> Finding {
        // lab 13.3: begin
        guard namespaces.contains(labels[1]), let address = IPv4Address(labels[0].replacing("-", with: ".")) else {
            return .noSuchName
        }
        return .records([Record(name, .address(.v4(address)), timeToLive: Self.timeToLive)])
        // lab 13.3: end
    }

    /// - Parameter response: an empty one to the question.
    private func respond(
        _ response: DNSMessage, _ question: DNSMessage.Question, _ found: Finding, turn: Int
    ) -> DNSResolution {
        var response = response
        // lab 13.3: begin
        switch found {
        case .noSuchName: response.code = .noSuchName
        case .records(let all):
            let matching = all.filter { $0.data.type == question.type || question.type == .any }
            if matching.isEmpty, let alias = all.first, case .canonicalName(let target) = alias.data {
                return follow(Record(question.name, alias.data, timeToLive: alias.timeToLive), to: target, response)
            }
            response.answers = turned(matching, turn).map { Record(question.name, $0.data, timeToLive: $0.timeToLive) }
            response.additional = addresses(of: matching)
        }
        // Who keeps a negative answer must know for how long.
        if response.answers.isEmpty { response.authority = [startOfAuthority] }
        // lab 13.3: end
        return .answer(response)
    }

    /// A stub resolver wants the alias and what it leads to in one answer. One step is followed, no alias of an alias.
    private func follow(_ alias: Record, to target: DomainName, _ response: DNSMessage) -> DNSResolution {
        var response = response
        guard let type = response.question?.type else { return .answer(response) }
        // lab 13.3: begin
        guard let found = lookUp(target) else {
            return .forward(DNSMessage.Question(target, type), aliases: [alias])
        }
        response.answers = [alias]
        switch found {
        case .noSuchName: response.code = .noSuchName
        case .records(let all): response.answers += all.filter { $0.data.type == type }
        }
        if response.answers.count == 1 { response.authority = [startOfAuthority] }
        // lab 13.3: end
        return .answer(response)
    }

    /// The addresses of the hosts that SRV records name, so that nobody has to ask again.
    private func addresses(of matching: [Record]) -> [Record] {
        // lab 13.3: begin
        var seen: Set<DomainName> = []
        return matching.flatMap { record -> [Record] in
            guard case .service(_, _, _, let target) = record.data, seen.insert(target).inserted else { return [] }
            return (records(at: target) ?? []).filter { [.a, .aaaa].contains($0.data.type) }
        }
        // lab 13.3: end
    }

    private func turned(_ records: [Record], _ turn: Int) -> [Record] {
        guard records.count > 1 else { return records }
        let first = ((turn % records.count) + records.count) % records.count
        return Array(records[first...] + records[..<first])
    }

    // MARK: - The zone's own records

    private var nameServer: Record { Record(domain, .nameServer(primary), timeToLive: Self.timeToLive) }

    private var primary: DomainName { DomainName(labels: ["ns", "dns"] + domain.labels) }

    private var startOfAuthority: Record {
        let authority = StartOfAuthority(
            primary: primary, mailbox: DomainName(labels: ["hostmaster"] + domain.labels), serial: serial,
            minimum: Self.timeToLive)
        return Record(domain, .authority(authority), timeToLive: Self.timeToLive)
    }
}
