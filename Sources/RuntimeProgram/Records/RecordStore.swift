import GRPC
import Linux
import Schema
import Synchronization

/// The sandboxes and containers of the node, in memory and on disk.
///
/// ```
/// STATE/sandboxes/ID/sandbox.json   and shim.sock, pause/, resolv.conf, …
/// STATE/containers/ID/container.json   and pid, exit: written by the shim
/// ```
/// A record is on disk before anything is made that belongs to it, and goes last: so nothing is ever forgotten.
final class RecordStore: Sendable {
    private struct State {
        var sandboxes: [String: SandboxRecord] = [:]
        var containers: [String: ContainerRecord] = [:]
    }

    private let folder: String
    private let state = Mutex(State())

    /// Reads what an earlier process has left. A record that can't be read is one that was never finished.
    init(folder: String) throws {
        self.folder = folder
        try makeFolder(folder + "/sandboxes")
        try makeFolder(folder + "/containers")
        let sandboxes = try Self.read(folder + "/sandboxes", "sandbox.json", SandboxRecord.self)
        let containers = try Self.read(folder + "/containers", "container.json", ContainerRecord.self)
        state.withLock { state in
            for record in sandboxes { state.sandboxes[record.id] = record }
            for record in containers { state.containers[record.id] = record }
        }
    }

    private static func read<Record: Declared>(
        _ folder: String, _ name: String, _ type: Record.Type
    ) throws -> [Record] {
        try listFolder(folder).compactMap { id in
            let path = "\(folder)/\(id)"
            if let bytes = try? readFile("\(path)/\(name)"), let record = try? Record(json: JSON(parsing: bytes)) {
                return record
            }
            try removeTree(path)
            return nil
        }
    }

    func folder(ofSandbox id: String) -> String { "\(folder)/sandboxes/\(id)" }
    func folder(ofContainer id: String) -> String { "\(folder)/containers/\(id)" }

    // MARK: - Reading

    /// In the order in which they were made.
    var sandboxes: [SandboxRecord] {
        state.withLock { Array($0.sandboxes.values) }.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    var containers: [ContainerRecord] {
        state.withLock { Array($0.containers.values) }.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    func containers(ofSandbox id: String) -> [ContainerRecord] { containers.filter { $0.sandbox == id } }

    /// - Throws: `GRPCError` with `.notFound`.
    func sandbox(_ id: String) throws -> SandboxRecord {
        guard let record = findSandbox(id) else { throw GRPCError(.notFound, "pod sandbox \"\(id)\": not found") }
        return record
    }

    /// - Throws: `GRPCError` with `.notFound`.
    func container(_ id: String) throws -> ContainerRecord {
        guard let record = findContainer(id) else { throw GRPCError(.notFound, "container \"\(id)\": not found") }
        return record
    }

    func findSandbox(_ id: String) -> SandboxRecord? { state.withLock { $0.sandboxes[id] } }
    func findContainer(_ id: String) -> ContainerRecord? { state.withLock { $0.containers[id] } }

    // MARK: - Writing

    func save(_ record: SandboxRecord) throws {
        let path = folder(ofSandbox: record.id)
        try makeFolder(path)
        try replaceFile(path + "/sandbox.json", with: record.json.bytes)
        state.withLock { $0.sandboxes[record.id] = record }
    }

    func save(_ record: ContainerRecord) throws {
        let path = folder(ofContainer: record.id)
        try makeFolder(path)
        try replaceFile(path + "/container.json", with: record.json.bytes)
        state.withLock { $0.containers[record.id] = record }
    }

    func removeSandbox(_ id: String) throws {
        try removeTree(folder(ofSandbox: id))
        _ = state.withLock { $0.sandboxes.removeValue(forKey: id) }
    }

    func removeContainer(_ id: String) throws {
        try removeTree(folder(ofContainer: id))
        _ = state.withLock { $0.containers.removeValue(forKey: id) }
    }
}
