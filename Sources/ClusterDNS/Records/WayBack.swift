package import ClusterDNSContract
internal import Schema

extension DomainName {
    /// The name at which an address's own name stands: what is asked is always a name, and in a name the most general
    /// part is the last.
    ///
    /// ```
    /// 10.96.0.20 → 20.0.96.10.in-addr.arpa.         fd00::1 → 1.0.0.0. … .0.0.d.f.ip6.arpa.
    /// ```
    /// Source: RFC 1035, section 3.5; RFC 3596, section 2.5: the digits of all 32 halves of bytes.
    package init(wayBackFrom address: IPAddress) {
        // lab 13.1: begin
        switch address {
        case .v4(let address): self.init(labels: address.octets.reversed().map(String.init) + ["in-addr", "arpa"])
        case .v6:
            let halves = address.bytes.flatMap { [$0 >> 4, $0 & 15] }
            self.init(labels: halves.reversed().map { String($0, radix: 16) } + ["ip6", "arpa"])
        }
        // lab 13.1: end
    }
}
