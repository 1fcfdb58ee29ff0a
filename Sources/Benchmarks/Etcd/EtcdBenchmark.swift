import EtcdAPI
import GRPC
import HTTP
import Linux
import Schema

/// Our etcd beside stock ones: the same calls by the same client in the same run on the same disk, one after the other,
/// with the same flags. Each row says how many times ours is faster than the first of the others.
struct EtcdBenchmark {
    let programs: [EtcdProgram]
    let folder: String
    /// How long each program is given calls for one row.
    let time: Duration
    /// How many keys are put for what depends on their number.
    let keys: Int
    /// Only rows with this in their name; empty: all.
    let rows: String
    let print: (String) -> Void

    func measure() async throws {
        if isWanted("empty calls") {
            row("empty calls of the gRPC server, 1 and 64 clients", [try await EmptyCalls(time: time).text])
        }
        header("one member")
        try await withClusters(members: 1) { clusters in
            try await puts(clusters)
            try await reads(clusters)
            if isWanted("watch events") {
                try await EtcdWatches(watchers: [1, 100, 1000]).measure(clusters) { row($0, $1, better: $2) }
            }
        }
        header("three members")
        try await withClusters(members: 3) { clusters in
            try await puts(clusters)
            try await reads(clusters)
            if isWanted("failover") {
                try await EtcdFailover().measure(clusters) { row($0, $1, better: $2) }
            }
        }
        if !isWanted("memory") { return }
        header("\(keys) puts over 10,000 keys, then as many keys; one member")
        try await withClusters(members: 1) { clusters in
            try await EtcdGrowth(puts: keys).measure(clusters) { row($0, $1, better: $2) }
        }
    }

    // MARK: - Rows

    private func isWanted(_ name: String) -> Bool { rows.isEmpty || name.contains(rows) }

    private func puts(_ clusters: [EtcdCluster]) async throws {
        let puts = (0..<10_000).map { PutRequest(key: EtcdKeys.key($0), value: EtcdKeys.value) }
        for clients in [1, 16, 64, 256] {
            try await compare("  puts of 256 bytes, \(clients) clients", clusters, clients, KVService.put, puts)
        }
    }

    private func reads(_ clusters: [EtcdCluster]) async throws {
        for (kind, isSerializable) in [("linearizable", false), ("serializable", true)] {
            let reads = (0..<1000).map { number in
                var request = RangeRequest(key: EtcdKeys.key(number))
                request.serializable = isSerializable
                return request
            }
            for clients in [1, 64] {
                try await compare("  \(kind) reads, \(clients) clients", clusters, clients, KVService.range, reads)
            }
        }
    }

    private func compare<Request: Declared, Response: Declared>(
        _ name: String, _ clusters: [EtcdCluster], _ clients: Int, _ method: GRPCMethod<Request, Response>,
        _ requests: [Request]
    ) async throws {
        if !isWanted(name) { return }
        var rates: [EtcdLoad.Rate] = []
        for cluster in clusters {
            let endpoints = try await cluster.endpointsFromLeader()
            rates.append(try await EtcdLoad(endpoints: endpoints, clients: clients).run(for: time, method, requests))
        }
        row(name, rates.map(\.text), better: rates.map(\.perSecond))
    }

    // MARK: - Printing

    private func header(_ title: String) { row(title, programs.map(\.name)) }

    /// - Parameter better: figures of which more is better, the first ours.
    private func row(_ name: String, _ texts: [String], better: [Double] = []) {
        var line = padded(name, 50)
        for text in texts { line += padded(text, 26) }
        if better.count > 1, better[1] > 0 { line += "×\((better[0] / better[1] * 100).rounded() / 100)" }
        print(line)
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    // MARK: - Clusters

    private func withClusters(members: Int, _ body: ([EtcdCluster]) async throws -> Void) async throws {
        var clusters: [EtcdCluster] = []
        let root = "\(folder)/etcd-\(members)"
        do {
            for (number, program) in programs.enumerated() {
                clusters.append(try EtcdCluster(program, members: members, folder: "\(root)/\(number)"))
            }
            for cluster in clusters { try await cluster.ready() }
            try await body(clusters)
        } catch {
            for cluster in clusters { try await cluster.end() }
            throw error
        }
        for cluster in clusters { try await cluster.end() }
        try removeTree(root)
    }
}

/// What is written.
enum EtcdKeys {
    static func key(_ number: Int) -> [UInt8] { Array("/bench/\(number)".utf8) }
    static let prefix = Array("/bench/".utf8)
    static let value = [UInt8](repeating: UInt8(ascii: "x"), count: 256)
}

/// A row of the table: its name, a text for each program, and figures of which more is better.
typealias EtcdRow = (_ name: String, _ texts: [String], _ better: [Double]) -> Void
