import EtcdAPI
import Glibc
import HTTP
import Linux
import TestSupport
import Testing

/// A real `dinghy etcd` in a folder of its own, on a unix socket. The folder is removed, and the process killed, when
/// the test is over.
final class EtcdProcess: Sendable {
    let folder: String
    let socket: String
    /// One client, whatever happens to the process.
    private let store: RemoteStore
    private let flags: [String]

    static let executable = builtPrograms + "/dinghy"

    /// Runs `body` with a folder; in it, processes are started and killed.
    static func withFolder(flags: [String] = [], _ body: (EtcdProcess) async throws -> Void) async throws {
        let folder = "/tmp/etcd-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        try makeFolder(folder)
        do { try await body(try EtcdProcess(folder, flags)) } catch {
            try removeTree(folder)
            throw error
        }
        try removeTree(folder)
    }

    private init(_ folder: String, _ flags: [String]) throws {
        self.folder = folder
        socket = "\(folder)/socket"
        store = try RemoteStore(servers: [.unix(path: socket)])
        self.flags = flags
    }

    var arguments: [String] {
        ["dinghy", "etcd", "--data-dir", "\(folder)/data", "--listen-client-urls", "unix://\(socket)"] + flags
    }

    /// Runs `body` while a process runs, which is killed at its end at the latest.
    ///
    /// - Parameter command: instead of dinghy itself.
    func whileRunning(_ command: [String]? = nil, _ body: (Running) async throws -> Void) async throws {
        let command = command ?? [Self.executable] + arguments.dropFirst()
        let output = try FileDescriptor(open: "\(folder)/output", O_WRONLY | O_CREAT | O_APPEND)
        var spawn = Spawn(command[0], command)
        spawn.descriptors = [nil, output.number, output.number]
        let running = Running(process: try spawn.start(), store: store)
        try await withChild(running.process) {
            do { try await body(running) } catch {
                print(String(decoding: (try? readFile("\(folder)/output")) ?? [], as: UTF8.self))
                throw error
            }
        }
    }

    struct Running {
        let process: ProcessID
        let store: RemoteStore

        /// As a power cut would end it; harmless if it has ended already.
        func kill() async throws { try await endChild(process) }

        /// Takes away what is in the file where it has its values, which has no name any more.
        func loseValues() throws {
            for descriptor in try listFolder("/proc/\(process)/fd") {
                let path = "/proc/\(process)/fd/\(descriptor)"
                guard readLink(path).hasSuffix("/data/values (deleted)") else { continue }
                try systemCall("truncate", path) { truncate(path, 0) }
            }
        }

        func waitUntilServing() async throws {
            for _ in 0..<20 {
                do throws(StoreError) {
                    _ = try await store.status()
                    return
                } catch { guard case .unavailable = error else { throw error } }
            }
            Issue.record("etcd doesn't serve")
        }
    }
}

/// Runs a program to its end and returns what it printed.
func output(of command: [String], environment: [String] = [], input: String = "") async throws -> (
    text: String, status: Int32
) {
    let name = "/tmp/etcd-test-output-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    try writeFile(name + ".in", input)
    let printed = try FileDescriptor(open: name, O_RDWR | O_CREAT, mode: 0o600)
    let read = try FileDescriptor(open: name + ".in", O_RDONLY)
    var spawn = Spawn(command[0], command, environment: currentEnvironment() + environment)
    spawn.descriptors = [read.number, printed.number, printed.number]
    let status = try await childExit(try spawn.start())
    let text = String(decoding: try readFile(name), as: UTF8.self)
    try removeTree(name)
    try removeTree(name + ".in")
    return (text, status)
}
