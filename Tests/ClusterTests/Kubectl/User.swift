import Linux
import TestSupport
import Testing

/// Somebody at a shell with one version of kubectl, in a namespace of their own on the suite's cluster.
///
/// ```swift
/// let user = try await User(version)
/// #expect(try await user("kubectl get nodes -o name | wc -l") == "3")
/// ```
struct User {
    let cluster: TestCluster
    let namespace: String
    /// Their home: configuration, discovery cache, and a `kubectl` of the right version.
    private let home: String

    /// Cancels the test case, visibly, when the machine lacks the version.
    init(_ version: KubectlVersion) async throws {
        guard let path = version.path else { try Test.cancel("this machine has no kubectl \(version.name)") }
        cluster = try .current
        namespace = "v" + version.name.replacing(".", with: "-")
        home = "\(cluster.folder)/\(namespace)"
        guard !isFolder(home) else { return }
        try makeFolder(home)
        try writeFile("\(home)/config", readFile("\(cluster.folder)/admin.conf"), mode: 0o600)
        _ = try await run(["ln", "-s", path, "\(home)/kubectl"])
        try await self("kubectl config set-context --current --namespace=\(namespace)")
        try await self("kubectl create namespace \(namespace)")
        let user = self
        try await eventually("the namespace has its service account") {
            try await user.attempt("kubectl get serviceaccount default").status == 0
        }
    }

    /// Types a line, in the folder of the repository.
    /// - Returns: what it printed, without the last line break.
    /// - Throws: ``TestClusterError`` with what it printed, when it fails.
    @discardableResult
    func callAsFunction(_ line: String, input: String = "", within limit: Duration = .seconds(60)) async throws
        -> String
    {
        let result = try await attempt(line, input: input, within: limit)
        guard result.status == 0 else { throw TestClusterError("\(line): \(result.output)\(result.errors)") }
        return result.trimmed
    }

    /// A line that may fail.
    func attempt(_ line: String, input: String = "", within limit: Duration = .seconds(60)) async throws
        -> ProgramResult
    {
        try await run(["sh", "-c", line], environment: environment, input: input, within: limit)
    }

    /// A line that goes on, while `body` talks to it.
    func running<Result: Sendable>(
        _ line: String, onTerminal: Bool = false, _ body: (RunningProgram) async throws -> Result
    ) async throws -> Result {
        try await withRunning(
            ["sh", "-c", "exec " + line], environment: environment, onTerminal: onTerminal, body)
    }

    /// `HOST` is where NodePorts are, `HOME` where files may lie.
    private var environment: [String] {
        [
            "KUBECONFIG=\(home)/config", "HOME=\(home)", "HOST=\(cluster.address)", "CHAPTERS=\(Repository.chapters)",
            "PATH=\(home):/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm",
        ]
    }
}

/// Where this file was compiled.
enum Repository {
    static let chapters = #filePath.components(beforeLast: "/Tests/") + "/Chapters"
}

extension String {
    fileprivate func components(beforeLast separator: String) -> String {
        ranges(of: separator).last.map { String(self[..<$0.lowerBound]) } ?? self
    }
}

extension User {
    /// The web server of the first chapter, without the Service on the host's port: only one can have that.
    func serveWeb() async throws {
        let documents = try readText("\(Repository.chapters)/01-Objects/web.yaml")
        try await self("kubectl apply -f -", input: documents.components(beforeLast: "---\n"))
        try await self("kubectl rollout status deployment/web --timeout=60s")
    }

    /// A pod that does nothing until it is asked.
    func keep(pod name: String, _ options: String = "") async throws {
        guard try await attempt("kubectl get pod \(name)").status != 0 else { return }
        try await self("kubectl run \(name) --image=busybox \(options) -- sh -c 'trap exit TERM; sleep 9999 & wait'")
        try await self("kubectl wait --for=condition=Ready pod/\(name) --timeout=60s")
    }
}
