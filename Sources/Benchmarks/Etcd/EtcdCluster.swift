import EtcdAPI
import Glibc
import HTTP
import Linux

/// An etcd that is measured: a program that takes etcd's flags.
struct EtcdProgram: Sendable {
    /// As the table calls it: "etcd 3.4.23".
    let name: String
    let command: [String]

    /// The stock etcd at a path; its name from what it says of itself.
    static func stock(_ path: String) async throws -> EtcdProgram {
        let text = try await runProgram(path, ["--version"], limit: .seconds(10)).text
        let version = text.split(whereSeparator: \.isNewline).first?.split(separator: " ").last ?? "?"
        return EtcdProgram(name: "etcd \(version)", command: [path])
    }
}

/// Members of one cluster, as processes on the loopback, each with a folder of its own. Ended with the bench at the latest.
final class EtcdCluster {
    struct Member {
        let arguments: [String]
        let client: Endpoint
        let folder: String
        var process: ProcessID?
    }

    let program: EtcdProgram
    private(set) var members: [Member] = []

    init(_ program: EtcdProgram, members count: Int, folder: String) throws {
        self.program = program
        let ports = try (0..<count).map { _ in (client: try freeLoopbackPort(), peer: try freeLoopbackPort()) }
        let cluster = ports.enumerated().map { "m\($0)=http://127.0.0.1:\($1.peer)" }.joined(separator: ",")
        for (number, port) in ports.enumerated() {
            let data = "\(folder)/m\(number)"
            try makeFolder(data)
            let client = "http://127.0.0.1:\(port.client)"
            let peer = "http://127.0.0.1:\(port.peer)"
            members.append(
                Member(
                    arguments: [
                        "--name=m\(number)", "--data-dir=\(data)/data", "--listen-client-urls=\(client)",
                        "--advertise-client-urls=\(client)", "--listen-peer-urls=\(peer)",
                        "--initial-advertise-peer-urls=\(peer)", "--initial-cluster=\(cluster)",
                        "--quota-backend-bytes=8589934592",
                    ], client: .tcp(host: "127.0.0.1", port: port.client), folder: data))
        }
        for number in members.indices { try start(number) }
    }

    var endpoints: [Endpoint] { members.map(\.client) }

    func start(_ number: Int) throws {
        let log = try FileDescriptor(open: "\(members[number].folder)/log", O_WRONLY | O_CREAT | O_APPEND)
        let command = program.command
        var spawn = Spawn(command[0], command + members[number].arguments)
        spawn.descriptors = [nil, log.number, log.number]
        spawn.parentDeathSignal = SIGKILL
        members[number].process = try spawn.startFromLastingThread()
    }

    /// As a power cut would.
    func kill(_ number: Int) async throws {
        guard let process = members[number].process else { return }
        members[number].process = nil
        try await endChild(process)
    }

    func end() async throws { for number in members.indices { try await kill(number) } }

    /// Waits until a write succeeds at every member.
    func ready() async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        for endpoint in endpoints { try await ready(endpoint, until: deadline) }
    }

    private func ready(_ endpoint: Endpoint, until deadline: ContinuousClock.Instant) async throws {
        let store = try RemoteStore(servers: [endpoint])
        defer { store.close() }
        while true {
            do {
                _ = try await store.put(Array("ready".utf8), [])
                return
            } catch {
                guard ContinuousClock.now < deadline else { throw error }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// The leader first: so one client alone is the leader's, whichever member that is.
    func endpointsFromLeader() async throws -> [Endpoint] {
        guard let leader = try await leader() else { throw BenchmarkError("there is no leader") }
        return Array(endpoints[leader...] + endpoints[..<leader])
    }

    /// The member that leads, by its number; nil while there is none.
    func leader() async throws -> Int? {
        for (number, member) in members.enumerated() where member.process != nil {
            let store = try RemoteStore(servers: [member.client])
            defer { store.close() }
            let status = try await store.status()
            if status.leader == status.header.memberID { return number }
        }
        return nil
    }

    /// Of all members together, in MiB.
    var memory: Int { members.compactMap { $0.process.flatMap(proportionalSetSize) }.reduce(0, +) >> 10 }

    /// Of all members together, in MiB: their folders, and the files that only their processes still have.
    var disk: Int {
        get throws {
            let bytes = try members.map { member in
                Int(try treeSize("\(member.folder)/data").bytes) + (member.process.map(namelessBytes) ?? 0)
            }
            return bytes.reduce(0, +) >> 20
        }
    }

    /// What is open and has no name any more takes its space all the same.
    private func namelessBytes(_ process: ProcessID) -> Int {
        let folder = "/proc/\(process)/fd"
        let sizes = ((try? listFolder(folder)) ?? []).map { name in
            var status = stat()
            guard stat("\(folder)/\(name)", &status) == 0, status.st_nlink == 0, status.st_mode & S_IFMT == S_IFREG
            else { return 0 }
            return Int(status.st_blocks) * 512
        }
        return sizes.reduce(0, +)
    }
}
