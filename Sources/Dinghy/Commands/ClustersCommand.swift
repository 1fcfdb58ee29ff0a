import ArgumentParser
import Linux

struct ClustersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clusters", abstract: "List the clusters that lie in the usual folder.")

    func run() throws {
        let names = (try? listFolder(ClusterOptions.home)) ?? []
        let rows = names.compactMap { name -> [String]? in
            let folder = DataFolder(path: "\(ClusterOptions.home)/\(name)")
            guard let cluster = try? ClusterConfiguration(at: folder) else { return nil }
            let state = FirstProcess(of: folder) == nil ? "stopped" : "running"
            return [name, state, cluster.address, "\(cluster.nodes.count)", folder.path]
        }
        print(table([["NAME", "STATE", "ADDRESS", "NODES", "DATA"]] + rows))
    }
}
