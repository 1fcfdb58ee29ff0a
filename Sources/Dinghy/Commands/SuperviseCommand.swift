import ArgumentParser

/// Process 1's only child; not for typing.
struct SuperviseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "supervise", abstract: "Run a cluster's components.", shouldDisplay: false)

    @Argument(help: "The cluster's data folder.")
    var data: String

    func run() throws {
        let data = DataFolder(path: data)
        let dinghy = try ownPath()
        try Surroundings(kept: try kept(data, dinghy)).establish()
        var supervisor = try Supervisor(data: data, dinghy: dinghy)
        try supervisor.run()
    }

    private func kept(_ data: DataFolder, _ dinghy: String) throws -> [String] {
        let cluster = try ClusterConfiguration(at: data)
        let endpoint = cluster.containerRuntimeEndpoint
        let socket = endpoint.hasPrefix("unix://") ? [parent(of: String(endpoint.dropFirst("unix://".count)))] : []
        return [data.path, parent(of: dinghy)] + cluster.replacements.values.sorted() + socket
            + [cluster.etcdCAFile, cluster.etcdCertFile, cluster.etcdKeyFile].filter { !$0.isEmpty }
    }
}
