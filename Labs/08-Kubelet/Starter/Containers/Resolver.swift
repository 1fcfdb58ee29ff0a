package import API

/// What stands in a container's `/etc/resolv.conf`.
///
/// With `ndots:5` a name with fewer than five dots is first tried with each search domain: so `web` finds the Service
/// of the pod's own namespace, and `web.other` that of another.
/// Source: kubernetes.io/docs/concepts/services-networking/dns-pod-service.
package struct Resolver: Sendable, Hashable {
    package var servers: [String] = []
    package var searches: [String] = []
    package var options: [String] = []

    /// - Parameter domain: of the cluster: `cluster.local`.
    package init(_ pod: Pod, clusterServers: [String], domain: String, node: Resolver = Resolver()) {
        switch pod.spec.dnsPolicy {
        case .none: break
        case .default: self = node
        case .clusterFirst where pod.spec.hostNetwork: self = node
        default:
            servers = clusterServers
            searches = ["\(pod.metadata.namespace).svc.\(domain)", "svc.\(domain)", domain]
            options = ["ndots:5"]
        }
        guard let own = pod.spec.dnsConfig else { return }
        servers = Self.unique(servers + own.nameservers)
        searches = Self.unique(searches + own.searches)
        let names = own.options.map(\.name)
        options.removeAll { names.contains(String($0.prefix { $0 != ":" })) }
        options += own.options.map { option in option.value.map { "\(option.name):\($0)" } ?? option.name }
    }

    package init() {}

    private static func unique(_ words: [String]) -> [String] {
        words.reduce(into: []) { words, word in if !words.contains(word) { words.append(word) } }
    }
}
