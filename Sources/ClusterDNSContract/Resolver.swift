public import Schema

/// What stands in a container's `/etc/resolv.conf`: whom a program's resolver asks, and for which names.
///
/// ```
/// nameserver 10.96.0.10
/// search default.svc.cluster.local svc.cluster.local cluster.local
/// options ndots:5
/// ```
/// Source: the manual page resolv.conf(5).
public struct Resolver: Sendable, Hashable {
    public var servers: [String] = []
    public var searches: [String] = []
    /// `ndots:5`, `edns0`.
    public var options: [String] = []

    public init(servers: [String] = [], searches: [String] = [], options: [String] = []) {
        (self.servers, self.searches, self.options) = (servers, searches, options)
    }
}

extension Resolver {
    public var json: JSON { ["servers": servers.json, "searches": searches.json, "options": options.json] }

    public init(json: JSON) throws(DecodeError) {
        servers = try [String](json: json["servers"] ?? [])
        searches = try [String](json: json["searches"] ?? [])
        options = try [String](json: json["options"] ?? [])
    }
}
