/// Where everything that a cluster keeps lies: one folder on the host, `/var/lib/dinghy/NAME` for root.
///
/// ```
/// cluster.json             what the cluster consists of
/// admin.conf               the user's kubeconfig
/// kubeconfig/COMPONENT.conf
/// pki/                     as `kubeadm` lays it out
/// etcd/                    the store
/// images/                  images, shared by all nodes
/// nodes/NODE/…             kubelet, container runtime, pod logs, CNI configuration
/// logs/COMPONENT.log
/// scheduler-….yaml         the scheduler's configuration, if `up` was given one
/// labs/                    what students have written, as programs
/// control.sock, first.pid  while the cluster runs
/// ```
/// What need not survive the cluster's processes lies in ``RunFolder`` instead, which vanishes with them.
struct DataFolder: Hashable, Sendable {
    let path: String

    var configuration: String { path + "/cluster.json" }
    var lock: String { path + "/lock" }
    var controlSocket: String { path + "/control.sock" }
    /// The number of process 1, in the host's counting, and when it was started.
    var firstProcess: String { path + "/first.pid" }
    var userKubeconfig: String { path + "/admin.conf" }
    var kubeconfigs: String { path + "/kubeconfig" }
    var pki: String { path + "/pki" }
    var etcd: String { path + "/etcd" }
    var images: String { path + "/images" }
    var nodes: String { path + "/nodes" }
    var logs: String { path + "/logs" }
    var labs: String { path + "/labs" }

    func kubeconfig(_ component: String) -> String { "\(kubeconfigs)/\(component).conf" }
    func certificate(_ name: String) -> String { "\(pki)/\(name).crt" }
    func key(_ name: String) -> String { "\(pki)/\(name).key" }
    func node(_ name: String) -> String { "\(nodes)/\(name)" }
    func log(_ component: String) -> String { "\(logs)/\(component).log" }

    /// All folders, outer ones first.
    func folders(nodes names: [String]) -> [String] {
        [path, kubeconfigs, pki, pki + "/etcd", etcd, images, nodes, logs] + names.map(node)
    }
}

/// What lies in the cluster's own `/run`, a file system in memory that ends with the cluster.
enum RunFolder {
    static let path = "/run/dinghy"
    /// Network namespaces by name, as `ip netns` keeps them.
    static let namespaces = "/run/netns"
    /// One file for each running component: its process number and start time.
    static let processes = path + "/processes"
    /// The NodePorts that the harbour could not open, a line each.
    static let harbourReport = path + "/harbour"

    static func namespace(_ name: String) -> String { "\(namespaces)/\(name)" }
    static let nodes = path + "/nodes"
    /// The CNI plugin's programs.
    static let plugins = path + "/cni"

    static func node(_ name: String) -> String { "\(nodes)/\(name)" }
    static func number(_ node: String) -> String { "\(nodes)/\(node)/number" }
    static func runtimeSocket(_ node: String) -> String { "\(nodes)/\(node)/runtime.sock" }
    static func networkConfiguration(_ node: String) -> String { "\(nodes)/\(node)/net.d" }
}
