internal import API
internal import Client
internal import ClusterDNSContract
internal import ClusterDNSSuite
internal import Conformance
internal import ConformanceStage
internal import HTTP
internal import Linux
internal import Schema
internal import Synchronization

/// A name server under test, services and endpoints as objects, and questions.
final class NamesOnStage: Sendable {
    let scenario: Scenario
    private let program: ProgramUnderTest
    private let port: Int
    private let made = Mutex<Set<String>>([])
    private let asked = Mutex<UInt16>(0)
    private let client: ClusterClient
    private var questioner: Questioner { Questioner(port: port) }

    private static let patience = Duration.seconds(20)

    init(_ scenario: Scenario) throws {
        self.scenario = scenario
        _ = try scenario.program(for: ClusterDNSComponent.component)
        let plane = try scenario.setting(as: ControlPlane.self)
        client = plane.client
        program = ProgramUnderTest(
            ClusterDNSComponent.component, in: scenario, as: ClusterDNSComponent.user, on: plane)
        port = try freeLoopbackPort()
    }

    func play(_ body: @Sendable (NamesOnStage) async throws -> Void) async throws {
        try await namespace("shop")
        try await start()
        let result: Result<Void, any Error>
        do { result = .success(try await body(self)) } catch { result = .failure(error) }
        stop()
        for key in made.withLock(\.self).sorted() { await delete(key) }
        try result.get()
    }

    // MARK: - The program

    /// It runs when it answers anything at all.
    func start() async throws {
        try program.start(
            ["--bind-address=127.0.0.1", "--port=\(port)"], environment: ["DNS_PORT=\(port)"])
        let query = query("dns-version.cluster.local", .txt)
        let deadline = ContinuousClock.now + Self.patience
        while try await questioner.exchange(Wire.bytes(of: query), patience: 200) == nil {
            try expectRunning()
            try scenario.expect(
                "a name server that answers on 127.0.0.1:\(port)", observed: "it is silent for 20 s",
                ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(30))
        }
        scenario.say("the name server is started")
    }

    func stop() { program.end() }

    private func expectRunning() throws { try program.expectRunning("a name server") }

    // MARK: - What there is

    private func namespace(_ name: String) async throws {
        try await client.ensureNamespace(name)
    }

    /// - Parameter key: `namespace/name`.
    /// - Returns: the cluster IP.
    @discardableResult
    func service(_ key: String, _ spec: JSON = [:]) async throws -> String {
        let (namespace, name) = parts(of: key)
        var whole: JSON = ["ports": [["port": 80]]]
        if spec["type"] == "ExternalName" { whole = [:] }
        for member in spec.object ?? [:] { whole[member.name] = member.value }
        scenario.say("service \(key)\(spec.object?.isEmpty == false ? " \(spec)" : "")")
        made.withLock { _ = $0.insert(key) }
        let wanted = try Service(
            json: ["metadata": ["name": .string(name), "namespace": .string(namespace)], "spec": whole])
        return try await client.create(wanted).spec.clusterIP
    }

    static let headless: JSON = ["clusterIP": "None"]

    /// The service's endpoints from now on; see ``NamedEndpoints``.
    func endpoints(of key: String, _ words: [String], port: String = "80") async throws {
        scenario.say("endpoints of \(key): \(words.isEmpty ? "none" : words.joined(separator: " ")), port \(port)")
        let (namespace, name) = parts(of: key)
        let form = NamedEndpoints(of: name, in: namespace, words, port: port)
        try await put(form.endpointsDocument, "/api/v1/namespaces/\(namespace)/endpoints", name)
        for version in ["v1", "v1beta1"] {
            do {
                for (name, slice) in form.slices(version: version) {
                    try await put(
                        slice, "/apis/discovery.k8s.io/\(version)/namespaces/\(namespace)/endpointslices", name)
                }
                return
            } catch let status as Status where status.isNotFound && version == "v1" {}
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

    func delete(_ key: String) async {
        let (namespace, name) = parts(of: key)
        _ = try? await client.delete(Service.self, name, namespace: namespace)
        _ = try? await client.delete(Endpoints.self, name, namespace: namespace)
        for slice in ["\(name)-ipv4", "\(name)-ipv6"] {
            for version in ["v1", "v1beta1"] {
                let path = "/apis/discovery.k8s.io/\(version)/namespaces/\(namespace)/endpointslices/\(slice)"
                _ = try? await client.document(.delete, Target(path: path, query: Query()))
            }
        }
    }

    private func parts(of key: String) -> (String, String) {
        let parts = key.split(separator: "/").map(String.init)
        return (parts[0], parts[1])
    }

    // MARK: - Questions

    func query(_ name: String, _ type: RecordType, takes size: Int? = nil) -> DNSMessage {
        var query = DNSMessage()
        query.identifier = asked.withLock { count in
            count &+= 257
            return count
        }
        query.recursionDesired = true
        query.question = DNSMessage.Question(DomainName(name), type)
        query.payloadSize = size
        return query
    }

    /// - Returns: the answer, whose form is looked at; nil when there was none within a second.
    func answer(to query: DNSMessage, over transport: Questioner.Transport = .udp) async throws -> DNSMessage? {
        let found = try await exchange(Wire.bytes(of: query), over: transport)
        guard let bytes = found else { return nil }
        let message: DNSMessage
        do { message = try Wire.read(bytes) } catch {
            scenario.attach("answer.txt", hexadecimal(bytes))
            try scenario.fail(expected: "an answer that is a message", observed: "\(error)")
        }
        try scenario.expect(
            "a response with the identifier and the question of the query, letter by letter",
            observed: "identifier \(message.identifier), question \(message.question.map { "\($0)" } ?? "none")",
            message.isResponse && message.identifier == query.identifier && message.question == query.question
                && message.question?.name.labels == query.question?.name.labels)
        return message
    }

    func exchange(
        _ bytes: [UInt8], over transport: Questioner.Transport = .udp, patience: Int = 1000
    ) async throws -> [UInt8]? {
        try await questioner.exchange(bytes, over: transport, patience: patience)
    }

    // MARK: - What must be

    /// Asks until there is an answer, whichever: UDP may lose a question, and a machine may stand still for a second.
    func first<Found>(_ ask: () async throws -> Found?) async throws -> Found {
        try await untilFound("an answer") { (try await ask(), "silence") }
    }

    /// Sooner or later this is what is answered.
    /// - Parameter wanted: in the words of ``AnswerText``: `10.96.0.20`, `nothing`, `no such name`.
    @discardableResult
    func expect(_ name: String, _ type: RecordType, _ wanted: String) async throws -> DNSMessage {
        let expected = Self.sorted(wanted)
        return try await eventually("\(name) \(type) → \(expected)", name, type) { AnswerText.text($0) == expected }
    }

    /// - Parameter isRight: whether it is the answer that is waited for.
    @discardableResult
    func eventually(
        _ expected: String, _ name: String, _ type: RecordType, _ isRight: (DNSMessage) throws -> Bool
    ) async throws -> DNSMessage {
        let found = try await untilFound(expected) {
            let message = try await answer(to: query(name, type))
            let isFound = try message.map(isRight) ?? false
            return (isFound ? message : nil, "\(name) \(type) → \(message.map(AnswerText.text) ?? "silence")")
        }
        scenario.say(expected)
        return found
    }

    /// - Parameter look: what is found, or what is seen instead.
    private func untilFound<Found>(
        _ expected: String, _ look: () async throws -> (found: Found?, observed: String)
    ) async throws -> Found {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let (found, observed) = try await look()
            if let found { return found }
            try expectRunning()
            try scenario.expect(expected, observed: "\(observed), for 20 s", ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private static func sorted(_ wanted: String) -> String {
        wanted.split(separator: ", ").sorted().joined(separator: ", ")
    }
}
