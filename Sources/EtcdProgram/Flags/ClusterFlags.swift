internal import ArgumentParser

/// The other members, and how they elect a leader.
struct ClusterFlags: ParsableArguments {
    @Option(
        name: .customLong("initial-advertise-peer-urls"),
        help: "Where other members reach this one; several with commas.")
    var initialAdvertisePeerURLs: String?

    @Option(name: .customLong("initial-cluster"), help: "All first members: name=URL, several with commas.")
    var initialCluster: String?

    @Option(name: .customLong("initial-cluster-state"), help: "new, or existing: added with `etcdctl member add`.")
    var initialClusterState = "new"

    @Option(
        name: .customLong("initial-cluster-token"), help: "Two clusters of the same members differ by it.")
    var initialClusterToken = "etcd-cluster"

    @Option(name: .customLong("heartbeat-interval"), help: "How often a leader lets itself be heard, in milliseconds.")
    var heartbeatInterval = 100

    @Option(name: .customLong("election-timeout"), help: "After so long without a leader there is an election, in ms.")
    var electionTimeout = 1000

    @Option(
        name: .customLong("strict-reconfig-check"), help: "Refuse a change of members that would cost the quorum.")
    var strictReconfigCheck = true

    @Flag(name: .customLong("force-new-cluster"), help: "Give the other members up: go on alone with what is here.")
    var forceNewCluster = false
}
