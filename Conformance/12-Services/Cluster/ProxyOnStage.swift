internal import API
internal import Client
internal import Conformance
internal import ConformanceStage
internal import HTTP
internal import Linux
internal import Schema
internal import Synchronization

/// A kube-proxy under test on node-1, services and endpoints as objects, and packets that tell what it makes of them.
final class ProxyOnStage: Sendable {
    let scenario: Scenario
    private let plane: ControlPlane
    private let network: TwoNodes
    private let program: ProgramUnderTest
    private let made = Mutex<[String]>([])
    private var client: ClusterClient { plane.client }

    /// Long for a proxy, short for a person.
    private static let patience = Duration.seconds(20)

    /// Builds the network, starts the program, tells the story, and takes all away again.
    static func play(_ scenario: Scenario, _ body: @escaping @Sendable (ProxyOnStage) async throws -> Void) async throws
    {
        _ = try scenario.program(for: "kube-proxy")
        let plane = try scenario.setting(as: ControlPlane.self)
        let network = try TwoNodes("\(plane.folder)/network-\(scenario.seed)")
        defer { network.remove() }
        let stage = ProxyOnStage(scenario, plane, network)
        let server = try ClientConfiguration(kubeconfig: plane.kubeconfig(of: ServicesComponent.user)).server
        try network.setLoopback(try Relay.parts(of: server).address)
        let relay = try Relay(to: server, in: network.namespace(of: "node-1"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for one in network.servers { group.addTask { try await one.run() } }
            group.addTask { try await relay.run() }
            defer { group.cancelAll() }
            try await stage.tell(body)
        }
    }

    private init(_ scenario: Scenario, _ plane: ControlPlane, _ network: TwoNodes) {
        (self.scenario, self.plane, self.network) = (scenario, plane, network)
        program = ProgramUnderTest("kube-proxy", in: scenario, as: ServicesComponent.user, on: plane)
    }

    private func tell(_ body: @Sendable (ProxyOnStage) async throws -> Void) async throws {
        try await makeNode()
        try start()
        let result: Result<Void, any Error>
        do { result = .success(try await body(self)) } catch { result = .failure(error) }
        stop()
        for name in made.withLock(\.self) { await delete(name) }
        try result.get()
    }

    // MARK: - The program

    func start() throws {
        try program.start(["--hostname-override=node-1"], enter: [network.namespace(of: "node-1")])
        scenario.say("kube-proxy is started on node-1")
    }

    func stop() { program.end() }

    private func expectRunning() throws { try program.expectRunning("a kube-proxy") }

    // MARK: - What there is

    private func makeNode() async throws {
        var node = Node()
        node.metadata.name = "node-1"
        node.metadata.labels = ["kubernetes.io/hostname": "node-1"]
        node.spec.podCIDR = network.podSubnet
        let made: Node
        do { made = try await client.create(node) } catch let status as Status where status.isAlreadyExists { return }
        var address = NodeAddress()
        (address.type, address.address) = (.internalIP, network.nodeAddress)
        var reported = made
        reported.status.addresses = [address]
        try await client.patchStatus(from: made, to: reported)
    }

    /// A service without a selector: its endpoints are the case's.
    /// - Returns: its cluster IP.
    @discardableResult
    func service(
        _ name: String, port: Int = 80, target: Int = 8080, _ transport: Transport = .tcp, spec: JSON = [:]
    ) async throws -> String {
        let word: JSON = transport == .tcp ? "TCP" : "UDP"
        var whole: JSON = [
            "ports": [["port": .integer(Int64(port)), "targetPort": .integer(Int64(target)), "protocol": word]]
        ]
        for member in spec.object ?? [:] { whole[member.name] = member.value }
        scenario.say("service \(name), port \(port)\(spec.object?.isEmpty == false ? ", \(spec)" : "")")
        var service = try Service(json: ["metadata": ["name": .string(name), "namespace": "default"], "spec": whole])
        made.withLock { $0.append(name) }
        service = try await client.create(service)
        return service.spec.clusterIP
    }

    func nodePort(of name: String) async throws -> Int {
        try await client.get(Service.self, name, namespace: "default").spec.ports.first?.nodePort ?? 0
    }

    func delete(_ name: String) async {
        _ = try? await client.delete(Service.self, name, namespace: "default")
        _ = try? await client.delete(Endpoints.self, name, namespace: "default")
        _ = try? await client.delete(EndpointSlice.self, name, namespace: "default")
        let old = Target(
            path: "/apis/discovery.k8s.io/v1beta1/namespaces/default/endpointslices/\(name)", query: Query())
        _ = try? await client.document(.delete, old)
    }

    /// The service's endpoints from now on, said in every form that a proxy may read: Endpoints and an EndpointSlice,
    /// the latter in the version that the API server has.
    /// - Parameter unready: have a place there, but aren't to be used.
    func endpoints(
        of name: String, _ ready: [String], unready: [String] = [], port: Int = 8080, _ transport: Transport = .tcp
    ) async throws {
        scenario.say(
            "endpoints of \(name): \(ready.isEmpty ? "none" : ready.joined(separator: ", "))"
                + (unready.isEmpty ? "" : "; not ready: \(unready.joined(separator: ", "))"))
        let form = EndpointsForm(name: name, ready: ready, unready: unready, port: port, transport: transport)
        try await put(form.endpoints, "/api/v1/namespaces/default/endpoints", name)
        let group = "/apis/discovery.k8s.io"
        do {
            try await put(form.slice(version: "v1"), "\(group)/v1/namespaces/default/endpointslices", name)
        } catch let status as Status where status.isNotFound {
            try await put(form.slice(version: "v1beta1"), "\(group)/v1beta1/namespaces/default/endpointslices", name)
        }
    }

    private func put(_ document: JSON, _ path: String, _ name: String) async throws {
        do {
            _ = try await client.document(.post, Target(path: path, query: Query()), body: .json(document))
        } catch let status as Status where status.isAlreadyExists {
            let target = Target(path: "\(path)/\(name)", query: Query())
            var next = document
            let old = try await client.document(.get, target)
            next["metadata"]?["resourceVersion"] = old["metadata"]?["resourceVersion"]
            _ = try await client.document(.put, target, body: .json(next))
        }
    }

    // MARK: - What must be

    /// - Parameter place: a pod, `node-1` or `outside`.
    func ask(
        _ address: String, _ port: Int, from place: String, _ transport: Transport = .tcp, patience: Int = 1000
    ) async throws -> Attempt {
        try await Client(transport, in: network.namespace(of: place), patience: patience).ask(address, port)
    }

    var nodeAddress: String { network.nodeAddress }

    /// A client of UDP that keeps its socket.
    func datagramClient(in place: String) throws -> Client { try Client(.udp, in: network.namespace(of: place)) }

    /// Soon, and then time after time, what comes of asking is right.
    /// - Returns: what came of it, `times` times.
    @discardableResult
    func expect(
        _ expected: String, times: Int = 3, _ ask: () async throws -> Attempt, _ isRight: (Attempt) -> Bool
    ) async throws -> [Attempt] {
        let deadline = ContinuousClock.now + Self.patience
        var seen: [Attempt] = []
        while seen.count < times {
            let attempt = try await ask()
            if isRight(attempt) {
                seen.append(attempt)
                continue
            }
            try expectRunning()
            try scenario.expect(expected, observed: "\(attempt) after 20 s", ContinuousClock.now < deadline)
            seen = []
            try await Task.sleep(for: .milliseconds(100))
        }
        scenario.say(expected)
        return seen
    }

    /// Whoever asks there is told that nobody is there, by TCP's reset or by ICMP. The kernel overlooks an ICMP message that
    /// comes back while connect(2) still holds the socket, as it can on one machine; the second try comes a second later.
    func expectRefused(at address: String, _ port: Int, to place: String) async throws {
        try await expect(
            "\(place) asks \(address):\(port) and is refused", times: 2,
            { try await ask(address, port, from: place, patience: 3000) }, { $0 == .refused })
    }

    /// Whoever asks there gets an answer, and only from these.
    @discardableResult
    func expectAnswers(
        from pods: Set<String>, at address: String, _ port: Int, to place: String, _ transport: Transport = .tcp,
        times: Int = 3
    ) async throws -> [Attempt] {
        let names = pods.sorted().joined(separator: " or ")
        return try await expect(
            "\(place) asks \(address):\(port) and is answered by \(names)", times: times,
            { try await ask(address, port, from: place, transport) }, { pods.contains($0.name ?? "") })
    }
}
