internal import Conformance
internal import Schema

/// What ADD has made: in the kernel, and for packets.
enum ConnectionCases {
    static let all: [Case] = [
        PodNetworkComponent.story(
            "add/kernel", "What the result says MUST be in the kernel: the interface is up, and has the address.",
            says: "create the interface defined by CNI_IFNAME inside the container at CNI_NETNS", weight: 2
        ) { stage in
            try stage.pods("a")
            let address = try await stage.add("a").onlyAddress()
            try stage.scenario.expect(
                "the addresses of eth0 in a", try stage.addresses(of: "eth0", in: "a"), equals: [address])
        },
        PodNetworkComponent.story(
            "add/interface-name", "The interface MUST have the name that was asked for.",
            says: "create the interface defined by CNI_IFNAME inside the container at CNI_NETNS"
        ) { stage in
            try stage.pods("a")
            let address = try await stage.add("a", interface: "net7").onlyAddress()
            try stage.scenario.expect(
                "the addresses of net7 in a", try stage.addresses(of: "net7", in: "a"), equals: [address])
            try stage.scenario.expect("a has no eth0", observed: "it has", try !stage.hasLink("eth0", in: "a"))
        },
        PodNetworkComponent.story(
            "add/pods-reach-each-other", "Containers MUST reach each other, and each MUST see the other's own address.",
            source: PodNetworkComponent.services,
            says:
                "Pods can communicate with each other directly, without the use of proxies or address translation (NAT).",
            weight: 3
        ) { stage in
            try stage.pods("a", "b", "c")
            var addresses: [String: String] = [:]
            for pod in ["a", "b", "c"] { addresses[pod] = try await stage.add(pod).onlyAddress() }
            for (one, other) in [("a", "b"), ("b", "a"), ("c", "a")] {
                try await stage.expectReaches(one, other, at: addresses[other] ?? "", seenAs: addresses[one] ?? "")
            }
        },
        PodNetworkComponent.story(
            "add/node-reaches-pod", "The node MUST reach its containers.", source: PodNetworkComponent.services,
            says: "Agents on a node (such as system daemons, or kubelet) can communicate with all pods on that node.",
            weight: 2
        ) { stage in
            try stage.pods("a")
            let address = try await stage.add("a").onlyAddress()
            try await stage.expectReaches(PluginStage.node, "a", at: address)
        },
        PodNetworkComponent.story(
            "add/pod-reaches-node", "A container MUST reach its node at the gateway's address.",
            source: PodNetworkComponent.services
        ) { stage in
            try stage.pods("a")
            let result = try await stage.add("a")
            let gateway = result["ips"]?.array?.first?["gateway"]?.string ?? ""
            try await stage.expectReaches("a", PluginStage.node, at: gateway, seenAs: try result.onlyAddress())
        },
        PodNetworkComponent.story(
            "add/itself", "A container MUST reach itself at its own address.", source: PodNetworkComponent.services
        ) { stage in
            try stage.pods("a")
            let address = try await stage.add("a").onlyAddress()
            try await stage.expectReaches("a", "a", at: address, seenAs: address)
        },
        PodNetworkComponent.story(
            "add/two-interfaces", "A second interface of a container MUST have an address of its own.",
            says: "The attachment is uniquely identified by the (CNI_CONTAINERID, CNI_IFNAME) tuple."
        ) { stage in
            try stage.pods("a")
            let first = try await stage.add("a").onlyAddress()
            let again = try await stage.call("ADD", "a", interface: "net1")
            // The reference plugin `ptp` is one of them: both cables would have the same routes.
            guard again.status == 0 else { throw Skipped("the plugin connects a container only once") }
            let second = try stage.expectSuccess("ADD of a/net1", again).onlyAddress()
            try stage.scenario.expect("two addresses", observed: "\(first), \(second)", first != second)
            try await stage.delete("a", interface: "net1")
            try stage.scenario.expect(
                "the addresses of eth0 in a", try stage.addresses(of: "eth0", in: "a"), equals: [first])
        },
        PodNetworkComponent.story(
            "add/names-alike", "Containers whose names begin alike MUST NOT get in each other's way.",
            source: "https://github.com/cilium/cilium/pull/5620"
        ) { stage in
            let (one, other) = ("5709bbff004a100c0a69837654f9d42c93cca6", "5709bbff004a100c0a69837654f9d42c93cca7")
            try stage.pods(one, other)
            let first = try await stage.add(one).onlyAddress()
            let second = try await stage.add(other).onlyAddress()
            try await stage.expectReaches(one, other, at: second, seenAs: first)
        },
    ]
}

extension PluginStage {
    /// - Parameter client: the address that the server must see; nil for whichever.
    func expectReaches(_ one: String, _ other: String, at address: String, seenAs client: String? = nil) async throws {
        let seen = try await Packets.connect(from: namespace(of: one), to: address, of: namespace(of: other))
        let expected = "\(one) reaches \(other) at \(address)" + (client.map { ", and is seen as \($0)" } ?? "")
        try scenario.expect(
            expected, observed: seen.map { "it is seen as \($0)" } ?? "no connection",
            seen != nil && (client == nil || seen == client))
        scenario.say(expected)
    }

    func expectDoesNotReach(_ one: String, _ other: String, at address: String) async throws {
        let seen = try await Packets.connect(from: namespace(of: one), to: address, of: namespace(of: other))
        try scenario.expect("\(one) doesn't reach \(address)", observed: "it is seen as \(seen ?? "")", seen == nil)
        scenario.say("\(one) doesn't reach \(address)")
    }
}
