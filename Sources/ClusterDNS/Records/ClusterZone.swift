package import API
internal import Schema

/// All names of a cluster, and the answers to questions about them.
///
/// A name outside the cluster's domain is somebody else's to answer: whether there is such a somebody is the caller's
/// business. Inside, a name that doesn't exist is told from one that exists without a record of the wanted type: the
/// former (NXDOMAIN) ends a resolver's search for other types, too.
package struct ClusterZone: Sendable {
    /// For how many seconds an answer may be kept: short, because services come and go.
    static let timeToLive = 5

    private let domain: DomainName
    private var services: [String: ServiceRecords] = [:]
    private var records: [String: [Record]] = [:]
    private var pointers: [String: [String: DomainName]] = [:]
    private var namespaces: Set<String> = []
    private var serial: UInt32 = 1

    /// - Parameter domain: such as `cluster.local`.
    package init(domain: String) { self.domain = DomainName(domain) }

    // MARK: - What there is

    /// - Parameters:
    ///   - key: `namespace/name`.
    ///   - service: nil when it is gone.
    ///   - slices: all that belong to the service.
    package mutating func update(_ key: String, _ service: Service?, _ slices: [EndpointSlice]) {
        let new = service.map { ServiceRecords($0, slices: slices, zone: domain) }
        guard new != services[key] else { return }
        if let old = services[key] {
            for name in old.names.keys { records[name] = nil }
            for address in old.pointers.keys { pointers[reverseName(address)]?[key] = nil }
        }
        services[key] = new
        for (name, all) in new?.names ?? [:] { records[name] = all }
        for (address, name) in new?.pointers ?? [:] { pointers[reverseName(address), default: [:]][key] = name }
        serial &+= 1
    }

    /// A pod's name exists when its namespace does.
    package mutating func setNamespace(_ name: String, exists: Bool) {
        if exists { namespaces.insert(name) } else { namespaces.remove(name) }
    }

    // MARK: - What to answer

    package enum Resolution: Hashable, Sendable {
        case answer(DNSMessage)
        /// The name isn't the cluster's, or leads out of it by `aliases`, which belong in front of what comes back.
        case forward(DNSMessage.Question, aliases: [Record])
    }

    /// - Parameter turn: any number, another one each time: several addresses take turns at being the first.
    package func resolve(_ query: DNSMessage, turn: Int) -> Resolution {
        guard query.operation == 0 else { return .answer(.response(to: query, .notImplemented)) }
        guard let question = query.question else { return .answer(.response(to: query, .formatError)) }
        guard question.recordClass == 1 else { return .answer(.response(to: query, .refused)) }
        guard let found = lookUp(question.name) else {
            if isReverse(question.name) { return pointer(query, question) }
            return .forward(question, aliases: [])
        }
        return respond(query, question, found, turn: turn)
    }

    private enum Finding { case missing, records([Record]) }

    /// Nil for a name outside the cluster's domain.
    private func lookUp(_ name: DomainName) -> Finding? {
        guard let labels = name.labels(below: domain) else { return nil }
        if let found = records[name.key] { return .records(found) }
        switch (labels.last, labels.count) {
        case (nil, _): return .records([nameServer, startOfAuthority])
        case ("dns-version", 1): return .records([Record(name, .text("1.1.0"), timeToLive: Self.timeToLive)])
        case ("svc", 1), ("pod", 1): return .records([])
        case ("svc", 2), ("pod", 2): return namespaces.contains(labels[0]) ? .records([]) : .missing
        case ("pod", 3): return pod(name, labels)
        default: return .missing
        }
    }

    /// `10-244-1-2.default.pod.cluster.local` says the address itself.
    private func pod(_ name: DomainName, _ labels: [String]) -> Finding {
        guard namespaces.contains(labels[1]), let address = IPv4Address(labels[0].replacing("-", with: ".")) else {
            return .missing
        }
        return .records([Record(name, .address(address), timeToLive: Self.timeToLive)])
    }

    private func respond(
        _ query: DNSMessage, _ question: DNSMessage.Question, _ found: Finding, turn: Int
    ) -> Resolution {
        var response = DNSMessage.response(to: query)
        response.isAuthoritative = true
        switch found {
        case .missing:
            response.code = .noSuchName
        case .records(let all):
            let matching = all.filter { $0.data.type == question.type || question.type == .any }
            response.answers = turned(matching, turn).map { Record(question.name, $0.data, timeToLive: $0.timeToLive) }
            if matching.isEmpty, let alias = all.first, case .canonicalName(let target) = alias.data {
                return follow(alias, to: target, query, question, turn: turn)
            }
            response.additional = addresses(of: matching)
        }
        if response.answers.isEmpty { response.authority = [startOfAuthority] }
        return .answer(response)
    }

    /// A stub resolver wants the alias and what it leads to in one answer. One step is followed, no alias of an alias.
    private func follow(
        _ alias: Record, to target: DomainName, _ query: DNSMessage, _ question: DNSMessage.Question, turn: Int
    ) -> Resolution {
        guard let found = lookUp(target) else {
            return .forward(DNSMessage.Question(target, question.type), aliases: [alias])
        }
        var response = DNSMessage.response(to: query)
        response.isAuthoritative = true
        response.answers = [alias]
        if case .records(let all) = found {
            response.answers += turned(all.filter { $0.data.type == question.type }, turn)
        }
        return .answer(response)
    }

    /// The addresses of the hosts that SRV records name, so that nobody has to ask again.
    private func addresses(of matching: [Record]) -> [Record] {
        var seen: Set<DomainName> = []
        return matching.flatMap { record -> [Record] in
            guard case .service(_, _, _, let target) = record.data, seen.insert(target).inserted else { return [] }
            return (records[target.key] ?? []).filter { $0.data.type == .a }
        }
    }

    private func turned(_ records: [Record], _ turn: Int) -> [Record] {
        guard records.count > 1 else { return records }
        let first = ((turn % records.count) + records.count) % records.count
        return Array(records[first...] + records[..<first])
    }

    // MARK: - The way back, from address to name

    private func reverseName(_ address: IPv4Address) -> String {
        address.octets.reversed().map(String.init).joined(separator: ".") + ".in-addr.arpa"
    }

    private func isReverse(_ name: DomainName) -> Bool { name.labels(below: DomainName("in-addr.arpa")) != nil }

    private func pointer(_ query: DNSMessage, _ question: DNSMessage.Question) -> Resolution {
        let targets = (pointers[question.name.key] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
        if targets.isEmpty { return .forward(question, aliases: []) }
        let found = targets.map { Record(question.name, .pointer($0), timeToLive: Self.timeToLive) }
        return respond(query, question, .records(found), turn: 0)
    }

    // MARK: - The zone's own records

    private var nameServer: Record {
        Record(domain, .nameServer(primary), timeToLive: Self.timeToLive)
    }

    private var primary: DomainName { DomainName(labels: ["ns", "dns"] + domain.labels) }

    private var startOfAuthority: Record {
        let authority = StartOfAuthority(
            primary: primary, mailbox: DomainName(labels: ["hostmaster"] + domain.labels), serial: serial,
            minimum: Self.timeToLive)
        return Record(domain, .authority(authority), timeToLive: Self.timeToLive)
    }
}
