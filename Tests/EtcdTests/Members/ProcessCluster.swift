import EtcdAPI
import Glibc
import HTTP
import Linux
import Synchronization
import Testing

/// Three real `dinghy etcd`, each in a network namespace of its own, joined by a router; or, without root, all beside
/// each other on unix sockets. Clients reach them through unix sockets, whatever happens to the network.
///
/// ```
/// m1 10.0.1.2 ── veth ──┐
/// m2 10.0.2.2 ── veth ──┼── routes        all of it in one namespace of the test's, which ends with the
/// m3 10.0.3.2 ── veth ──┘                 process that holds it
/// ```
final class ProcessCluster: Sendable {
    let folder: String
    let stores: [RemoteStore]
    private let hasNetwork: Bool
    private let state = Mutex(State())

    private struct State {
        var members: [Int: ProcessID] = [:]
        var hub: ProcessID?
    }

    static let isRoot = geteuid() == 0

    static func with(network: Bool = false, _ body: (ProcessCluster) async throws -> Void) async throws {
        let folder = "/tmp/etcd-cluster-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        try makeFolder(folder)
        let cluster = try ProcessCluster(folder, network: network)
        do {
            if network { try await cluster.makeNetwork() }
            for index in 0..<3 { try cluster.start(index) }
            try await body(cluster)
        } catch {
            for index in 0..<3 {
                print(String(decoding: (try? readFile("\(folder)/m\(index + 1).log")) ?? [], as: UTF8.self))
            }
            try await cluster.end()
            throw error
        }
        try await cluster.end()
    }

    private init(_ folder: String, network: Bool) throws {
        self.folder = folder
        hasNetwork = network
        fourthPeer = "http://127.0.0.1:\(try freeLoopbackPort())"
        stores = try (0..<3).map { try RemoteStore(servers: [.unix(path: "\(folder)/c\($0 + 1)")]) }
    }

    private func end() async throws {
        for store in stores { store.close() }
        for index in 0..<4 { try await kill(index) }
        if let hub = state.withLock(\.hub) { try await endChild(hub) }
        try removeTree(folder)
    }

    var endpoints: String { (1...3).map { "unix://\(folder)/c\($0)" }.joined(separator: ",") }

    // MARK: Members

    private func peer(_ index: Int) -> String {
        hasNetwork ? "http://10.0.\(index + 1).2:2380" : "unix://\(folder)/p\(index + 1)"
    }

    func arguments(_ index: Int, _ more: [String] = []) -> [String] {
        let name = "m\(index + 1)"
        return [
            "etcd", "--name", name, "--data-dir", "\(folder)/\(name)",
            "--listen-client-urls", "unix://\(folder)/c\(index + 1)", "--listen-peer-urls", peer(index),
            "--initial-cluster", (0..<3).map { "m\($0 + 1)=\(peer($0))" }.joined(separator: ","),
        ] + more
    }

    func start(_ index: Int) throws {
        let output = try FileDescriptor(
            open: "\(folder)/m\(index + 1).log", O_WRONLY | O_CREAT | O_APPEND)
        var command = [EtcdProcess.executable] + arguments(index)
        if let hub = state.withLock(\.hub) {
            let inside = ["/usr/sbin/ip", "netns", "exec", "m\(index + 1)"]
            command = ["/usr/bin/nsenter", "--target", "\(hub)", "--net", "--mount"] + inside + command
        }
        var spawn = Spawn(command[0], command)
        spawn.descriptors = [nil, output.number, output.number]
        let process = try spawn.start()
        state.withLock { $0.members[index] = process }
    }

    /// Where a fourth member is reached: etcdctl takes only host and port.
    let fourthPeer: String

    /// Runs a fourth member, that was added, as long as `body` does.
    func whileJoined(_ body: () async throws -> Void) async throws {
        let (listening, name) = (fourthPeer, "m4")
        let command =
            [EtcdProcess.executable, "etcd", "--name", name, "--data-dir", "\(folder)/\(name)"]
            + ["--listen-client-urls", "unix://\(folder)/c4", "--listen-peer-urls", listening]
            + ["--initial-cluster-state", "existing", "--initial-cluster"]
            + [(0..<3).map { "m\($0 + 1)=\(peer($0))" }.joined(separator: ",") + ",\(name)=\(listening)"]
        let output = try FileDescriptor(open: "\(folder)/\(name).log", O_WRONLY | O_CREAT | O_APPEND)
        var spawn = Spawn(command[0], command)
        spawn.descriptors = [nil, output.number, output.number]
        let process = try spawn.start()
        state.withLock { $0.members[3] = process }
        try await body()
        try await kill(3)
    }

    /// As a power cut ends it.
    func kill(_ index: Int) async throws {
        guard let process = state.withLock({ $0.members.removeValue(forKey: index) }) else { return }
        try await endChild(process)
    }

    func signal(_ signal: Int32, _ index: Int) throws {
        if let process = state.withLock({ $0.members[index] }) { try sendSignal(signal, to: process) }
    }

    /// The place of the member that leads.
    func leader() async throws -> Int {
        try await eventually("a leader") {
            for (index, store) in stores.enumerated() {
                guard let status = try? await store.status(), status.leader != 0 else { continue }
                if status.leader == status.header.memberID { return index }
            }
            return nil
        }
    }

    // MARK: The network

    private func makeNetwork() async throws {
        let script = """
            mount -t tmpfs none /run && mkdir -p /run/netns && ip link set lo up && \
            echo 1 > /proc/sys/net/ipv4/ip_forward
            for i in 1 2 3; do
              ip netns add m$i && ip link add e$i type veth peer name eth0 netns m$i && \
              ip addr add 10.0.$i.1/24 dev e$i && ip link set e$i up
              ip -n m$i addr add 10.0.$i.2/24 dev eth0 && ip -n m$i link set eth0 up && ip -n m$i link set lo up && \
              ip -n m$i route add default via 10.0.$i.1
            done
            touch \(folder)/ready; exec sleep 1000
            """
        let command = ["/usr/bin/unshare", "--net", "--mount", "--propagation", "private", "/bin/sh", "-c", script]
        let hub = try Spawn(command[0], command).start()
        state.withLock { $0.hub = hub }
        _ = try await eventually("the network", limit: .seconds(10)) { fileExists("\(folder)/ready") ? true : nil }
    }

    /// Every packet from and to this member is dropped.
    func cut(_ index: Int) async throws {
        let rules = ["in", "out"].map { "chain \($0) { type filter hook \($0)put priority 0; policy drop; };" }
        try await inside(index, "nft 'table ip cut { \(rules.joined(separator: " ")) }'")
    }

    func heal(_ index: Int) async throws { try await inside(index, "nft delete table ip cut") }

    private func inside(_ index: Int, _ script: String) async throws {
        guard let hub = state.withLock(\.hub) else { return }
        let command = [
            "/usr/bin/nsenter", "--target", "\(hub)", "--net", "--mount", "/usr/sbin/ip", "netns", "exec",
            "m\(index + 1)", "/bin/sh", "-c", script,
        ]
        let result = try await output(of: command)
        if result.status != 0 { throw NotInTime(what: script, last: result.text) }
    }
}
