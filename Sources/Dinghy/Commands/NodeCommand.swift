import ArgumentParser

struct NodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node", abstract: "Add nodes to a cluster and take them away.",
        subcommands: [NodeAddCommand.self, NodeRemoveCommand.self])
}

struct NodeAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Add a worker.")

    @OptionGroup var cluster: ClusterOptions

    @Option(help: "The node's processors, a quantity. (default: what the machine has)")
    var cpu = ""

    @Option(help: "The node's memory, a quantity. (default: what the machine has)")
    var memory = ""

    @Argument(help: "The node's name.")
    var node: String

    func run() throws {
        let folder = try cluster.folder()
        try folder.change { try $0.add(nodeNamed: node, cpu: cpu, memory: memory) }
        print("node/\(node) added")
    }
}

struct NodeRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a worker away, with everything that runs on it.")

    @OptionGroup var cluster: ClusterOptions

    @Argument(help: "The node's name.")
    var node: String

    func run() throws {
        let folder = try cluster.folder()
        try folder.change { try $0.remove(nodeNamed: node) }
        print("node/\(node) removed")
    }
}
