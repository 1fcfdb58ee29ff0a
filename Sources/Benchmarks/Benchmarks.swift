import API
import ArgumentParser
import Client
import Glibc
import Linux
import Schema

/// `make bench`: measures a cluster of its own, from outside, as its users meet it, and prints a table.
///
/// Every figure is from this one run on this one machine; the clients share its processors with the cluster. The
/// cluster is ended and its data removed, whatever happens.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Benchmarks", abstract: "Measures a cluster of its own, and prints the figures.")

    @Option(help: "The program that is measured.")
    var dinghy = "bin/dinghy"
    @Option(help: "How many objects the API figures are taken over; fewer for a quick look.")
    var objects = 5000
    @Option(help: "Only these parts, joined by commas: pods, requests, scheduling.")
    var only = "pods,requests,scheduling"

    @Flag(help: "Only the scheduler's core, in process, without a cluster.")
    var schedulerOnly = false

    func run() async throws {
        SchedulingShapes().measure(row)
        if schedulerOnly { return }
        let folder = "/tmp/dinghy-bench-\(getpid())"
        let cluster = BenchmarkCluster(dinghy: dinghy, folder: folder)
        do {
            try await measure(cluster)
        } catch {
            try await cluster.end()
            throw error
        }
        try await cluster.end()
    }

    private func measure(_ cluster: BenchmarkCluster) async throws {
        row("up, to three Ready nodes (target ≤ 3 s)", try await cluster.start().milliseconds)
        try await settle()
        let memory = try await cluster.memory()
        row("memory of all processes at idle, PSS (target ≤ 350 MB)", memory.total)
        print(memory.processes.map { "    \($0)" }.joined(separator: "\n"))
        let client = try cluster.client()
        let parts = only.split(separator: ",")
        if parts.contains("pods") {
            try await PodStart(client: client).measure(row)
            try await settle()
        }
        if parts.contains("requests") { try await Requests(client: client, count: objects).measure(row) }
        if parts.contains("scheduling") { try await Scheduling(client: client).measure(row) }
    }

    /// What was started or ended goes on for a while, and would be measured with what comes next.
    private func settle() async throws { try await Task.sleep(for: .seconds(10)) }

    private func row(_ name: String, _ figure: String) {
        print(name + String(repeating: " ", count: max(1, 64 - name.count)) + figure)
        fflush(nil)
    }
}

/// A cluster that lives as long as the measurement.
struct BenchmarkCluster {
    let dinghy: String
    let folder: String

    private var name: String { "bench-\(getpid())" }

    private func call(_ command: String, _ arguments: String...) async throws -> String {
        let finished = try await runProgram(
            dinghy, [command, "--name", name, "--data", folder] + arguments, limit: .seconds(300))
        guard finished.status == 0 else { throw ValidationError("dinghy \(command) failed: \(finished.text)") }
        return finished.text
    }

    /// - Returns: how long it took until all nodes were Ready.
    func start() async throws -> Duration {
        let start = ContinuousClock.now
        _ = try await call("up")
        return ContinuousClock.now - start
    }

    /// What `dinghy status` says: a line for each process, and at the end the sum.
    func memory() async throws -> (processes: [Substring], total: String) {
        let lines = try await call("status").split(separator: "\n")
        guard let sum = lines.last?.split(separator: ": ").last else {
            throw ValidationError("dinghy status is silent")
        }
        return (lines.dropLast(), String(sum))
    }

    func client() throws -> ClusterClient {
        try ClusterClient(try ClientConfiguration(kubeconfig: "\(folder)/admin.conf"), userAgent: "bench")
    }

    func end() async throws { _ = try await call("down", "--delete") }
}

/// Some figures of a number of times.
struct Times {
    private var sorted: [Duration] = []

    mutating func add(_ time: Duration) {
        let index = sorted.firstIndex { $0 > time } ?? sorted.endIndex
        sorted.insert(time, at: index)
    }

    /// - Parameter share: 0.5 for the median.
    func quantile(_ share: Double) -> Duration {
        sorted.isEmpty ? .zero : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    var text: String { "p50 \(quantile(0.5).milliseconds), p99 \(quantile(0.99).milliseconds)" }
}

extension Duration {
    var milliseconds: String { "\(Int(self / .milliseconds(1))) ms" }
    var seconds: Double { self / .seconds(1) }
}
