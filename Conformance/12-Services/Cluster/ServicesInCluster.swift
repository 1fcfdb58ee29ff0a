internal import API
internal import Client
internal import Conformance
internal import ConformanceStage
internal import HTTP
internal import Schema
internal import Synchronization

/// Pods that serve, services in front of them, and pods that ask.
final class ServicesInCluster: Sendable {
    let scenario: Scenario
    private let client: ClusterClient
    private let namespace = ServicesCluster.namespace
    private let pods = Mutex<[String]>([])
    private let services = Mutex<[String]>([])
    private let asked = Mutex(0)

    /// For a pod to run, images included.
    private static let patience = Duration.seconds(90)

    init(_ scenario: Scenario, _ client: ClusterClient) { (self.scenario, self.client) = (scenario, client) }

    func tell(_ body: @Sendable (ServicesInCluster) async throws -> Void) async throws {
        let result: Result<Void, any Error>
        do { result = .success(try await body(self)) } catch { result = .failure(error) }
        for name in services.withLock(\.self) {
            _ = try? await client.delete(Service.self, name, namespace: namespace)
            _ = try? await client.delete(Endpoints.self, name, namespace: namespace)
            _ = try? await client.delete(EndpointSlice.self, name, namespace: namespace)
        }
        for name in pods.withLock(\.self) { try? await remove(name, isTold: false) }
        try result.get()
    }

    // MARK: - What there is

    /// A pod that answers every connection to port 8080 with its name.
    /// - Parameter spec: further members of the container.
    func server(_ name: String, app: String = "web", ready: Bool = true, portName: String = "http") async throws {
        scenario.say("pod \(name) with the label app=\(app)" + (ready ? "" : ", never ready"))
        var container: JSON = [
            "name": "main", "image": "busybox:1.36", "imagePullPolicy": "IfNotPresent",
            "command": ["sh", "-c", .string("while true; do echo \(name) | nc -l -p 8080; done")],
            "ports": [["name": .string(portName), "containerPort": 8080]],
        ]
        if !ready { container["readinessProbe"] = ["exec": ["command": ["false"]], "periodSeconds": 1] }
        try await pod(name, labels: ["app": app], container)
        try await wait("pod \(name) runs") {
            let status = try await client.get(Pod.self, name, namespace: namespace).status
            return status.phase == .running && status.conditions.isTrue(.ready) == ready && !status.podIP.isEmpty
        }
    }

    private func pod(_ name: String, labels: [String: String], _ container: JSON) async throws {
        _ = try await client.nodesForPods()
        let spec: JSON = [
            "terminationGracePeriodSeconds": 0, "restartPolicy": "Never", "automountServiceAccountToken": false,
            "containers": [container],
        ]
        let metadata: JSON = ["name": .string(name), "namespace": .string(namespace), "labels": labels.json]
        pods.withLock { $0.append(name) }
        let wanted = try Pod(json: ["metadata": metadata, "spec": spec])
        try await wait("pod \(name) is created", isTold: false) {
            try await client.createIfPermitted(wanted) != nil
        }
    }

    func remove(_ name: String, isTold: Bool = true) async throws {
        try await client.deleteNow(pod: name, in: namespace)
        pods.withLock { $0.removeAll { $0 == name } }
        try await wait("pod \(name) is gone", isTold: isTold) {
            try await client.isGone(pod: name, in: namespace)
        }
    }

    @discardableResult
    func service(_ name: String, _ spec: JSON = [:], selector: JSON? = ["app": "web"]) async throws -> String {
        var whole: JSON = ["ports": [["port": 80, "targetPort": 8080]]]
        if let selector { whole["selector"] = selector }
        for member in spec.object ?? [:] { whole[member.name] = member.value }
        scenario.say("service \(name): \(whole)")
        services.withLock { $0.append(name) }
        let wanted = try Service(
            json: ["metadata": ["name": .string(name), "namespace": .string(namespace)], "spec": whole])
        return try await client.create(wanted).spec.clusterIP
    }

    func nodePort(of name: String) async throws -> Int {
        try await client.get(Service.self, name, namespace: namespace).spec.ports.first?.nodePort ?? 0
    }

    func label(pod name: String, app: String) async throws {
        scenario.say("pod \(name) gets the label app=\(app)")
        try await client.patch(
            Pod.self, name, namespace: namespace, .merge(["metadata": ["labels": ["app": .string(app)]]]))
    }

    func address(of pod: String) async throws -> String {
        try await client.get(Pod.self, pod, namespace: namespace).status.podIP
    }

    /// An address of each node that pods can reach.
    func nodeAddresses() async throws -> [String] {
        try await client.list(Node.self).items.compactMap { $0.address(.internalIP) }
    }

    /// Endpoints that nobody but the case writes: a slice, or where there are none yet, the older form.
    func endpoints(of service: String, _ addresses: [String]) async throws {
        scenario.say("endpoints of \(service), written by hand: \(addresses.joined(separator: ", "))")
        let metadata: JSON = [
            "name": .string(service), "namespace": .string(namespace),
            "labels": ["kubernetes.io/service-name": .string(service)],
        ]
        let slice: JSON = [
            "metadata": metadata, "addressType": "IPv4", "ports": [["name": "", "port": 8080, "protocol": "TCP"]],
            "endpoints": .array(addresses.map { ["addresses": [.string($0)], "conditions": ["ready": true]] }),
        ]
        let subset: JSON = [
            "addresses": .array(addresses.map { ["ip": .string($0)] }), "ports": [["port": 8080]],
        ]
        do {
            try await client.create(try EndpointSlice(json: slice))
        } catch let status as Status where status.isNotFound {
            try await client.create(try Endpoints(json: ["metadata": metadata, "subsets": [subset]]))
        }
    }

    // MARK: - What must be

    /// The addresses in the service's Endpoints, ready ones and others, sorted.
    func expectEndpoints(of service: String, _ ready: [String], unready: [String] = []) async throws {
        var seen = "nothing"
        try await wait("the endpoints of \(service) are \(ready), not ready \(unready)", { seen }) {
            let found = try? await client.get(Endpoints.self, service, namespace: namespace)
            let subsets = found?.subsets ?? []
            let (here, others) = (
                subsets.flatMap(\.addresses).map(\.ip), subsets.flatMap(\.notReadyAddresses).map(\.ip)
            )
            seen = "\(here.sorted()), not ready \(others.sorted())"
            return here.sorted() == ready.sorted() && others.sorted() == unready.sorted()
        }
    }

    /// A pod connects so many times, and tells who answered, a name a line; `refused` where nobody did.
    func ask(_ address: String, _ port: Int = 80, times: Int = 1) async throws -> [String] {
        let number = asked.withLock { count in
            count += 1
            return count
        }
        let name = "client-\(number)"
        let script =
            "for i in $(seq \(times)); do "
            + "nc -w 3 \(address) \(port) </dev/null 2>/dev/null || echo refused; done > /dev/termination-log"
        let container: JSON = [
            "name": "main", "image": "busybox:1.36", "imagePullPolicy": "IfNotPresent",
            "command": ["sh", "-c", .string(script)],
        ]
        try await pod(name, labels: [:], container)
        try await wait("\(name) has asked \(address):\(port)", isTold: false) {
            try await client.get(Pod.self, name, namespace: namespace).status.phase == .succeeded
        }
        let status = try await client.get(Pod.self, name, namespace: namespace).status
        let message = status.containerStatuses.first?.state.terminated?.message ?? ""
        try await remove(name, isTold: false)
        return message.split(separator: "\n").map(String.init)
    }

    /// Sooner or later a client is answered as it should be.
    @discardableResult
    func expectAnswers(
        _ expected: String, at address: String, _ port: Int = 80, times: Int = 1, _ isRight: ([String]) -> Bool
    ) async throws -> [String] {
        var answers: [String] = []
        try await wait(expected, isTold: true, { "answers: \(answers.joined(separator: ", "))" }) {
            answers = try await ask(address, port, times: times)
            return isRight(answers)
        }
        return answers
    }

    /// - Parameter isTold: whether it is a sentence of the story.
    private func wait(
        _ expected: String, isTold: Bool = true, _ observed: () -> String = { "it isn't so after 90 s" },
        _ condition: () async throws -> Bool
    ) async throws {
        try await scenario.wait(for: expected, within: Self.patience, observed: observed, until: condition)
        if isTold { scenario.say(expected) }
    }
}
