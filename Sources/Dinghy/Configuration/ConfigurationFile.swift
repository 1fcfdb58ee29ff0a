import Linux
import Schema

extension ClusterConfiguration {
    /// Reads `cluster.json` of a data folder.
    init(at data: DataFolder) throws {
        do {
            try self.init(json: JSON(parsing: readFile(data.configuration)))
        } catch let error as DecodeError {
            throw UsageError("\(data.configuration): \(error)")
        }
        // Files from before there could be several control planes don't say which node is one.
        if controlPlanes.isEmpty, !nodes.isEmpty { nodes[0].isControlPlane = true }
    }

    func write(to data: DataFolder) throws {
        try replaceFile(data.configuration, with: json.bytes + [UInt8(ascii: "\n")], durable: true)
    }
}

extension DataFolder {
    /// False for a folder in which no cluster was ever started.
    var hasCluster: Bool { fileExists(configuration) }

    /// Changes what the cluster consists of; one that runs follows at once.
    func change(_ body: (inout ClusterConfiguration) throws -> Void) throws {
        guard hasCluster else { throw UsageError("there is no cluster in \(path): `dinghy up` makes one") }
        var cluster = try ClusterConfiguration(at: self)
        try body(&cluster)
        for folder in folders(nodes: cluster.nodes.map(\.name)) { try makeFolder(folder, mode: 0o711) }
        try Credentials(cluster: cluster, data: self).establish()
        try cluster.write(to: self)
        if FirstProcess(of: self) != nil { _ = try ask(.reload) }
    }
}
