internal import Conformance
internal import ConformanceStage
internal import Glibc
internal import Linux

/// Where a container runtime is examined: namespaces of its own, so that nothing of it is left.
///
/// ```
///   folder/  runtime.sock · root/ · state/ · net.d/, plugins/ (a network that gives every pod the same address) · logs/
///   holder (process 1 in there) ──starts, kills with signal 9, starts again──▶ the program
/// ```
/// When the holder is gone, the kernel ends every process in there, and with the last of them the mounts and the network.
/// Control groups are the machine's: they are below one that is named after the folder, and are removed.
final class RuntimeHome: Sendable {
    let folder: String
    private let holder: StageProcess

    var socket: String { "unix://\(folder)/runtime.sock" }
    /// The part of the control groups' tree that belongs to it.
    var group: String { "/" + (folder.split(separator: "/").last ?? "") }

    /// - Parameter program: words.
    init(_ program: String, folder: String) throws {
        guard geteuid() == 0 else { throw Skipped("containers need root here") }
        self.folder = folder
        for name in ["net.d", "plugins", "logs", "root", "state"] { try makeFolder("\(folder)/\(name)") }
        try writeFile("\(folder)/net.d/1.conflist", Self.network)
        try writeFile("\(folder)/plugins/fixed", Self.plugin, mode: 0o755)
        try writeFile("\(folder)/plugins/loopback", Self.plugin, mode: 0o755)
        let flags =
            "--listen=unix://\(folder)/runtime.sock --root=\(folder)/root --state=\(folder)/state "
            + "--cni-bin-dir=\(folder)/plugins --cni-conf-dir=\(folder)/net.d "
            + "--cgroup-root=/\(folder.split(separator: "/").last ?? "")"
        try writeFile("\(folder)/start.sh", Self.script(folder, "\(program) \(flags)"))
        holder = try StageProcess(
            "/usr/bin/unshare",
            [
                "--mount", "--pid", "--net", "--uts", "--ipc", "--fork", "--kill-child", "--mount-proc",
                "--propagation",
                "private", "/bin/sh", "\(folder)/start.sh",
            ], log: "\(folder)/holder.log")
    }

    /// What the program has printed, its end.
    var log: String {
        let bytes = (try? readFile(folder + "/program.log")) ?? []
        return String(decoding: bytes.suffix(16 * 1024), as: UTF8.self)
    }

    /// Kills the program with signal 9, and nothing else.
    func kill() async throws { try await order("kill") }

    func start() async throws { try await order("start") }

    private func order(_ word: String) async throws {
        try writeFile("\(folder)/\(word)", "")
        let deadline = ContinuousClock.now + .seconds(10)
        while fileExists("\(folder)/\(word)") {
            if ContinuousClock.now > deadline { throw Undecided("the program can't be told to \(word)") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Ends everything, and takes it away.
    func remove() {
        holder.end()
        for hierarchy in (try? listFolder("/sys/fs/cgroup")) ?? [] {
            Self.removeGroup("/sys/fs/cgroup/\(hierarchy)\(group)")
        }
        Self.removeGroup("/sys/fs/cgroup\(group)")
        try? removeTree(folder)
    }

    /// Killed processes leave their group a moment later.
    private static func removeGroup(_ path: String) {
        guard isFolder(path) else { return }
        for name in (try? listFolder(path)) ?? [] { removeGroup("\(path)/\(name)") }
        for _ in 0..<200 where rmdir(path) != 0 && errno == EBUSY { usleep(10_000) }
    }

    /// A first process must wait for whatever is left to it, as the shell does between two looks.
    private static func script(_ folder: String, _ program: String) -> String {
        """
        ip link set lo up
        run() { \(program) >>\(folder)/program.log 2>&1 & pid=$!; }
        run
        while sleep 0.05; do
          if [ -e \(folder)/kill ]; then kill -9 $pid; wait $pid 2>/dev/null; rm \(folder)/kill; fi
          if [ -e \(folder)/start ]; then run; rm \(folder)/start; fi
        done
        """
    }

    private static let network =
        #"{"cniVersion":"1.0.0","name":"suite","plugins":[{"type":"fixed"}]}"#

    private static let plugin = """
        #!/bin/sh
        cat >/dev/null
        test "$CNI_COMMAND" = ADD || exit 0
        nsenter --net="$CNI_NETNS" ip link set lo up
        echo '{"cniVersion":"1.0.0","interfaces":[{"name":"'$CNI_IFNAME'","sandbox":"'$CNI_NETNS'"}],'
        echo '"ips":[{"interface":0,"address":"10.1.2.3/24"}]}'
        """
}
