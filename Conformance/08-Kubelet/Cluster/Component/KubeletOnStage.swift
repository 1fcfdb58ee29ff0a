internal import API
internal import Client
internal import Conformance
internal import ConformanceStage
internal import GRPC
internal import HTTP
internal import Linux
internal import Schema
internal import Synchronization

/// A kubelet under test, pods that are bound to its node, and the runtime that it speaks to.
final class KubeletOnStage: Sendable {
    static let node = "stage-node"

    let scenario: Scenario
    let runtime = StageRuntime()
    let client: ClusterClient
    private let folder: String
    private let program: ProgramUnderTest

    /// For something to happen. Long for a kubelet: some look at a pod only once in a while.
    static let patience = Duration.seconds(75)
    /// For something that must not happen.
    static let pause = Duration.seconds(3)

    /// Serves the runtime, starts the program, tells the story, and takes all away again.
    static func play(
        _ scenario: Scenario, _ body: @escaping @Sendable (KubeletOnStage) async throws -> Void
    ) async throws {
        _ = try scenario.program(for: "kubelet")
        let plane = try scenario.setting(as: ControlPlane.self)
        let folder = try makeTemporaryFolder("dinghy-kubelet")
        defer { try? removeTree(folder) }
        let stage = KubeletOnStage(scenario, plane, folder)
        let server = try await GRPCServer(
            listeningOn: [.endpoint(.unix(path: "\(folder)/runtime.sock"))], services: stage.runtime.services)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            defer { group.cancelAll() }
            try await stage.tell(body)
        }
    }

    private init(_ scenario: Scenario, _ plane: ControlPlane, _ folder: String) {
        (self.scenario, self.folder, client) = (scenario, folder, plane.client)
        program = ProgramUnderTest(
            "kubelet", in: scenario, kubeconfig: plane.kubeconfig(of: KubeletComponent.user), folder: folder)
    }

    private func tell(_ body: @Sendable (KubeletOnStage) async throws -> Void) async throws {
        try await makeServiceAccount()
        try start()
        let result: Result<Void, any Error>
        do { result = .success(try await body(self)) } catch { result = .failure(error) }
        scenario.attach("runtime.txt", runtime.story)
        await clear()
        stop()
        _ = try? await client.delete(Node.self, Self.node)
        try result.get()
    }

    // MARK: - The program

    func start() throws {
        try program.start([
            "--hostname-override=\(Self.node)", "--container-runtime-endpoint=unix://\(folder)/runtime.sock",
            "--root-dir=\(folder)/root", "--port=\(try freeLoopbackPort())",
        ])
        scenario.say("the kubelet is started")
    }

    func stop() { program.end() }

    private func expectRunning() throws { try program.expectRunning("a kubelet") }

    // MARK: - Pods

    /// A container of an image that is there.
    static func container(_ name: String, _ members: JSON = [:]) -> JSON {
        var container: JSON = [
            "name": .string(name), "image": .string(StageRuntime.image), "imagePullPolicy": "IfNotPresent",
            "command": ["serve", .string(name)],
        ]
        for member in members.object ?? [:] { container[member.name] = member.value }
        return container
    }

    /// A pod that is bound to the node already.
    @discardableResult
    func pod(_ containers: [JSON], named name: String = "web", on node: String = node, _ spec: JSON = [:]) async throws
        -> Pod
    {
        var whole: JSON = [
            "nodeName": .string(node), "containers": .array(containers), "automountServiceAccountToken": false,
            "tolerations": [["operator": "Exists"]], "terminationGracePeriodSeconds": 30,
        ]
        for member in spec.object ?? [:] { whole[member.name] = member.value }
        let names = containers.compactMap { $0["name"]?.string }.joined(separator: " and ")
        scenario.say("pod \(name) with \(names)" + (spec.object?.isEmpty == false ? ", \(spec)" : ""))
        let pod = try Pod(json: ["metadata": ["name": .string(name), "namespace": "default"], "spec": whole])
        return try await client.create(pod)
    }

    func delete(_ name: String = "web", grace seconds: Int? = nil) async throws {
        scenario.say("pod \(name) is deleted" + (seconds.map { ", with a grace period of \($0) s" } ?? ""))
        var options = DeleteOptions()
        options.gracePeriodSeconds = seconds
        _ = try await client.delete(Pod.self, name, namespace: "default", options: options)
    }

    func status(of name: String = "web") async throws -> PodStatus {
        try await client.get(Pod.self, name, namespace: "default").status
    }

    /// Where no controller makes it, pods may need it.
    private func makeServiceAccount() async throws {
        try await client.ensureServiceAccount(in: "default")
    }

    private func clear() async {
        for pod in (try? await client.list(Pod.self, ListOptions(namespace: "default")).items) ?? [] {
            _ = try? await client.delete(
                Pod.self, pod.name, namespace: "default", options: DeleteOptions(gracePeriodSeconds: 0))
        }
    }

    // MARK: - What must be

    /// Looks again and again.
    func eventually(
        _ expected: String, within limit: Duration = patience, _ observed: () -> String, _ isSo: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while try await !isSo() {
            try expectRunning()
            try scenario.expect(expected, observed: "after \(limit): \(observed())", ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(50))
        }
        scenario.say(expected)
    }

    /// Sooner or later the runtime is asked this, for the n-th time.
    @discardableResult
    func expectCall(_ kind: StageRuntime.Call.Kind, _ name: String, times: Int = 1) async throws -> StageRuntime.Call {
        let count = times == 1 ? "" : ", \(times) times"
        var calls: [StageRuntime.Call] = []
        try await eventually("the runtime is asked: \(kind.rawValue) \(name)\(count)", { "asked: \(told)" }) {
            calls = runtime.calls(kind, name)
            return calls.count >= times
        }
        return calls[times - 1]
    }

    /// For some seconds the runtime isn't asked this again.
    func expectNoCall(_ kind: StageRuntime.Call.Kind, _ name: String, after times: Int = 0) async throws {
        try await Task.sleep(for: Self.pause)
        try scenario.expect(
            "the runtime isn't asked: \(kind.rawValue) \(name)\(times > 0 ? " again" : "")", observed: "asked: \(told)",
            runtime.calls(kind, name).count <= times)
    }

    func expectRunning(_ names: [String]) async throws {
        try await eventually(
            "what runs: \(names.joined(separator: ", "))", { "what runs: \(runtime.running); asked: \(told)" }
        ) { runtime.running == names }
    }

    /// They run, and the API server knows: kubelets up to 1.21 take for ended what is deleted before that.
    func expectToldRunning(_ names: [String]) async throws {
        try await expectRunning(names)
        try await expectStatus("\(names.joined(separator: " and ")) running") { status in
            names.allSatisfy { status.container($0)?.state.running != nil }
        }
    }

    /// The first of them comes before the first of the others.
    func expectOrder(_ first: StageRuntime.Call, before second: StageRuntime.Call) throws {
        try scenario.expect("\(first) before \(second)", observed: "asked: \(told)", first.at <= second.at)
    }

    func expectStatus(
        _ expected: String, of name: String = "web", _ isSo: (PodStatus) -> Bool
    ) async throws {
        var seen = "no status"
        try await eventually("the status of \(name) says: \(expected)", { seen }) {
            let status = try await status(of: name)
            seen = "\(status.json)"
            return isSo(status)
        }
    }

    func expectGone(_ name: String = "web") async throws {
        try await eventually("pod \(name) is gone", { "it is there; asked: \(told)" }) {
            do { _ = try await status(of: name) } catch let status as Status where status.isNotFound { return true }
            return false
        }
    }

    private var told: String { runtime.calls.map(\.description).joined(separator: ", ") }
}

extension PodStatus {
    func container(_ name: String) -> ContainerStatus? {
        (initContainerStatuses + containerStatuses).first { $0.name == name }
    }
}
