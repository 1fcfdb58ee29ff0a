internal import Conformance
internal import ConformanceStage
internal import EtcdAPI
internal import GRPC
internal import HTTP
internal import Linux
internal import Synchronization

/// A store under test: a process, which can be killed and started again, and a client of it.
final class EtcdOnStage: Sendable {
    let scenario: Scenario
    /// One client, whatever happens to the process.
    let store: RemoteStore
    /// For what the store's client has no words for.
    let client: GRPCClient
    let clientURL: String
    private let folder: String
    private let peerURL: String
    private let words: [String]
    private let process = Mutex<StageProcess?>(nil)

    /// Long for a start, short for a person: a real etcd first elects itself.
    private static let patience = Duration.seconds(20)

    /// Starts the program on an empty folder, and ends it after `body`; the folder is removed.
    static func run(_ scenario: Scenario, _ body: @Sendable (EtcdOnStage) async throws -> Void) async throws {
        let words = try scenario.program(for: "etcd").split(separator: " ").map(String.init)
        let folder = try makeTemporaryFolder("dinghy-etcd")
        defer { try? removeTree(folder) }
        let stage = try EtcdOnStage(scenario, words, folder)
        defer { stage.end() }
        try await stage.start()
        try await body(stage)
    }

    private init(_ scenario: Scenario, _ words: [String], _ folder: String) throws {
        self.scenario = scenario
        self.words = words
        self.folder = folder
        let port = try freeLoopbackPort()
        clientURL = "http://127.0.0.1:\(port)"
        peerURL = "http://127.0.0.1:\(try freeLoopbackPort())"
        store = try RemoteStore(servers: [.tcp(host: "127.0.0.1", port: port)])
        client = try GRPCClient(to: .tcp(host: "127.0.0.1", port: port))
    }

    private func end() {
        store.close()
        client.close()
        process.withLock(\.self)?.end()
        scenario.attach("program.log", process.withLock(\.self)?.log ?? "")
    }

    // MARK: - Its life

    private func start() async throws {
        let flags = [
            "--data-dir=\(folder)/data", "--listen-client-urls=\(clientURL)", "--advertise-client-urls=\(clientURL)",
        ]
        let environment = [
            "ETCD_NAME=conformance", "ETCD_LISTEN_PEER_URLS=\(peerURL)", "ETCD_INITIAL_ADVERTISE_PEER_URLS=\(peerURL)",
            "ETCD_INITIAL_CLUSTER=conformance=\(peerURL)",
        ]
        let next = try StageProcess(words[0], words.dropFirst() + flags, environment: environment, log: "\(folder)/log")
        process.withLock { $0 = next }
        let deadline = ContinuousClock.now + Self.patience
        // It serves when it reads as of now: before, it may not know yet whether it leads.
        while (try? await store.range(RangeRequest(key: [0]))) == nil {
            guard ContinuousClock.now < deadline, next.isRunning else {
                scenario.attach("program.log", next.log)
                throw Undecided("the program doesn't serve at \(clientURL):\n\(next.log.suffix(1000))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Ends it as a power cut would, at this very moment.
    func kill() {
        scenario.say("the program is killed (SIGKILL)")
        process.withLock(\.self)?.end()
        // The store's client has a new connection when the program serves again; this one may not have seen the end.
        client.close()
    }

    /// Starts it again on the same folder.
    func startAgain() async throws {
        scenario.say("the program is started again on the same data")
        try await start()
    }

    // MARK: - What must be so

    func expect(_ expected: String, observed: @autoclosure () -> String, _ holds: Bool) throws {
        try scenario.expect(expected, observed: observed(), holds)
    }

    /// The call must be refused so.
    func expectRefusal(_ error: StoreError, of what: String, _ call: () async throws(StoreError) -> Void) async throws {
        scenario.say(what)
        do throws(StoreError) { try await call() } catch let refusal {
            return try expect("refused: \(error)", observed: "refused: \(refusal)", refusal == error)
        }
        try scenario.fail(expected: "refused: \(error)", observed: "no refusal")
    }

    /// Waits until it is so.
    func wait(
        for expected: String, within limit: Duration = .seconds(15), _ holds: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while try await !holds() {
            guard ContinuousClock.now < deadline else {
                try scenario.fail(expected: expected, observed: "not after \(limit)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
