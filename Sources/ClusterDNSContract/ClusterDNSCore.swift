public import API

/// The names of a cluster without sockets and without watches: objects and questions go in, records and answers come out.
///
/// ```
///   Service, EndpointSlices ── records(of:_:) ──▶ [Record]       which names it has
///        ── update, setNamespace ──▶ zone ◀── resolve(_:turn:)   what is answered
///   bytes ◀── message(from:), bytes(of:limit:) ──▶ DNSMessage    how it goes over the wire
///   Pod ── resolver(for:…) ──▶ resolv.conf ── questions(for:_:)  what a program's short name makes a resolver ask
/// ```
/// The first three are the name server's, the last is the pod's: the kubelet writes the file, and a resolver inside of
/// every program follows it. Source: Kubernetes DNS-Based Service Discovery, 1.1; RFC 1034, 1035.
public protocol ClusterDNSCore: Sendable {
    /// - Parameter domain: of the cluster's names, `cluster.local`.
    init(domain: DomainName)

    /// All records of one service, those from addresses back to names included.
    ///
    /// - Parameter slices: all that belong to the service, in any order.
    func records(of service: Service, _ slices: [EndpointSlice]) -> [Record]

    /// A service is there, has changed, or is gone.
    ///
    /// - Parameters:
    ///   - key: `namespace/name`.
    ///   - service: nil when it is gone.
    mutating func update(_ key: String, _ service: Service?, _ slices: [EndpointSlice])

    /// Names of pods, which say their address themselves, exist when their namespace does.
    mutating func setNamespace(_ name: String, exists: Bool)

    /// What to answer by the state of this moment.
    ///
    /// - Parameter turn: any number, another one each time: several addresses take turns at being the first.
    func resolve(_ query: DNSMessage, turn: Int) -> DNSResolution

    /// Reads a message from anybody. Throws when the bytes are none; a cut message, a name longer than 255 bytes and a
    /// pointer that doesn't lead backwards are none.
    func message(from bytes: [UInt8]) throws(DNSFormatError) -> DNSMessage

    /// - Parameter limit: how many bytes there may be. What doesn't fit is left out.
    func bytes(of message: DNSMessage, limit: Int) -> [UInt8]

    /// What a kubelet writes into the resolv.conf of a pod's containers.
    ///
    /// - Parameters:
    ///   - clusterServers: the addresses of the cluster's name servers.
    ///   - node: the node's own resolv.conf.
    func resolver(for pod: Pod, clusterServers: [String], node: Resolver) -> Resolver

    /// The names that a program's resolver asks for, in order, until one has an answer.
    ///
    /// - Parameter name: as the program says it: `web`, `example.com`, or complete, with a dot at its end.
    func questions(for name: String, _ resolver: Resolver) -> [DomainName]
}

/// What comes of a query.
public enum DNSResolution: Hashable, Sendable {
    case answer(DNSMessage)
    /// The name isn't the cluster's, or leads out of it by `aliases`, which belong in front of what comes back.
    case forward(DNSMessage.Question, aliases: [Record])
}
