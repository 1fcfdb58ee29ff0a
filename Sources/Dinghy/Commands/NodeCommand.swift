import API
import ArgumentParser
import Client

struct NodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node", abstract: "Add nodes to a cluster and take them away.",
        subcommands: [NodeAddCommand.self, NodeRemoveCommand.self])
}

struct NodeAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Add a worker.")

    @OptionGroup var cluster: ClusterOptions

    @Option(help: "The node's processors, a quantity. (default: what the machine has)")
    var cpu = ""

    @Option(help: "The node's memory, a quantity. (default: what the machine has)")
    var memory = ""

    @Argument(help: "The node's name.")
    var node: String

    func run() async throws {
        let folder = try cluster.folder()
        try folder.change { try $0.add(nodeNamed: node, cpu: cpu, memory: memory) }
        if FirstProcess(of: folder) != nil {
            try await Readiness(data: folder, progress: Progress(), seconds: 60).wait(forNode: node)
        }
        print("node/\(node) added")
    }
}

struct NodeRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a worker away, with everything that runs on it.")

    @OptionGroup var cluster: ClusterOptions

    @Argument(help: "The node's name.")
    var node: String

    func run() async throws {
        let folder = try cluster.folder()
        try folder.change { try $0.remove(nodeNamed: node) }
        if FirstProcess(of: folder) != nil { try await deleteObject(folder) }
        print("node/\(node) removed")
    }

    /// The pods that were bound to it follow: the controllers see that there is no such node any more.
    private func deleteObject(_ folder: DataFolder) async throws {
        let client = try ClusterClient(ClientConfiguration(kubeconfig: folder.userKubeconfig), userAgent: "dinghy")
        do { try await client.delete(Node.self, node) } catch let status as Status where status.isNotFound {}
    }
}
