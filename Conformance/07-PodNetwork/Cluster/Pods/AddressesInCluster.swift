internal import API
internal import Client
internal import Conformance
internal import Schema

/// Which addresses pods have.
enum AddressesInCluster {
    static let all: [Case] = [
        PodNetworkCluster.story(
            "addresses/unique", "Every pod MUST have an address that no other pod has.",
            says: "Each pod in a cluster gets its own unique cluster-wide IP address.", weight: 2
        ) { stage in
            let nodes = try await stage.nodes()
            for number in 1...6 {
                try await stage.pod("p\(number)", on: nodes[number % nodes.count].name, PodsStage.server())
            }
            let pods = try await stage.podsWithAddress()
            for (address, owners) in Dictionary(grouping: pods, by: \.status.podIP) where owners.count > 1 {
                try stage.scenario.fail(
                    expected: "one pod with the address \(address)",
                    observed: owners.map(\.key).sorted().joined(separator: ", "))
            }
        },
        PodNetworkCluster.story(
            "addresses/apart", "Addresses of pods MUST NOT be those of nodes or of services.",
            source: PodNetworkCluster.networking,
            says: "Kubernetes clusters require to allocate non-overlapping IP addresses for Pods, Services and Nodes"
        ) { stage in
            try await stage.pod("a", on: try await stage.nodes()[0].name, PodsStage.server())
            let nodes = try await stage.client.list(Node.self).items.compactMap { $0.address(.internalIP) }
            let services = try await stage.client.list(Service.self).items.map(\.spec.clusterIP)
            let pods = Set(try await stage.podsWithAddress().map(\.status.podIP))
            let both = pods.intersection(nodes + services).sorted()
            try stage.scenario.expect(
                "no address of a pod is a node's or a service's", observed: "\(both)", both.isEmpty)
        },
        PodNetworkCluster.story(
            "addresses/in-the-pod", "A pod MUST find the address of its status on an interface of its own.",
            source: PodNetworkCluster.pods,
            says: "Every container in a Pod shares the network namespace, including the IP address and network ports.",
            weight: 2
        ) { stage in
            let (address, message) = try await stage.run(
                "a", on: try await stage.nodes()[0].name, "cat /proc/net/fib_trie >/dev/termination-log")
            let isThere = message.split { " \n".contains($0) }.contains(Substring(address))
            try stage.scenario.expect(
                "\(address), the address of the status, is among its own", observed: message, isThere)
        },
        PodNetworkCluster.story(
            "addresses/told", "A pod MUST be told its address by status.podIP, and by the list status.podIPs.",
            source: "https://kubernetes.io/docs/concepts/workloads/pods/downward-api/"
        ) { stage in
            let (address, message) = try await stage.run(
                "a", on: try await stage.nodes()[0].name, "echo $POD_IP >/dev/termination-log")
            try stage.scenario.expect(
                "POD_IP", message.split(separator: "\n").first.map(String.init), equals: address)
            let pod = try await stage.client.get(Pod.self, "a", namespace: PodNetworkCluster.namespace)
            try stage.scenario.expect("the first of status.podIPs", pod.status.podIPs.first?.ip, equals: address)
        },
        PodNetworkCluster.story(
            "addresses/restart", "A pod MUST keep its address when its container is started again.",
            source: PodNetworkCluster.pods
        ) { stage in
            let script = "sleep 1; exit 1"
            let node = try await stage.nodes()[0].name
            let first = try await stage.pod("a", on: node, PodsStage.server(), PodsStage.container("restless", script))
            var now = first
            try await stage.wait("the container restless has been started again", { "\(now.status.json)" }) {
                now = try await stage.client.get(Pod.self, "a", namespace: PodNetworkCluster.namespace)
                return now.status.containerStatuses.contains { $0.name == "restless" && $0.restartCount > 0 }
            }
            stage.scenario.say("the container restless has been started again")
            try stage.scenario.expect("the address of a", now.status.podIP, equals: first.status.podIP)
        },
        PodNetworkCluster.story(
            "addresses/host-network", "A pod in the node's own network MUST have the node's address.",
            source: "https://kubernetes.io/docs/concepts/workloads/pods/advanced-pod-config/"
        ) { stage in
            let node = try await stage.nodes()[0]
            let pod = try await stage.pod(
                "a", on: node.name, spec: ["hostNetwork": true], PodsStage.container("main", "sleep 1000000"))
            try stage.scenario.expect("the address of a", pod.status.podIP, equals: pod.status.hostIP)
            let addresses = node.status.addresses.map(\.address)
            try stage.scenario.expect(
                "it is one of \(addresses)", observed: pod.status.podIP, addresses.contains(pod.status.podIP))
        },
    ]
}

extension PodsStage {
    /// Of all namespaces: those that have ended, and those in a node's network, have no address of their own.
    func podsWithAddress() async throws -> [Pod] {
        try await client.list(Pod.self).items.filter {
            !$0.status.podIP.isEmpty && !$0.spec.hostNetwork && !$0.isTerminal && $0.metadata.deletionTimestamp == nil
        }
    }
}
