import Dinghy
import Glibc
import Linux
import TestSupport

/// A real cluster for tests: the debug build's programs, a data folder of its own, a loopback address of its own.
///
/// ```swift
/// @Suite(.cluster(workers: 1), .enabled(if: Requirements.isRoot, "needs root"))
/// struct PodTests {
///     @Test func runs() async throws { try await TestCluster.current.kubectl("get", "pods") }
/// }
/// ```
struct TestCluster: Sendable {
    let name: String
    let folder: String
    let address: String

    @TaskLocal static var shared: TestCluster?

    /// The cluster of the suite that the running test stands in.
    static var current: TestCluster {
        get throws {
            guard let shared else { throw TestClusterError("the suite has no .cluster trait") }
            return shared
        }
    }

    /// Several clusters may be there at the same time, also those of other test runs.
    init(_ name: String) throws {
        let process = getpid()
        self.name = "test-\(name)-\(process)"
        folder = try makeTemporaryFolder()
        address =
            "127.\(100 + process % 100).\(process / 100 % 250).\(1 + name.utf8.reduce(0) { ($0 + Int($1)) % 250 })"
    }

    // MARK: - Running

    @discardableResult
    func up(_ options: [String] = [], within limit: Duration = .seconds(120)) async throws -> ProgramResult {
        let result = try await run(
            [Self.program, "up", "--name", name, "--data", folder, "--address", address] + options, within: limit)
        guard result.status == 0 else { throw TestClusterError(result.output + result.errors) }
        return result
    }

    @discardableResult
    func down() async throws -> ProgramResult { try await dinghy("down") }

    /// Ends it, whatever state it is in, and removes its data.
    func remove() async throws {
        try await dinghy("down")
        try removeTree(folder)
    }

    // MARK: - Asking

    /// - Throws: ``TestClusterError`` with what it printed, when it fails.
    @discardableResult
    func dinghy(_ command: String, _ arguments: String...) async throws -> ProgramResult {
        let result = try await run([Self.program, command] + arguments + ["--name", name, "--data", folder])
        guard result.status == 0 else { throw TestClusterError(result.output + result.errors) }
        return result
    }

    /// The machine's kubectl, on this cluster.
    /// - Throws: ``TestClusterError`` with what it printed, when it fails.
    @discardableResult
    func kubectl(_ arguments: String..., input: String = "", within limit: Duration = .seconds(60)) async throws
        -> String
    {
        let result = try await tryKubectl(arguments, input: input, within: limit)
        guard result.status == 0 else {
            throw TestClusterError("kubectl \(arguments.joined(separator: " ")): \(result.output)\(result.errors)")
        }
        return result.trimmed
    }

    func tryKubectl(
        _ arguments: [String], input: String = "", within limit: Duration = .seconds(60)
    ) async throws -> ProgramResult {
        try await run(
            ["kubectl"] + arguments, environment: ["KUBECONFIG=\(folder)/admin.conf", "HOME=\(folder)"], input: input,
            within: limit)
    }

    /// The machine's kubectl, doing something that goes on while `body` runs.
    func runningKubectl<Result: Sendable>(
        _ arguments: String..., body: (RunningProgram) async throws -> Result
    ) async throws -> Result {
        try await withRunning(
            ["kubectl"] + arguments, environment: ["KUBECONFIG=\(folder)/admin.conf", "HOME=\(folder)"], body)
    }

    /// Process 1 of the cluster, in the host's counting.
    var firstProcess: ProcessID {
        get throws { ProcessID(try readText("\(folder)/first.pid")) ?? 0 }
    }

    /// The process numbers of the components that run, by name, in the cluster's counting.
    func processes() async throws -> [String: String] {
        var processes: [String: String] = [:]
        for line in try await dinghy("status").output.split(separator: "\n") {
            let cells = line.split(separator: " ").map(String.init)
            if cells.count > 2, cells[1] == "running" { processes[cells[0]] = cells[2] }
        }
        return processes
    }

    /// - Parameter process: in the cluster's counting, so the signal is sent from inside.
    func kill(_ process: String) async throws {
        _ = try await run(["nsenter", "-t", "\(firstProcess)", "-p", "-m", "kill", "-9", process])
    }

    /// Kills process 1, and with it the kernel kills everything.
    func cutPower() async throws {
        let first = try firstProcess
        try sendSignal(SIGKILL, to: first)
        try await eventually("everything has ended") { !isRunning(first) }
    }

    static let program = builtPrograms + "/dinghy"
}

struct TestClusterError: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
