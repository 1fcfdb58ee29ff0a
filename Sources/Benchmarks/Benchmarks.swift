import API
import ArgumentParser
import Client
import Glibc
import HTTP
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
    @Option(help: "Only these parts, joined by commas: shapes, cluster, pods, requests, scheduling, etcd.")
    var only = "shapes,cluster,pods,requests,scheduling,etcd"

    @Option(help: "An etcd to compare ours with, by its path; may be repeated. Without it, the one on PATH, if any.")
    var etcd: [String] = []
    @Option(help: "How many seconds each etcd is given calls for a row.")
    var seconds = 3
    @Option(help: "How many puts and keys each etcd gets for what depends on their number.")
    var keys = 100_000
    @Option(help: ArgumentHelp("Of the rows about etcd only those with this text in their names.", valueName: "text"))
    var rows = ""

    @Option(help: ArgumentHelp("Answer puts on this port and do nothing.", visibility: .hidden))
    var emptyServer: Int?

    /// On the sockets' thread: so the client takes as little as can be of the processors that it shares.
    func run() async throws {
        try await withTaskExecutorPreference(EventLoops.useOnlyOne()) { try await measure() }
    }

    private func measure() async throws {
        if let emptyServer { return try await EmptyCalls.serve(port: emptyServer) }
        let parts = only.split(separator: ",").map(String.init)
        if parts.contains("shapes") { SchedulingShapes().measure(row) }
        if parts.contains("etcd") { try await compareEtcd() }
        if !parts.contains(where: ["cluster", "pods", "requests", "scheduling"].contains) { return }
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

    private func compareEtcd() async throws {
        let folder = "/tmp/dinghy-bench-\(getpid())"
        let stock = etcd.isEmpty ? ["/usr/bin/etcd", "/usr/local/bin/etcd"].filter(fileExists) : etcd
        var programs = [EtcdProgram(name: "dinghy", command: [dinghy, "etcd"])]
        for path in stock { programs.append(try await .stock(path)) }
        if stock.isEmpty { print("No etcd to compare with was found: see --etcd.") }
        defer { try? removeTree(folder) }
        try await EtcdBenchmark(
            programs: programs, folder: folder, time: .seconds(seconds), keys: keys, rows: rows
        ) { line in
            print(line)
            fflush(nil)
        }.measure()
    }

    private func measure(_ cluster: BenchmarkCluster) async throws {
        row("up, to three Ready nodes (target ≤ 3 s)", try await cluster.start().milliseconds)
        try await settle()
        let memory = try await cluster.memory()
        row("memory of all processes at idle, PSS (target ≤ 350 MB)", memory.total)
        print(memory.processes.map { "    \($0)" }.joined(separator: "\n"))
        let client = try cluster.client()
        let parts = only.split(separator: ",").map(String.init)
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
    private var times: [Duration] = []

    var count: Int { times.count }

    mutating func add(_ time: Duration) { times.append(time) }
    mutating func add(_ others: [Duration]) { times += others }

    /// - Parameter share: 0.5 for the median.
    func quantile(_ share: Double) -> Duration {
        let sorted = times.sorted()
        return sorted.isEmpty ? .zero : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    var text: String { "p50 \(quantile(0.5).milliseconds), p99 \(quantile(0.99).milliseconds)" }
}

extension Duration {
    var milliseconds: String { "\(Int(self / .milliseconds(1))) ms" }
    /// "0.3 ms"
    var tenths: String { "\((self / .milliseconds(1) * 10).rounded() / 10) ms" }
    var seconds: Double { self / .seconds(1) }
}
