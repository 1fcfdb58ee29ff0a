internal import CRI
internal import Conformance
internal import GRPC
internal import Glibc
internal import Linux
internal import Schema
internal import Synchronization

var isRoot: Bool { geteuid() == 0 }

/// A pod in the hands of the runtime under test: what a kubelet would ask, in a case's words.
final class PodOnStage: Sendable {
    let scenario: Scenario
    let stage: RuntimeStage
    var client: RuntimeClient { stage.client }
    private let sandboxes = Mutex<[String: PodSandboxConfig]>([:])
    /// Unlike that of any other case.
    let name: String

    /// For a container to end that has nothing to do, and for a runtime to come.
    static let patience = Duration.seconds(30)

    init(_ scenario: Scenario, _ stage: RuntimeStage) {
        (self.scenario, self.stage) = (scenario, stage)
        name = "pod-\(String(scenario.seed, radix: 36))"
    }

    func tell(_ body: @Sendable (PodOnStage) async throws -> Void) async throws {
        try await ready()
        let result: Result<Void, any Error>
        do { result = .success(try await body(self)) } catch let error as GRPCError {
            result = .failure(finding(of: error))
        } catch { result = .failure(error) }
        for id in sandboxes.withLock({ $0.keys.sorted() }) { try? await removeSandbox(id) }
        if case .failure = result { scenario.attach("program.log", stage.home.log) }
        try result.get()
    }

    /// An answer that the case hasn't expected is the runtime's.
    private func finding(of error: GRPCError) -> any Error {
        do { try scenario.fail(expected: "the runtime does as it is asked", observed: "\(error)") } catch {
            return error
        }
    }

    /// Waits until the runtime answers, and has the image.
    func ready() async throws {
        var request = ImageStatusRequest()
        request.image.image = "busybox"
        try await wait("the runtime serves, and has the image busybox", isTold: false) {
            (try? await client.imageStatus(request))?.image != nil
        }
    }

    // MARK: - Sandboxes

    func config(_ change: (inout PodSandboxConfig) -> Void = { _ in }) -> PodSandboxConfig {
        let number = sandboxes.withLock(\.count)
        var config = PodSandboxConfig()
        config.metadata.name = "\(name)-\(number)"
        config.metadata.namespace = "suite"
        config.metadata.uid = "\(name)-\(number)"
        config.hostname = "host-of-\(number)"
        config.logDirectory = "\(stage.home.folder)/logs/\(name)-\(number)"
        config.labels = ["case": name]
        config.linux = LinuxPodSandboxConfig()
        config.linux?.cgroupParent = "\(stage.home.group)/pods/\(name)-\(number)"
        config.linux?.securityContext = LinuxSandboxSecurityContext()
        config.linux?.securityContext?.namespaceOptions = Self.options()
        change(&config)
        return config
    }

    static func options(network: NamespaceMode = .pod, processes: NamespaceMode = .container) -> NamespaceOption {
        var options = NamespaceOption()
        options.network = network
        options.pid = processes
        return options
    }

    /// The node's network and its name, as kubelets ask for them.
    static func onHostNetwork(_ config: inout PodSandboxConfig) {
        config.hostname = ""
        config.linux?.securityContext?.namespaceOptions = options(network: .node)
    }

    func sandbox(_ change: (inout PodSandboxConfig) -> Void = { _ in }) async throws -> String {
        var request = RunPodSandboxRequest()
        request.config = config(change)
        try makeFolder(request.config.logDirectory)
        let id = try await client.runPodSandbox(request).podSandboxID
        sandboxes.withLock { $0[id] = request.config }
        scenario.say("a pod sandbox is made")
        return id
    }

    func sandboxStatus(_ id: String) async throws -> PodSandboxStatus {
        var request = PodSandboxStatusRequest()
        request.podSandboxID = id
        return try await client.podSandboxStatus(request).status ?? PodSandboxStatus()
    }

    func stopSandbox(_ id: String) async throws {
        var request = StopPodSandboxRequest()
        request.podSandboxID = id
        _ = try await client.stopPodSandbox(request)
        scenario.say("the sandbox is stopped")
    }

    func removeSandbox(_ id: String) async throws {
        var stop = StopPodSandboxRequest()
        stop.podSandboxID = id
        _ = try await client.stopPodSandbox(stop)
        var request = RemovePodSandboxRequest()
        request.podSandboxID = id
        _ = try await client.removePodSandbox(request)
    }

    // MARK: - Containers

    /// - Parameter script: of the shell.
    func create(
        _ script: String, in sandbox: String, name: String = "main", attempt: Int = 0,
        _ change: (inout ContainerConfig) -> Void = { _ in }
    ) async throws -> String {
        var request = CreateContainerRequest()
        request.podSandboxID = sandbox
        request.sandboxConfig = sandboxes.withLock { $0[sandbox] } ?? PodSandboxConfig()
        request.config.metadata.name = name
        request.config.metadata.attempt = attempt
        request.config.image.image = "busybox"
        request.config.command = ["sh", "-c", script]
        request.config.logPath = "\(name)-\(attempt).log"
        request.config.labels = ["case": self.name, "container": name]
        request.config.linux = LinuxContainerConfig()
        request.config.linux?.securityContext = LinuxContainerSecurityContext()
        request.config.linux?.securityContext?.namespaceOptions =
            request.sandboxConfig.linux?.securityContext?.namespaceOptions
        change(&request.config)
        return try await client.createContainer(request).containerID
    }

    func start(_ id: String) async throws {
        var request = StartContainerRequest()
        request.containerID = id
        _ = try await client.startContainer(request)
    }

    func run(
        _ script: String, in sandbox: String, name: String = "main", attempt: Int = 0,
        _ change: (inout ContainerConfig) -> Void = { _ in }
    ) async throws -> String {
        let id = try await create(script, in: sandbox, name: name, attempt: attempt, change)
        try await start(id)
        scenario.say("container \(name) runs: \(script.split(separator: "\n").first ?? "")")
        return id
    }

    func status(_ id: String) async throws -> ContainerStatus {
        var request = ContainerStatusRequest()
        request.containerID = id
        return try await client.containerStatus(request).status ?? ContainerStatus()
    }

    func end(of id: String) async throws -> ContainerStatus {
        try await wait("the container ends", isTold: false) { try await status(id).state == .exited }
        return try await status(id)
    }

    /// What a container says that runs to its end.
    func output(
        of script: String, in sandbox: String, name: String = "main",
        _ change: (inout ContainerConfig) -> Void = { _ in }
    ) async throws -> String {
        let id = try await run(script, in: sandbox, name: name, change)
        _ = try await end(of: id)
        return try await log(of: id).map(\.text).joined(separator: "\n")
    }

    func stop(_ id: String, timeout: Int) async throws {
        var request = StopContainerRequest()
        request.containerID = id
        request.timeout = timeout
        _ = try await client.stopContainer(request)
    }

    func remove(_ id: String) async throws {
        var request = RemoveContainerRequest()
        request.containerID = id
        _ = try await client.removeContainer(request)
    }

    func exec(_ script: String, in id: String, timeout: Int = 10) async throws -> ExecSyncResponse {
        var request = ExecSyncRequest()
        request.containerID = id
        request.cmd = ["sh", "-c", script]
        request.timeout = timeout
        return try await client.execSync(request)
    }

    /// What a command in a running container says.
    func said(_ script: String, in id: String) async throws -> String {
        String(decoding: try await exec(script, in: id).stdout.bytes, as: UTF8.self).trimmingLineEnd
    }

    // MARK: - Logs

    /// The log's lines, each `TIME STREAM TAG TEXT`; the last ones come a moment after the end.
    func log(of id: String) async throws -> [LogLine] {
        let path = try await status(id).logPath
        try await wait("the log is there", isTold: false) { fileExists(path) }
        return try readText(path).split(separator: "\n").map { LogLine(String($0)) }
    }

    /// The first failure of a call that must fail.
    func failure(_ call: () async throws -> Void) async -> GRPCError? {
        do {
            try await call()
            return nil
        } catch let error as GRPCError { return error } catch { return GRPCError(.unknown, "\(error)") }
    }

    func wait(_ expected: String, isTold: Bool = true, _ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while try await !condition() {
            try scenario.expect(expected, observed: "it isn't so after 30 s", ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(30))
        }
        if isTold { scenario.say(expected) }
    }
}

/// A line of a container's log.
struct LogLine {
    var time = ""
    var stream = ""
    var tag = ""
    var text = ""

    init(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        if words.count == 4 {
            (time, stream, tag, text) = (words[0], words[1], words[2], words[3])
        } else {
            text = line
        }
    }
}

extension String {
    var trimmingLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
