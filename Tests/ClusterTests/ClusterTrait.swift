import Testing

/// Starts a cluster before the first test of a suite and removes it after the last.
struct ClusterTrait: SuiteTrait, TestScoping {
    let name: String
    let workers: Int

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await withCluster(name, "--workers", "\(workers)") { cluster in
            try await TestCluster.$shared.withValue(cluster) { try await function() }
        }
    }
}

extension Trait where Self == ClusterTrait {
    static func cluster(_ name: String, workers: Int = 1) -> ClusterTrait { ClusterTrait(name: name, workers: workers) }
}

/// Runs `body` with a new cluster, and removes that afterwards, whatever happens.
func withCluster(
    _ name: String, _ options: String..., body: (TestCluster) async throws -> Void
) async throws {
    try await withCluster(name, options, body: body)
}

func withCluster(_ name: String, _ options: [String], body: (TestCluster) async throws -> Void) async throws {
    let cluster = try TestCluster(name)
    do {
        try await cluster.up(options)
        try await body(cluster)
    } catch {
        try await cluster.remove()
        throw error
    }
    try await cluster.remove()
}
