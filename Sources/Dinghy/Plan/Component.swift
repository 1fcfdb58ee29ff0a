/// One process of the cluster, as it is to be started: a line of the architecture diagram.
struct Component: Hashable, Sendable {
    /// Where its sockets are: in the host's network namespace, or in a node's.
    enum Network: Hashable, Sendable {
        case host
        case node(String)
    }

    /// Unique in the cluster, and the name of its log: `etcd`, `kubelet-worker-1`.
    var name: String
    var program: String
    /// The program's own name first.
    var arguments: [String]
    var network: Network
    /// It gets the API server's listening socket of the host, as descriptor ``listenDescriptor``.
    var listens = false

    /// The number of the inherited listening socket, in process 1, in the supervisor, and in the API server.
    static let listenDescriptor: Int32 = 3

    /// What `ps` shows: two equal command lines are the same process.
    var commandLine: String { arguments.joined(separator: " ") }
}
