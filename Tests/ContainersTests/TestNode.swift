import CRI
import Cgroups
import Containers
import Linux
import Logging
import RuntimeProgram
import TestSupport

/// A node of its own for a test: a runtime with folders, cgroups and a network plugin that nobody else uses.
///
/// The plugin is a shell script that gives every pod the same address: what the plugin does isn't the runtime's matter.
struct TestNode: Sendable {
    let folder: String
    let runtime: Runtime

    static func with(_ body: (TestNode) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let node = try TestNode(folder: folder)
            try await node.runtime.prepare()
            do { try await body(node) } catch {
                try await node.cleanUp()
                throw error
            }
            try await node.cleanUp()
        }
    }

    private init(folder: String) throws {
        self.folder = folder
        for name in ["net.d", "plugins", "logs"] { try makeFolder("\(folder)/\(name)") }
        try writeFile(
            "\(folder)/net.d/1.conflist",
            #"{"cniVersion":"1.0.0","name":"test","plugins":[{"type":"fixed"}]}"#)
        try writeFile(
            "\(folder)/plugins/fixed",
            """
            #!/bin/sh
            cat >/dev/null
            echo "$CNI_COMMAND $CNI_CONTAINERID" >>\(folder)/plugin.log
            test "$CNI_COMMAND" = ADD || exit 0
            echo '{"cniVersion":"1.0.0","ips":[{"address":"10.1.2.3/32"}]}'
            """, mode: 0o755)
        runtime = try Self.makeRuntime(folder)
    }

    /// Another process's view of the same node: what is in memory is read anew.
    func restarted() throws -> Runtime { try Self.makeRuntime(folder) }

    private static func makeRuntime(_ folder: String) throws -> Runtime {
        var configuration = RuntimeConfiguration()
        configuration.root = "\(folder)/root"
        configuration.state = "\(folder)/state"
        configuration.images = "\(folder)/images"
        configuration.networkNamespaces = "\(folder)/netns"
        configuration.cgroupRoot = cgroupRoot(folder)
        configuration.pluginFolders = ["\(folder)/plugins"]
        configuration.networkConfiguration = "\(folder)/net.d"
        configuration.shim = shimProgram
        var log = Logger(label: "test")
        log.logLevel = .error
        return try Runtime(configuration, log: log)
    }

    private static func cgroupRoot(_ folder: String) -> String {
        "/" + (folder.split(separator: "/").last ?? "")
    }

    private func cleanUp() async throws {
        for sandbox in try await runtime.listPodSandbox(ListPodSandboxRequest()).items {
            var request = RemovePodSandboxRequest()
            request.podSandboxID = sandbox.id
            _ = try await runtime.removePodSandbox(request)
        }
        let cgroups = findCgroups(mount: "/sys/fs/cgroup", base: String(Self.cgroupRoot(folder).dropFirst()))
        try cgroups.remove("")
    }
}

/// Beside the test bundle.
let shimProgram: String = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? readLink("/proc/self/exe")
    return bundle.prefix(upTo: bundle.lastIndex(of: "/") ?? bundle.startIndex) + "/PodShim"
}()

// MARK: - Pods

extension TestNode {
    func sandbox(
        _ name: String = "web", hostNetwork: Bool = false, sharedProcesses: Bool = false,
        _ change: (inout PodSandboxConfig) -> Void = { _ in }
    ) async throws -> String {
        var request = RunPodSandboxRequest()
        request.config = podConfig(name, hostNetwork: hostNetwork, sharedProcesses: sharedProcesses)
        change(&request.config)
        return try await runtime.runPodSandbox(request).podSandboxID
    }

    func podConfig(_ name: String, hostNetwork: Bool = false, sharedProcesses: Bool = false) -> PodSandboxConfig {
        var config = PodSandboxConfig()
        config.metadata.name = name
        config.metadata.namespace = "default"
        config.metadata.uid = "uid-\(name)"
        config.hostname = name
        config.logDirectory = "\(folder)/logs/\(name)"
        var options = NamespaceOption()
        options.network = hostNetwork ? .node : .pod
        options.pid = sharedProcesses ? .pod : .container
        config.linux = LinuxPodSandboxConfig()
        config.linux?.securityContext = LinuxSandboxSecurityContext()
        config.linux?.securityContext?.namespaceOptions = options
        return config
    }

    func create(
        _ command: [String], in sandbox: String, name: String = "main",
        _ change: (inout ContainerConfig) -> Void = { _ in }
    ) async throws -> String {
        var request = CreateContainerRequest()
        request.podSandboxID = sandbox
        request.config.metadata.name = name
        request.config.image.image = "busybox"
        request.config.command = command
        request.config.logPath = "\(name)/0.log"
        var options = NamespaceOption()
        options.pid = .container
        request.config.linux = LinuxContainerConfig()
        request.config.linux?.securityContext = LinuxContainerSecurityContext()
        request.config.linux?.securityContext?.namespaceOptions = options
        change(&request.config)
        return try await runtime.createContainer(request).containerID
    }

    func start(_ id: String) async throws {
        var request = StartContainerRequest()
        request.containerID = id
        _ = try await runtime.startContainer(request)
    }

    func run(
        _ command: [String], in sandbox: String, name: String = "main",
        _ change: (inout ContainerConfig) -> Void = { _ in }
    ) async throws -> String {
        let id = try await create(command, in: sandbox, name: name, change)
        try await start(id)
        return id
    }

    func status(_ id: String) async throws -> CRI.ContainerStatus {
        var request = ContainerStatusRequest()
        request.containerID = id
        return try await runtime.containerStatus(request).status ?? CRI.ContainerStatus()
    }

    /// Waits for the end.
    func end(_ id: String) async throws -> CRI.ContainerStatus {
        try await eventually("container ended") { try await status(id).state == .exited }
        return try await status(id)
    }

    /// What a container has said, without times.
    func log(_ id: String) async throws -> String {
        try readText(try await status(id).logPath).split(separator: "\n")
            .map { $0.split(separator: " ", maxSplits: 1).last.map(String.init) ?? "" }.joined(separator: "\n")
    }

    /// Runs a command to its end, and gives what it has said.
    func output(
        _ script: String, in sandbox: String, name: String = "main",
        _ change: (inout ContainerConfig) -> Void = { _ in }
    ) async throws -> String {
        let id = try await run(["sh", "-c", script], in: sandbox, name: name, change)
        _ = try await end(id)
        return try await log(id)
    }

    func exec(_ command: [String], in id: String, timeout: Int = 10) async throws -> ExecSyncResponse {
        var request = ExecSyncRequest()
        request.containerID = id
        request.cmd = command
        request.timeout = timeout
        return try await runtime.execSync(request)
    }

    func stop(_ id: String, timeout: Int) async throws {
        var request = StopContainerRequest()
        request.containerID = id
        request.timeout = timeout
        _ = try await runtime.stopContainer(request)
    }
}
