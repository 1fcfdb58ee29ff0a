package import API
package import ClusterDNSContract

extension Resolver {
    /// What the kubelet writes into the resolv.conf of a pod's containers.
    ///
    /// | dnsPolicy                         | asks             | search list                              |
    /// |-----------------------------------|------------------|------------------------------------------|
    /// | ClusterFirst                      | the cluster      | the cluster's, then the node's; ndots:5  |
    /// | ClusterFirst, in the node's network | the node's     | the node's                               |
    /// | ClusterFirstWithHostNet           | the cluster      | the cluster's, then the node's; ndots:5  |
    /// | Default                           | the node's       | the node's                               |
    /// | None                              | what the pod's dnsConfig says, and nothing else             |
    ///
    /// With the first search domain `web` finds the Service of the pod's own namespace, and with the second `web.other` that
    /// of another. The pod's `dnsConfig` comes after all that; of an option said twice its value counts.
    /// Source: kubernetes.io/docs/concepts/services-networking/dns-pod-service. Left out: the length of the search list.
    /// - Parameter domain: of the cluster: `cluster.local`.
    package init(_ pod: Pod, clusterServers: [String], domain: DomainName, node: Resolver = Resolver()) {
        self.init()
        // lab 13.5: begin
        switch pod.spec.dnsPolicy {
        case .none: break
        case .default: self = node
        case .clusterFirst where pod.spec.hostNetwork: self = node
        default:
            let parent = String(domain.description.dropLast())
            servers = clusterServers
            searches = ["\(pod.metadata.namespace).svc.\(parent)", "svc.\(parent)", parent] + node.searches
            options = ["ndots:5"]
        }
        let own = pod.spec.dnsConfig ?? PodDNSConfig()
        // Libraries read three servers, and no more.
        servers = Array(Self.unique(servers + own.nameservers).prefix(3))
        searches = Self.unique(searches + own.searches)
        let names = own.options.map(\.name)
        options.removeAll { names.contains(String($0.prefix { $0 != ":" })) }
        options += own.options.map { option in option.value.map { "\(option.name):\($0)" } ?? option.name }
        // lab 13.5: end
    }

    private static func unique(_ words: [String]) -> [String] {
        words.reduce(into: []) { words, word in if !words.contains(word) { words.append(word) } }
    }
}
