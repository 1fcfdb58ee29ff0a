package import ClusterDNSContract
import LabWorker
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
        // Lab 13, step 1: yours to write.
        notWritten()
    }
}
