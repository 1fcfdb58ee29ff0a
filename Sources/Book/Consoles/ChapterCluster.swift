import Glibc
import Linux

/// A cluster for one chapter's commands, as its reader would have it, but with a name and a folder of its own.
struct ChapterCluster {
    let dinghy: String
    let folder: String
    let repository: Repository

    private var name: String { "book-\(getpid())" }
    /// Stands for `bin/dinghy` in the chapter's commands.
    private var wrapper: String { "\(folder)/dinghy" }

    /// Starts it, calls `body`, and removes it, whatever happens.
    func use<Result>(options: String, _ body: () async throws -> Result) async throws -> Result {
        try makeFolder(folder)
        try writeWrapper()
        do {
            let up = try await shell("\(dinghy) up --name \(name) --data \(folder)/data \(options)")
            guard up.status == 0 else { throw ClusterError(description: up.text) }
            // Pods can be made once the namespace has its service account; a reader isn't as fast as we are.
            _ = try await shell("until kubectl get serviceaccount default 2>/dev/null; do sleep 0.1; done")
            let result = try await body()
            try await end()
            return result
        } catch {
            try await end()
            throw error
        }
    }

    private func end() async throws {
        _ = try await shell("\(dinghy) down --name \(name) --data \(folder)/data")
        try removeTree(folder)
    }

    /// Commands that are about a cluster must mean this one; the others find it by KUBECONFIG.
    private func writeWrapper() throws {
        let script = """
            #!/bin/sh
            case $1 in
            kubectl|raft|copy-controller|network-plugin) exec \(dinghy) "$@" ;;
            *) exec \(dinghy) "$@" --name \(name) --data \(folder)/data ;;
            esac
            """
        try writeFile(wrapper, script, mode: 0o755)
    }

    /// Runs a chapter's command: what it prints, errors included, line by line.
    func lines(_ command: String) async throws -> [String] {
        let address = try address()
        let meant = command.replacing("/var/lib/dinghy/dinghy", with: "\(folder)/data")
            .replacing("bin/dinghy", with: wrapper).replacing("127.0.0.1", with: address)
        let text = try await shell(meant).text.replacing(address, with: "127.0.0.1")
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private func shell(_ command: String) async throws -> FinishedProgram {
        let environment = currentEnvironment().filter { !$0.hasPrefix("KUBECONFIG=") }
        return try await runProgram(
            "/bin/sh", ["-c", "cd \(repository.root) && \(command)"],
            environment: environment + ["KUBECONFIG=\(folder)/data/admin.conf", "HOME=\(folder)"], takesErrors: true,
            limit: .seconds(180))
    }

    /// The loopback address that this cluster has, beside others on the machine.
    private func address() throws -> String {
        try readText("\(folder)/data/admin.conf").between("https://", ":") ?? "127.0.0.1"
    }

    struct ClusterError: Error, CustomStringConvertible {
        var description: String
    }
}
