import CRI
import Containers
import GRPC
import Linux
import RuntimeProgram
import Schema
import Testing
import TestSupport

@Suite("Containers", .enabled(if: Requirements.isRoot, "needs root"), .timeLimit(.minutes(2)), .serialized)
struct ContainerTests {
    @Test("A container runs in its pod's namespaces, and its end is told with code and log")
    func runs() async throws {
        try await TestNode.with { node in
            let sandbox = try await node.sandbox()
            let text = try await node.output(
                "hostname; echo $$; id -u; cat /proc/1/comm; ls / | wc -l; echo oops >&2; printf partial; exit 7",
                in: sandbox)
            // The two streams come in an order of their own.
            #expect(
                text.split(separator: "\n").sorted() == [
                    "stderr F oops", "stdout F 0", "stdout F 1", "stdout F 15", "stdout F sh", "stdout F web",
                    "stdout P partial",
                ])
            let list = try await node.runtime.listContainers(ListContainersRequest()).containers
            let status = try await node.status(list.first?.id ?? "")
            #expect(status.exitCode == 7 && status.reason == "Error" && status.finishedAt >= status.startedAt)
        }
    }

    @Test("A command that doesn't exist is named in the error")
    func missingCommand() async throws {
        try await TestNode.with { node in
            let sandbox = try await node.sandbox()
            let id = try await node.create(["nosuch"], in: sandbox)
            await #expect(
                throws: GRPCError(
                    .unknown,
                    "failed to start container \"\(id)\": exec: \"nosuch\": executable file not found in $PATH")
            ) { try await node.start(id) }
            let status = try await node.status(id)
            #expect(status.state == .exited && status.exitCode == 128 && status.reason == "StartError")
        }
    }

    @Test("A volume is seen where it is mounted, links in the image notwithstanding, and read-only is read-only")
    func volumes() async throws {
        try await TestNode.with { node in
            try makeFolder("\(node.folder)/volume")
            try writeFile("\(node.folder)/volume/key", "value\n")
            let sandbox = try await node.sandbox()
            let text = try await node.output("cat /run/data/key /key; echo x >/run/data/key", in: sandbox) { config in
                config.mounts = [("/var/run/data", "volume"), ("/key", "volume/key")].map { target, source in
                    var mount = Mount()
                    mount.containerPath = target
                    mount.hostPath = "\(node.folder)/\(source)"
                    mount.readonly = true
                    return mount
                }
            }
            #expect(
                text == """
                    stdout F value
                    stdout F value
                    stderr F sh: can't create /run/data/key: Read-only file system
                    """)
        }
    }

    @Test(
        "Privileges are what the security context says",
        arguments: [
            ("id -u; id -g; id -G", "stdout F 1000\nstdout F 3000\nstdout F 3000 2000"),
            ("grep -c . /proc/keys; touch /file", "stdout F 0\nstderr F touch: /file: Read-only file system"),
            ("grep NoNewPrivs /proc/self/status", "stdout F NoNewPrivs:\t1"),
            ("grep CapBnd /proc/self/status", "stdout F CapBnd:\t0000000000000400"),
            ("mount -t tmpfs none /tmp; echo $?", "stderr F mount: permission denied (are you root?)\nstdout F 1"),
            ("echo hi >/dev/stdout", "stdout F hi"),
        ])
    func privileges(script: String, expected: String) async throws {
        try await TestNode.with { node in
            let sandbox = try await node.sandbox()
            let text = try await node.output(script, in: sandbox) { config in
                var context = LinuxContainerSecurityContext()
                context.runAsUser = Int64Value()
                context.runAsUser?.value = 1000
                context.runAsGroup = Int64Value()
                context.runAsGroup?.value = 3000
                context.supplementalGroups = [2000]
                context.noNewPrivs = true
                context.readonlyRootfs = true
                context.capabilities = Capability()
                context.capabilities?.dropCapabilities = ["ALL"]
                context.capabilities?.addCapabilities = ["NET_BIND_SERVICE"]
                context.namespaceOptions = NamespaceOption()
                context.namespaceOptions?.pid = .container
                config.linux?.securityContext = context
            }
            #expect(Set(text.split(separator: "\n")) == Set(expected.split(separator: "\n")))
        }
    }

    @Test("Stopping asks first, and kills what doesn't end in time")
    func stopping() async throws {
        try await TestNode.with { node in
            let sandbox = try await node.sandbox()
            let polite = try await node.run(
                ["sh", "-c", "trap 'exit 3' TERM; echo ready; while :; do sleep 0.1; done"], in: sandbox, name: "a")
            try await eventually("the trap is set") { try await node.log(polite) == "stdout F ready" }
            try await node.stop(polite, timeout: 20)
            #expect(try await node.status(polite).exitCode == 3)
            let deaf = try await node.run(["sh", "-c", "trap '' TERM; sleep 1000"], in: sandbox, name: "b")
            try await node.stop(deaf, timeout: 1)
            #expect(try await node.status(deaf).exitCode == 137)
            try await node.stop(deaf, timeout: 1)
        }
    }

    @Test("A command in a running container has its user, its files and its environment")
    func exec() async throws {
        try await TestNode.with { node in
            let sandbox = try await node.sandbox()
            let id = try await node.run(["sleep", "1000"], in: sandbox) { config in
                var variable = KeyValue()
                variable.key = "COLOUR"
                variable.value = "blue"
                config.envs = [variable]
            }
            let answer = try await node.exec(
                ["sh", "-c", "echo $COLOUR; ps | grep -c '[s]leep 1000'; echo no >&2; exit 4"], in: id)
            #expect(answer.stdout.text == "blue\n1\n" && answer.stderr.text == "no\n" && answer.exitCode == 4)
            let large = try await node.exec(["head", "-c", "20000000", "/dev/zero"], in: id)
            #expect(large.stdout.bytes.count == 16 << 20 && large.exitCode == 0)
            await #expect(throws: GRPCError.self) { try await node.exec(["sleep", "30"], in: id, timeout: 1) }
            await #expect(throws: GRPCError.self) { try await node.exec(["nosuch"], in: id) }
        }
    }

    @Test("A container that wants too much memory is killed, and the reason is told")
    func memoryLimit() async throws {
        try await TestNode.with { node in
            let sandbox = try await node.sandbox()
            let id = try await node.run(["sh", "-c", "tail -c 100000000 /dev/zero"], in: sandbox) { config in
                config.linux?.resources = LinuxContainerResources()
                config.linux?.resources?.memoryLimitInBytes = 20 << 20
            }
            let status = try await node.end(id)
            // The shell sees its child killed, or is killed itself.
            #expect(status.exitCode == 137 && status.reason == "OOMKilled")
        }
    }

    @Test("Containers of a pod may share their processes, and always share addresses and memory")
    func sharing() async throws {
        try await TestNode.with { node in
            let sandbox = try await node.sandbox(sharedProcesses: true)
            let share: (inout ContainerConfig) -> Void = { config in
                config.linux?.securityContext?.namespaceOptions?.pid = .pod
            }
            let first = try await node.run(
                ["sh", "-c", "echo 1 >/dev/shm/x; sleep 1000"], in: sandbox, name: "a", share)
            try await eventually("the file is there") {
                try await node.exec(["cat", "/dev/shm/x"], in: first).exitCode == 0
            }
            let text = try await node.output(
                "cat /proc/1/comm /dev/shm/x; ps | grep -c '[s]leep 1000$'; ip -o link | grep -c lo", in: sandbox,
                name: "b", share)
            #expect(text == "stdout F pause\nstdout F 1\nstdout F 1\nstdout F 1")
        }
    }
}

@Suite("Logs", .enabled(if: Requirements.isRoot, "needs root"), .timeLimit(.minutes(1)), .serialized)
struct LogTests {
    @Test("A log that was renamed goes on in a new file")
    func rotation() async throws {
        try await TestNode.with { node in
            let script = "echo one; until test -e /tmp/go; do sleep 0.05; done; echo two"
            let id = try await node.run(["sh", "-c", script], in: try await node.sandbox())
            try await eventually("the first line") { try await node.log(id) == "stdout F one" }
            let path = try await node.status(id).logPath
            try writeFile(path + ".1", try readFile(path))
            try removeTree(path)
            var request = ReopenContainerLogRequest()
            request.containerID = id
            _ = try await node.runtime.reopenContainerLog(request)
            _ = try await node.exec(["touch", "/tmp/go"], in: id)
            _ = try await node.end(id)
            #expect(try await node.log(id) == "stdout F two")
        }
    }

    @Test("A line of more than 16 KiB comes in parts, and a line of a log has its time")
    func longLines() async throws {
        try await TestNode.with { node in
            let id = try await node.run(
                ["sh", "-c", "head -c 40000 /dev/zero | tr '\\0' x; echo"], in: try await node.sandbox())
            _ = try await node.end(id)
            let lines = try await node.log(id).split(separator: "\n")
            #expect(lines.map { $0.prefix(9) } == ["stdout P ", "stdout P ", "stdout F "])
            #expect(lines.reduce(0) { $0 + $1.utf8.count - 9 } == 40000)
            let text = try readText(try await node.status(id).logPath)
            #expect(text.prefixMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z stdout P x/) != nil)
        }
    }

    @Test("A flood doesn't hold the container up, nor lose a line")
    func flood() async throws {
        try await TestNode.with { node in
            let id = try await node.run(["sh", "-c", "seq 1 200000"], in: try await node.sandbox())
            try await eventually("it ended", within: .seconds(30)) { try await node.status(id).state == .exited }
            let bytes = try readFile(try await node.status(id).logPath)
            #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 200000)
            #expect(String(decoding: bytes.suffix(8), as: UTF8.self) == " 200000\n")
        }
    }
}
