import API
import Schema

/// The NodePorts that the harbour opens on the host: those of every Service, TCP only.
struct NodePorts: Hashable {
    /// Sorted, each once.
    let wanted: [Int]

    init(of services: [Service]) {
        let ports = services.flatMap(\.spec.ports).filter { $0.protocol == .tcp || $0.protocol.isZero }.map(\.nodePort)
        wanted = Set(ports).filter(ClusterConfiguration.nodePorts.contains).sorted()
    }

    /// What must be done so that exactly the wanted ports are open.
    func changes(open: Set<Int>) -> (open: [Int], close: [Int]) {
        (wanted.filter { !open.contains($0) }, open.subtracting(wanted).sorted())
    }
}
