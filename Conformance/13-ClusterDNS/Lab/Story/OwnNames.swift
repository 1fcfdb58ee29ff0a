internal import ClusterDNSContract
internal import Conformance

/// What can be said of names that aren't prescribed: those of endpoints without a hostname.
extension Story {
    /// Each of these endpoints has a name below the service's that no other has, and is meant by it everywhere.
    func expectNamesOfTheirOwn(_ key: String, _ addresses: [String]) async throws {
        let records = try await records(of: key)
        let below = records.filter { $0.name.labels(below: name(of: key))?.count == 1 && $0.data.type == .a }
        let hosts = Set(
            records.compactMap { record -> DomainName? in
                if case .service(_, _, _, let target) = record.data { target } else { nil }
            })
        for address in addresses {
            let own = below.filter { "\($0.data)" == address }.map(\.name)
            let isAlone = own.count == 1 && below.count { $0.name == own[0] } == 1
            try scenario.expect(
                "one name below \(name(of: key)) is that of \(address) alone, and of its ports",
                observed: "\(Self.list(below)); ports are at \(hosts.map(\.key).sorted().joined(separator: ", "))",
                isAlone && hosts.contains(own[0]))
        }
    }

    /// From the address to a name below the service's, and from there to the address.
    func expectWayBack(_ key: String, _ address: String, _ reversed: String) async throws {
        let records = try await records(of: key)
        let isThere = records.contains { record in
            guard record.name == DomainName(reversed), case .pointer(let name) = record.data else { return false }
            return records.contains { $0.name == name && "\($0.data)" == address } && name != self.name(of: key)
        }
        try scenario.expect(
            "\(reversed) leads to a name below \(name(of: key)) that has the address \(address)",
            observed: Self.list(records.filter { $0.data.type == .ptr }), isThere)
    }

    private func name(of key: String) -> DomainName {
        DomainName(key.split(separator: "/").reversed().joined(separator: ".") + ".svc.cluster.local")
    }

    private func records(of key: String) async throws -> [Record] {
        guard let service = services[key] else { return [] }
        return try await core.records(of: service, slices[key] ?? [])
    }

    private static func list(_ records: [Record]) -> String {
        records.isEmpty ? "nothing" : records.map(\.description).joined(separator: "; ")
    }
}
