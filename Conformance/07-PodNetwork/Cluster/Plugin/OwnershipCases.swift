internal import Conformance
internal import Linux
internal import Schema

/// No address is handed out twice, whatever happens at the same time, and whoever is killed in the middle.
enum OwnershipCases {
    static let all: [Case] = [
        PodNetworkComponent.story(
            "addresses/in-subnet", "Each container MUST have an address of the subnet that no other has.",
            source: PodNetworkComponent.services,
            says: "Each pod in a cluster gets its own unique cluster-wide IP address.", weight: 2
        ) { stage in
            stage.subnet = "10.88.7.64/28"
            var given: [String] = []
            for number in 1...6 {
                try stage.pods("p\(number)")
                let result = try await stage.add("p\(number)")
                let address = try result.onlyAddress()
                let gateway = result["ips"]?.array?.first?["gateway"]?.string
                try stage.scenario.expect(
                    "another address of \(stage.subnet), which isn't the gateway's", observed: address,
                    stage.isForPods(address) && address != gateway && !given.contains(address))
                given.append(address)
            }
        },
        PodNetworkComponent.story(
            "addresses/exhausted", "When all addresses are taken ADD MUST be refused, and DEL MUST make room.",
            weight: 2
        ) { stage in
            stage.subnet = "10.88.7.0/29"
            // 8, less the first, the last, and the gateway's.
            for number in 1...5 {
                try stage.pods("p\(number)")
                try await stage.add("p\(number)")
            }
            try stage.pods("late")
            try stage.expectRefusal("ADD of a sixth container", try await stage.call("ADD", "late"), code: nil)
            // As a runtime does after an ADD that has failed.
            try await stage.delete("late")
            try await stage.delete("p3")
            try await stage.add("late")
        },
        PodNetworkComponent.story(
            "addresses/refused-adds", "An ADD that is refused MUST NOT keep an address."
        ) { stage in
            stage.subnet = "10.88.7.0/29"
            for _ in 1...6 { _ = try await stage.call("ADD", "nobody") }
            stage.scenario.say("ADD is refused six times, for a namespace that isn't there")
            for number in 1...5 {
                try stage.pods("p\(number)")
                try await stage.add("p\(number)")
            }
        },
        PodNetworkComponent.story(
            "addresses/rest", "An address that comes back MUST NOT be given to the next container at once.",
            source: PodNetworkComponent.hostLocal, feature: "RoundRobin"
        ) { stage in
            try stage.pods("a", "b")
            let first = try await stage.add("a").onlyAddress()
            try await stage.delete("a")
            let next = try await stage.add("b").onlyAddress()
            try stage.scenario.expect("another address than \(first)", observed: next, next != first)
        },
        PodNetworkComponent.story(
            "addresses/at-once", "Containers that are added at the same time MUST have an address each.", weight: 3
        ) { stage in
            // What all pods share, a bridge for example, is there by then.
            try stage.pods("first")
            try await stage.add("first")
            let names = (1...20).map { "p\($0)" }
            for name in names { try stage.pods(name) }
            let still = stage
            let given = try await withThrowingTaskGroup(of: String.self) { group in
                for name in names { group.addTask { try await still.add(name).onlyAddress() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try stage.scenario.expect(
                "20 addresses", observed: "\(Set(given).count) of 20 are different: \(given.sorted())",
                Set(given).count == 20)
            try await stage.expectReaches("p1", "p20", at: try stage.addresses(of: "eth0", in: "p20").first ?? "")
        },
        PodNetworkComponent.story(
            "addresses/killed", "Plugins that are killed at whatever moment MUST NOT make addresses be given twice.",
            weight: 3, isSeeded: true
        ) { stage in
            stage.subnet = "10.88.7.0/28"
            var random = stage.scenario.randomness()
            for number in 1...6 {
                try await stage.addKilled("k\(number)", &random)
                try stage.pods("p\(number)")
                try await stage.add("p\(number)")
                try stage.expectNoneTwice((1...6).flatMap { ["k\($0)", "p\($0)"] })
            }
        },
        // host-local makes an address's file first and writes then whose it is: killed in between, nobody's DEL finds it.
        PodNetworkComponent.story(
            "addresses/killed-not-lost", "Addresses of plugins that were killed MUST come back with DEL.",
            source: "https://github.com/containernetworking/plugins/issues/252", feature: "NothingLost", isSeeded: true
        ) { stage in
            stage.subnet = "10.88.7.0/29"
            var random = stage.scenario.randomness()
            for number in 1...8 {
                try await stage.addKilled("k\(number)", &random)
                try await stage.delete("k\(number)")
            }
            // 8, less the first, the last, and the gateway's.
            for number in 1...5 {
                try stage.pods("q\(number)")
                try await stage.add("q\(number)")
            }
        },
    ]
}

extension PluginStage {
    /// Neither the subnet's first address nor its last.
    func isForPods(_ address: String) -> Bool {
        guard let subnet = IPv4Subnet(subnet), let address = IPv4Address(address) else { return false }
        return subnet.contains(address) && address != subnet.address && address != subnet.last
    }

    /// An ADD that is killed, after some milliseconds.
    func addKilled(_ pod: String, _ random: inout Randomness) async throws {
        try pods(pod)
        let patience = random.int(in: 1...12)
        _ = try await call("ADD", pod, killedAfter: patience)
        scenario.say("ADD of \(pod) is killed after \(patience) ms")
    }

    /// In the kernel.
    func expectNoneTwice(_ pods: [String]) throws {
        var owners: [String: String] = [:]
        for pod in pods where fileExists(namespace(of: pod)) {
            for address in try addresses(of: "eth0", in: pod) {
                try scenario.expect(
                    "one owner of \(address)", observed: "\(owners[address] ?? "") and \(pod) have it",
                    owners[address] == nil)
                owners[address] = pod
            }
        }
    }
}
