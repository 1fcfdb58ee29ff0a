package import ClusterDNSContract

extension Resolver {
    /// What a program's resolver, the one in its C library, makes of a short name: names to ask for, one after the other,
    /// until one has an answer.
    ///
    /// ```
    ///                                     ndots:5, search default.svc.cluster.local svc.cluster.local cluster.local
    /// web            fewer than 5 dots    web.default.svc.cluster.local.  web.svc.cluster.local.  web.cluster.local.  web.
    /// a.b.c.d.e.f    5 dots: enough       a.b.c.d.e.f.  a.b.c.d.e.f.default.svc.cluster.local.  …
    /// web.           complete             web.
    /// ```
    /// Nobody in the cluster runs this: it says what the file above costs. Source: resolv.conf(5), "search" and "ndots":
    /// 1 unless said, at most 15. Left out: musl, the C library of Alpine, asks with enough dots for the name itself only.
    package func questions(for name: String) -> [DomainName] {
        // lab 13.5: begin
        let itself = DomainName(name)
        if name.hasSuffix(".") { return [itself] }
        let completed = searches.map { DomainName(labels: itself.labels + DomainName($0).labels) }
        let isLong = name.count { $0 == "." } >= dots
        return isLong ? [itself] + completed : completed + [itself]
        // lab 13.5: end
    }

    /// With how many dots a name is long. The last one said counts.
    private var dots: Int {
        // lab 13.5: begin
        let said = options.compactMap { $0.hasPrefix("ndots:") ? Int($0.dropFirst("ndots:".count)) : nil }
        return min(said.last ?? 1, 15)
        // lab 13.5: end
    }
}
