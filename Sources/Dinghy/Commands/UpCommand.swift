import ArgumentParser
import Linux
import Schema

struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Start a cluster, a new one or one that has run before.",
        discussion:
            "Options that are left out keep what the cluster has; a new one gets a control plane and two workers.")

    @OptionGroup var cluster: ClusterOptions

    @Option(help: "How many workers there are beside the control plane.")
    var workers: Int?

    @Option(help: "How many control planes a new cluster gets, each with an etcd member. (default: 1)")
    var controlPlanes: Int?

    @Option(help: "A node's capacity, so that it can be filled: worker-1=cpu=1,memory=512Mi.")
    var node: [String] = []

    @Option(help: "A program to run instead of one of Dinghy's: scheduler=./my-scheduler. scheduler= takes that back.")
    var replace: [String] = []

    @Option(help: "What you have written in a lab, instead of Dinghy's: 09=FOLDER. 09=reference takes that back.")
    var lab: [String] = []

    @Option(help: "A KubeSchedulerConfiguration: profiles, extenders and more. An empty name takes that back.")
    var schedulerConfig: String?

    @Option(help: "A CRI runtime that is there already, for all nodes: unix:///run/containerd/containerd.sock.")
    var containerRuntimeEndpoint: String?

    @Option(help: "An etcd that is there already: https://10.0.0.5:2379, several with commas.")
    var etcdServers: String?

    @Option(help: "The certificate of the authority that such an etcd is trusted by.")
    var etcdCafile: String?

    @Option(help: "The certificate that such an etcd is shown.")
    var etcdCertfile: String?

    @Option(help: "The key of that certificate.")
    var etcdKeyfile: String?

    @Option(
        help:
            "The loopback address of the API server and the NodePorts. (default: the first free of 127.0.0.1, 127.0.1.1, …)"
    )
    var address: String?

    @Option(help: "How many seconds to wait for the nodes to be ready.")
    var timeout = 60

    func run() async throws {
        let folder = try cluster.folder()
        let progress = Progress()
        var start = MicroTime(microseconds: Int(realNanoseconds() / 1_000_000_000) * 1_000_000)
        let labs = try lab.map { try LabComponent($0, in: folder, progress: progress) }
        let machine = try progress.step("The machine has what a cluster needs") { try Machine.check() }
        if let first = FirstProcess(of: folder) {
            print("The cluster runs already (process \(first.process)); it follows what has changed.")
            try folder.change { try configure(&$0, labs) }
            start = MicroTime()
        } else {
            try ClusterStart(data: folder, machine: machine, progress: progress).run(
                try configuration(in: folder, labs))
        }
        let configuration = try ClusterConfiguration(at: folder)
        try await Readiness(data: folder, progress: progress, seconds: timeout, start: start).wait(for: configuration)
        print("\nexport KUBECONFIG=\(folder.userKubeconfig)")
        if configuration.address != "127.0.0.1" {
            print("# Another cluster has 127.0.0.1: the NodePorts of this one answer on \(configuration.address).")
        }
    }

    private func configuration(in folder: DataFolder, _ labs: [LabComponent]) throws -> ClusterConfiguration {
        var configuration =
            folder.hasCluster
            ? try ClusterConfiguration(at: folder)
            : try ClusterConfiguration(
                name: cluster.name, address: "", controlPlanes: controlPlanes ?? 1, workers: 2)
        try configure(&configuration, labs)
        return configuration
    }

    /// What the options say; what they don't mention stays.
    private func configure(_ configuration: inout ClusterConfiguration, _ labs: [LabComponent]) throws {
        try checkControlPlanes(configuration)
        if let workers { try configuration.setWorkers(workers) }
        if let address { configuration.address = address }
        if let containerRuntimeEndpoint { configuration.containerRuntimeEndpoint = containerRuntimeEndpoint }
        if let schedulerConfig {
            configuration.schedulerConfiguration = try SchedulerConfigurationCopy.make(
                of: schedulerConfig, in: try cluster.folder())
        }
        try configureStore(&configuration)
        for text in node { try configuration.apply(NodeCapacityOption(text)) }
        for text in replace { try configuration.replace(text) { try absolutePath($0) } }
        for lab in labs { try lab.install(in: &configuration) }
    }

    /// Members of etcd come and go with `etcdctl member`, not by themselves.
    private func checkControlPlanes(_ configuration: ClusterConfiguration) throws {
        let count = configuration.controlPlanes.count
        guard let controlPlanes, controlPlanes != count else { return }
        throw UsageError(
            "--control-planes \(controlPlanes): the cluster has \(count), which is chosen when it is made; "
                + "`dinghy down --delete` removes it with all its data")
    }

    private func configureStore(_ configuration: inout ClusterConfiguration) throws {
        if let etcdServers { configuration.etcdServers = etcdServers.split(separator: ",").map(String.init) }
        for url in configuration.etcdServers { _ = try OutsideServer(url: url) }
        if let etcdCafile { configuration.etcdCAFile = try absolutePath(etcdCafile) }
        if let etcdCertfile { configuration.etcdCertFile = try absolutePath(etcdCertfile) }
        if let etcdKeyfile { configuration.etcdKeyFile = try absolutePath(etcdKeyfile) }
    }
}
