package import ArgumentParser
import Client
import Controllers
import Linux
import Logging

/// `dinghy kube-controller-manager`: the loops that make the cluster what its objects say.
package struct ControllerManagerCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "kube-controller-manager",
        abstract: "The controllers: ReplicaSets, Deployments, endpoints, namespaces, nodes and garbage collection.")

    @Option(help: "How to reach the API server.")
    var kubeconfig: String

    @Option(help: "PEM file of the authority that pods get to know the API server by.")
    var rootCaFile: String?

    @Option(help: "PEM file of the authority that signs certificates in the cluster.")
    var clusterSigningCertFile: String?

    @Option(help: "Its key.")
    var clusterSigningKeyFile: String?

    @Option(help: "Key that signs the tokens of service accounts.")
    var serviceAccountPrivateKeyFile: String?

    @Flag(inversion: .prefixedNo, help: "Act only while holding the Lease kube-system/kube-controller-manager.")
    var leaderElect = true

    @Option(help: "Name in the Lease: unique among the candidates, the same after a restart.")
    var leaderElectIdentity = "kube-controller-manager"

    @Option(help: "After so many seconds of silence a node's state is unknown.")
    var nodeMonitorGracePeriod = 40

    @Flag(inversion: .prefixedNo, help: "Give a pod subnet to nodes that have none.")
    var allocateNodeCidrs = true

    @Option(help: "The range that pod subnets are taken from.")
    var clusterCidr = "10.244.0.0/16"

    @Option(help: "Address for /healthz and /metrics.")
    var bindAddress = "127.0.0.1"

    @Option(help: "Port for /healthz and /metrics; 0: none.")
    var securePort = 10257

    package init() {}

    package func run() async throws {
        let logger = Logger(label: "kube-controller-manager")
        let client = try ClusterClient(
            ClientConfiguration(kubeconfig: kubeconfig), userAgent: "kube-controller-manager")
        let context = ControllerContext(
            client: client, cache: ClusterCache(client, logger: logger), logger: logger)
        let manager = ControllerManager(context, try settings())
        guard leaderElect else { return await manager.run() }
        let elector = LeaderElector(
            client: client, name: "kube-controller-manager", identity: leaderElectIdentity, logger: logger)
        try await elector.run { await manager.run() }
    }

    private func settings() throws -> ControllerSettings {
        var settings = ControllerSettings()
        settings.rootAuthority = try rootCaFile.map { try readText($0) }
        settings.nodeMonitorGracePeriod = nodeMonitorGracePeriod
        guard allocateNodeCidrs else { return settings }
        guard let subnets = PodSubnets(clusterCIDR: clusterCidr) else {
            throw ValidationError("--cluster-cidr: \(clusterCidr) is not an IPv4 range that holds a /24")
        }
        settings.podSubnets = subnets
        return settings
    }
}
