internal import Conformance
internal import Glibc
internal import Linux
internal import PodNetwork
internal import PodNetworkContract
internal import Schema

/// A node without anything but a network namespace, pods that are network namespaces, too, and a plugin that is to
/// connect them. All of it is gone with the folder; on the machine itself nothing changes.
struct PluginStage: Sendable {
    let scenario: Scenario
    private let folder: String
    private let program: [String]
    /// Of the node's pods.
    var subnet = "10.88.7.0/24"
    var cniVersion = "1.0.0"

    /// Builds the node, tells the story, and takes all away again.
    static func play(
        _ scenario: Scenario, _ body: @escaping @Sendable (inout PluginStage) async throws -> Void
    ) async throws {
        let words = try scenario.program(for: PodNetworkComponent.component).split(separator: " ").map(String.init)
        guard geteuid() == 0 else { throw Skipped("a plugin makes network interfaces, and that needs root") }
        var stage = PluginStage(scenario: scenario, folder: try makeTemporaryFolder("cni"), program: words)
        defer { stage.remove() }
        try stage.makeNode()
        try await body(&stage)
    }

    private init(scenario: Scenario, folder: String, program: [String]) {
        (self.scenario, self.folder, self.program) = (scenario, folder, program)
    }

    private func remove() {
        for name in (try? listFolder("\(folder)/netns")) ?? [] {
            try? removeNetworkNamespace(at: "\(folder)/netns/\(name)")
        }
        try? removeTree(folder)
    }

    // MARK: - What there is

    static let node = "the-node"

    private func makeNode() throws {
        try makeFolder("\(folder)/netns")
        try make(Self.node)
        try inNetworkNamespace(of: namespace(of: Self.node)) {
            try writeControl("/proc/sys/net/ipv4/ip_forward", "1")
        }
    }

    /// A pod's namespace, with its loopback on, as a runtime makes it.
    func pods(_ names: String...) throws { for name in names { try make(name) } }

    private func make(_ name: String) throws {
        try makeNetworkNamespace(at: namespace(of: name))
        try NetlinkSocket(namespace: namespace(of: name)).setUp("lo")
    }

    /// Its namespace goes, without a word to the plugin.
    func vanish(_ name: String) throws {
        scenario.say("the namespace of \(name) is gone")
        try removeNetworkNamespace(at: namespace(of: name))
    }

    func namespace(of name: String) -> String { "\(folder)/netns/\(name)" }

    // MARK: - The plugin

    /// What the plugin is configured with; members that it doesn't know are no business of its.
    func configuration(previous: JSON? = nil, name: String = "pods") -> JSON {
        let type = program[0].split(separator: "/").last.map(String.init) ?? ""
        var configuration: JSON = [
            "cniVersion": .string(cniVersion), "name": .string(name), "type": .string(type), "bridge": "pods0",
            "isGateway": true,
            "ipam": [
                "type": "host-local", "subnet": .string(subnet), "dataDir": .string("\(folder)/addresses"),
                "routes": [["dst": "0.0.0.0/0"]],
            ],
        ]
        configuration["prevResult"] = previous
        return configuration
    }

    /// Runs the plugin once.
    /// - Parameters:
    ///   - pod: names the container and, unless another is given, its namespace.
    ///   - changes: of the environment; an empty text takes a variable away.
    ///   - input: instead of the configuration.
    ///   - milliseconds: then it is killed.
    func call(
        _ command: String, _ pod: String, interface: String = "eth0", previous: JSON? = nil,
        changes: [String: String] = [:], input: [UInt8]? = nil, killedAfter milliseconds: Int? = nil
    ) async throws -> PluginAnswer {
        var environment = [
            "CNI_COMMAND": command, "CNI_CONTAINERID": pod, "CNI_NETNS": namespace(of: pod), "CNI_IFNAME": interface,
            "CNI_PATH": parent(of: program[0]), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        ]
        for library in currentEnvironment() where library.hasPrefix("LD_LIBRARY_PATH=") {
            environment["LD_LIBRARY_PATH"] = String(library.dropFirst("LD_LIBRARY_PATH=".count))
        }
        for (name, value) in changes { environment[name] = value.isEmpty ? nil : value }
        var spawn = Spawn(program[0], program, enter: [namespace(of: Self.node)])
        spawn.environment = environment.map { "\($0.key)=\($0.value)" }.sorted()
        let text = input ?? configuration(previous: previous).bytes
        let (prepared, files) = (spawn, "\(folder)/call-\(pod)-\(command)-\(interface)")
        return try await blocking { try PluginAnswer(prepared, input: text, files: files, killedAfter: milliseconds) }
    }

    /// ADD, which must succeed.
    @discardableResult
    func add(_ pod: String, interface: String = "eth0") async throws -> JSON {
        let answer = try await call("ADD", pod, interface: interface)
        return try expectSuccess("ADD of \(pod)/\(interface)", answer)
    }

    /// DEL, which must succeed.
    func delete(_ pod: String, interface: String = "eth0", changes: [String: String] = [:]) async throws {
        try expectSuccess(
            "DEL of \(pod)/\(interface)", try await call("DEL", pod, interface: interface, changes: changes))
    }

    @discardableResult
    func expectSuccess(_ what: String, _ answer: PluginAnswer) throws -> JSON {
        try scenario.expect("\(what) succeeds", observed: "\(what): \(answer)", answer.status == 0)
        scenario.say("\(what) succeeds")
        return answer.document ?? [:]
    }

    /// - Parameter code: nil for whichever.
    func expectRefusal(_ what: String, _ answer: PluginAnswer, code: Int?) throws {
        let words = code.map { "is refused with code \($0)" } ?? "is refused"
        let given = answer.document?["code"]?.integer
        let isRight = answer.status != 0 && given != nil && (code == nil || given == code)
        try scenario.expect("\(what) \(words)", observed: "\(what): \(answer)", isRight)
        scenario.say("\(what) \(words)")
    }
}

/// The folder that a path is in.
private func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
}
