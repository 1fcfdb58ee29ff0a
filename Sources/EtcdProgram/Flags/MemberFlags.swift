internal import ArgumentParser

/// Who this member is, and where it listens.
struct MemberFlags: ParsableArguments {
    @Option(help: "What the member is called.")
    var name = "default"

    @Option(name: .customLong("data-dir"), help: "Where the data is kept; made if it isn't there.")
    var dataDir = "default.etcd"

    @Option(name: .customLong("listen-client-urls"), help: "Where clients are served; several with commas.")
    var listenClientURLs = "http://localhost:2379"

    @Option(name: .customLong("advertise-client-urls"), help: "Where clients are told to go.")
    var advertiseClientURLs: String?

    @Option(name: .customLong("listen-peer-urls"), help: "Where other members are listened to; nowhere by default.")
    var listenPeerURLs: String?

    @Option(name: .customLong("listen-metrics-urls"), help: "Where /health and /metrics are served in addition.")
    var listenMetricsURLs: String?

    @Option(
        name: .customLong("restore"),
        help: "Begin with what `etcdctl snapshot save` has saved, here or from a stock etcd, as a new cluster.")
    var restore: String?
}
