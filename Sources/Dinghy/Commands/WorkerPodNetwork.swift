import API
import Conformance
import Glibc
import PodNetworkContract
import Schema

/// Decisions that are made in a process of their own: what a student has written in lab 07, as a real network plugin.
///
/// The program is the lab's worker. When it crashes, ends, or answers nonsense, the plugin can't answer either: it says why
/// as a CNI error, and ends.
struct WorkerPodNetwork: PodNetworkCore {
    /// Names the worker program.
    static let variable = "DINGHY_PODNETWORK_CORE"

    private let client: PodNetworkClient

    init() {
        let program = getenv(Self.variable).map { String(cString: $0) } ?? ""
        client = Self.orEnd {
            let worker = try CodeUnderTest(WorkerProgram(program))
            return PodNetworkClient { call, arguments in try worker.callAtOnce(call, arguments) }
        }
    }

    func addresses(of subnet: IPv4Subnet) -> PodAddresses { Self.orEnd { try client.addresses(of: subnet) } }

    func allocate(for attachment: Attachment, in namespace: String, from pool: inout AddressPool) -> IPv4Address? {
        Self.orEnd { try client.allocate(for: attachment, in: namespace, from: &pool) }
    }

    func release(_ attachment: Attachment, in pool: inout AddressPool) {
        Self.orEnd { try client.release(attachment, in: &pool) }
    }

    func reclaim(in pool: inout AddressPool, except namespaces: Set<String>) {
        Self.orEnd { try client.reclaim(in: &pool, except: namespaces) }
    }

    func request(environment: [String: String], configuration: PluginConfiguration) throws(CNIError) -> CNIRequest {
        try Self.orRefused { try client.request(environment: environment, configuration: configuration) }
    }

    func connect(_ request: CNIRequest, address: IPv4Address) -> [NetworkStep] {
        Self.orEnd { try client.connect(request, address: address) }
    }

    func disconnect(_ request: CNIRequest) -> [NetworkStep] { Self.orEnd { try client.disconnect(request) } }

    func result(of request: CNIRequest, address: IPv4Address, hardware: HardwareAddresses) -> CNIResult {
        Self.orEnd { try client.result(of: request, address: address, hardware: hardware) }
    }

    func check(_ request: CNIRequest, sees interface: PodInterface?) throws(CNIError) {
        try Self.orRefused { try client.check(request, sees: interface) }
    }

    func routes(on node: String, among nodes: [Node]) -> [Route] {
        Self.orEnd { try client.routes(on: node, among: nodes) }
    }

    func routeChanges(from present: [Route], to wanted: [Route]) -> RouteChanges {
        Self.orEnd { try client.routeChanges(from: present, to: wanted) }
    }

    private static func orRefused<Value>(_ body: () throws -> Value) throws(CNIError) -> Value {
        do { return try body() } catch let refusal as CNIError { throw refusal } catch { end(error) }
    }

    private static func orEnd<Value>(_ body: () throws -> Value) -> Value {
        do { return try body() } catch { end(error) }
    }

    private static func end(_ error: any Error) -> Never {
        var refusal = CNIError(.pluginFailed, "the plugin's core is gone", details: "\(error)")
        refusal.cniVersion = "1.0.0"
        print(refusal.json)
        exit(1)
    }
}
