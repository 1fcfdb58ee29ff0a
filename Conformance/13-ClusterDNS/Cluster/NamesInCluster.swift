internal import API
internal import Client
internal import Conformance
internal import ConformanceStage
internal import Schema
internal import Synchronization

/// Services, pods that are behind them, and a pod that asks.
final class NamesInCluster: Sendable {
    let scenario: Scenario
    private let client: ClusterClient
    private let namespace = ClusterDNSCluster.namespace
    private let pods = Mutex<[String]>([])
    private let services = Mutex<[String]>([])
    private let asked = Mutex(0)

    /// For a pod to run, images included.
    private static let patience = Duration.seconds(90)

    init(_ scenario: Scenario, _ client: ClusterClient) { (self.scenario, self.client) = (scenario, client) }

    func tell(_ body: @Sendable (NamesInCluster) async throws -> Void) async throws {
        let result: Result<Void, any Error>
        do { result = .success(try await body(self)) } catch { result = .failure(error) }
        for key in services.withLock(\.self) {
            let (namespace, name) = parts(of: key)
            _ = try? await client.delete(Service.self, name, namespace: namespace)
        }
        for name in pods.withLock(\.self) { try? await remove(name) }
        try result.get()
    }

    private func parts(of key: String) -> (String, String) {
        let parts = key.split(separator: "/").map(String.init)
        return parts.count > 1 ? (parts[0], parts[1]) : (namespace, key)
    }

    // MARK: - What there is

    /// A pod with the label app=web that does nothing.
    /// - Parameter spec: further members of the pod's.
    /// - Returns: its address.
    @discardableResult
    func member(_ name: String, _ spec: JSON = [:], isReady: Bool = true) async throws -> String {
        scenario.say("pod \(name)\(spec.object?.isEmpty == false ? " \(spec)" : "")\(isReady ? "" : ", never ready")")
        var container: JSON = ["command": ["sleep", "100000"]]
        if !isReady { container["readinessProbe"] = ["exec": ["command": ["false"]], "periodSeconds": 1] }
        try await pod(name, labels: ["app": "web"], container, spec)
        var address = ""
        try await wait("pod \(name) runs") {
            let status = try await client.get(Pod.self, name, namespace: namespace).status
            address = status.podIP
            return status.phase == .running && status.conditions.isTrue(.ready) == isReady && !address.isEmpty
        }
        return address
    }

    private func pod(_ name: String, labels: [String: String], _ container: JSON, _ further: JSON) async throws {
        _ = try await client.nodesForPods()
        var whole: JSON = ["name": "main", "image": "busybox:1.36", "imagePullPolicy": "IfNotPresent"]
        for member in container.object ?? [:] { whole[member.name] = member.value }
        var spec: JSON = [
            "terminationGracePeriodSeconds": 0, "restartPolicy": "Never", "automountServiceAccountToken": false,
            "containers": [whole],
        ]
        for member in further.object ?? [:] { spec[member.name] = member.value }
        let metadata: JSON = ["name": .string(name), "namespace": .string(namespace), "labels": labels.json]
        let wanted = try Pod(json: ["metadata": metadata, "spec": spec])
        pods.withLock { $0.append(name) }
        try await wait("pod \(name) is created", isTold: false) {
            try await client.createIfPermitted(wanted) != nil
        }
    }

    func remove(_ name: String) async throws {
        try await client.deleteNow(pod: name, in: namespace)
        pods.withLock { $0.removeAll { $0 == name } }
        try await wait("pod \(name) is gone", isTold: false) {
            try await client.isGone(pod: name, in: namespace)
        }
    }

    static let headless: JSON = ["clusterIP": "None"]

    /// One that selects app=web, at the port `talk`.
    /// - Parameter key: a name, or `namespace/name`.
    /// - Returns: the cluster IP.
    @discardableResult
    func service(_ key: String, _ spec: JSON = [:]) async throws -> String {
        let (namespace, name) = parts(of: key)
        var whole: JSON = ["selector": ["app": "web"], "ports": [["name": "talk", "port": 80]]]
        if spec["type"] == "ExternalName" { whole = [:] }
        for member in spec.object ?? [:] { whole[member.name] = member.value }
        scenario.say("service \(key)\(spec.object?.isEmpty == false ? " \(spec)" : "")")
        services.withLock { $0.append(key) }
        let wanted = try Service(
            json: ["metadata": ["name": .string(name), "namespace": .string(namespace)], "spec": whole])
        return try await client.create(wanted).spec.clusterIP
    }

    func delete(_ service: String) async throws {
        scenario.say("service \(service) is deleted")
        _ = try await client.delete(Service.self, service, namespace: namespace)
    }

    // MARK: - What must be

    /// A pod runs a shell script.
    /// - Parameter spec: further members of the pod's.
    /// - Returns: what it printed, as far as there is room for it.
    func run(_ script: String, _ spec: JSON = [:]) async throws -> String {
        let number = asked.withLock { count in
            count += 1
            return count
        }
        let name = "client-\(number)"
        let command: JSON = ["sh", "-c", .string("{ \(script); } > /dev/termination-log 2>&1; true")]
        try await pod(name, labels: [:], ["command": command], spec)
        try await wait("\(name) has run", isTold: false) {
            try await client.get(Pod.self, name, namespace: namespace).status.phase == .succeeded
        }
        let status = try await client.get(Pod.self, name, namespace: namespace).status
        try await remove(name)
        return status.containerStatuses.first?.state.terminated?.message ?? ""
    }

    /// Sooner or later a pod's script prints what it should.
    /// - Returns: what it printed then.
    @discardableResult
    func expect(
        _ expected: String, _ script: String, _ spec: JSON = [:], _ isRight: (String) -> Bool
    ) async throws -> String {
        var printed = ""
        try await wait(expected, { "a pod ran `\(script)`, which printed:\n\(printed)" }) {
            printed = try await run(script, spec)
            return isRight(printed)
        }
        return printed
    }

    /// What a resolver finds that asks for this name and no other: a name without the domain, `web.default.svc`.
    func expectAnswer(_ name: String, _ type: String, _ expected: String, _ isRight: (Answer) -> Bool) async throws {
        let domain = "$(sed -n 's/^search.* svc\\.\\([^ ]*\\).*/\\1/p' /etc/resolv.conf)"
        let full = name.hasSuffix(".") ? name : "\(name).\(domain)."
        try await expect("\(name), \(type): \(expected)", "nslookup -type=\(type) \(full)") { isRight(Answer($0)) }
    }

    func expectAddresses(_ name: String, _ addresses: [String]) async throws {
        try await expectAnswer(name, "a", addresses.sorted().joined(separator: ", ")) {
            $0.addresses == addresses.sorted()
        }
    }

    func expectNoSuchName(_ name: String) async throws {
        try await expectAnswer(name, "a", "no such name") { $0.isNoSuchName }
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

/// What busybox's nslookup prints: the server with its address, an empty line, and what was found.
struct Answer {
    private let lines: [String]
    let isNoSuchName: Bool

    init(_ printed: String) {
        isNoSuchName = printed.contains("NXDOMAIN")
        lines = printed.split(separator: "\n").drop { !$0.hasPrefix("Address") }.dropFirst().map(String.init)
    }

    var isNothing: Bool {
        !isNoSuchName && !lines.contains { $0.contains("timed out") } && values("=") == [] && addresses == []
    }

    /// Sorted.
    var addresses: [String] {
        lines.filter { $0.hasPrefix("Address") }.compactMap { $0.split(separator: " ").last.map(String.init) }
            .flatMap { $0.split(separator: "\t").suffix(1).map(String.init) }.sorted()
    }

    /// What stands behind `= `: aliases, names of addresses, hosts of ports; sorted.
    func values(_ separator: String = "=") -> [String] {
        lines.compactMap { line in
            guard let middle = line.firstRange(of: "\(separator) ") else { return nil }
            return String(line[middle.upperBound...])
        }.sorted()
    }
}
