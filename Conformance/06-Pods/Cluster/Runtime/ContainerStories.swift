internal import CRI
internal import Conformance
internal import GRPC
internal import Linux
internal import Schema

/// A container's life, and what it says.
enum ContainerStories {
    static let all = life + exits + words + settings

    private static let life: [Case] = [
        PodsComponent.story("container/created", "A container MUST NOT run before it is started.") { pod in
            let sandbox = try await pod.sandbox()
            let id = try await pod.create("echo said", in: sandbox)
            try pod.scenario.expect("state", try await pod.status(id).state, equals: .created)
            try await pod.start(id)
            let ended = try await pod.end(of: id)
            try pod.scenario.expect("exit code", ended.exitCode, equals: 0)
            try pod.scenario.expect(
                "it was created, started and finished in this order",
                observed: "\(ended.createdAt), \(ended.startedAt), \(ended.finishedAt)",
                ended.createdAt <= ended.startedAt && ended.startedAt <= ended.finishedAt && ended.createdAt > 0)
        },
        PodsComponent.story("container/list", "ListContainers MUST give those that the filter lets through.") { pod in
            let (one, other) = (try await pod.sandbox(), try await pod.sandbox())
            let running = try await pod.run("sleep 1000", in: one, name: "a")
            let ended = try await pod.run("true", in: one, name: "b")
            let elsewhere = try await pod.run("sleep 1000", in: other, name: "a")
            _ = try await pod.end(of: ended)
            var filter = ContainerFilter()
            filter.labelSelector = ["case": pod.name]
            let all = [running, ended, elsewhere].sorted()
            try pod.scenario.expect("by label", try await list(filter, pod), equals: all)
            filter.podSandboxID = one
            try pod.scenario.expect("of a sandbox", try await list(filter, pod), equals: [running, ended].sorted())
            filter.state = ContainerStateValue()
            filter.state?.state = .running
            try pod.scenario.expect("that run", try await list(filter, pod), equals: [running])
            filter = ContainerFilter()
            filter.labelSelector = ["case": pod.name, "container": "a"]
            try pod.scenario.expect("by name", try await list(filter, pod), equals: [running, elsewhere].sorted())
        },
        PodsComponent.story("container/unknown", "The status of a container that isn't there MUST be NOT_FOUND.") {
            pod in
            let error = await pod.failure { _ = try await pod.status("nosuch") }
            try pod.scenario.expect("code", error?.code, equals: .notFound)
        },
        PodsComponent.story(
            "container/again", "A container that has ended MUST be replaced by another one, of a later attempt."
        ) { pod in
            let sandbox = try await pod.sandbox()
            let first = try await pod.run("exit 1", in: sandbox, attempt: 0)
            _ = try await pod.end(of: first)
            let second = try await pod.run("sleep 1000", in: sandbox, attempt: 1)
            let status = try await pod.status(second)
            try pod.scenario.expect("attempt", status.metadata.attempt, equals: 1)
            try pod.scenario.expect("state", status.state, equals: .running)
        },
        PodsComponent.story("container/no-image", "A container of an image that isn't there MUST be refused.") { pod in
            let sandbox = try await pod.sandbox()
            let error = await pod.failure {
                _ = try await pod.create("true", in: sandbox) { $0.image.image = "example.invalid/nosuch:1" }
            }
            try pod.scenario.expect("it is refused", error != nil, equals: true)
        },
    ]

    private static func list(_ filter: ContainerFilter, _ pod: PodOnStage) async throws -> [String] {
        var request = ListContainersRequest()
        request.filter = filter
        return try await pod.client.listContainers(request).containers.map(\.id).sorted()
    }

    private static let exits: [Case] = [
        PodsComponent.story("exit/codes", "A container's exit code MUST be its process's.", weight: 2) { pod in
            let sandbox = try await pod.sandbox()
            for code in [0, 3, 200] {
                let id = try await pod.run("exit \(code)", in: sandbox, name: "exits-\(code)")
                let ended = try await pod.end(of: id)
                try pod.scenario.expect("exit code", ended.exitCode, equals: code)
                let reason = code == 0 ? "Completed" : "Error"
                try pod.scenario.expect("reason", ended.reason, equals: reason)
            }
        },
        PodsComponent.story("exit/signal", "Death by a signal MUST be told as 128 and the signal.") { pod in
            let sandbox = try await pod.sandbox()
            let id = try await pod.run("sh -c 'kill -9 $$'; exit $?", in: sandbox)
            try pod.scenario.expect("exit code", try await pod.end(of: id).exitCode, equals: 137)
        },
        PodsComponent.story("exit/stop", "A container MUST be asked to end before it is killed.", weight: 2) { pod in
            let sandbox = try await pod.sandbox()
            let script = "trap 'exit 7' TERM; echo ready; while true; do sleep 0.1; done"
            let id = try await pod.run(script, in: sandbox)
            try await pod.wait("it is ready") { try await pod.log(of: id).contains { $0.text == "ready" } }
            try await pod.stop(id, timeout: 20)
            try pod.scenario.expect("exit code", try await pod.end(of: id).exitCode, equals: 7)
        },
        PodsComponent.story(
            "exit/timeout", "A container that doesn't end MUST be killed, when its time is over and not before.",
            says: "StopContainer stops a running container with a grace period (i.e., timeout).", weight: 2,
            isAlone: true
        ) { pod in
            let sandbox = try await pod.sandbox()
            let id = try await pod.run("trap '' TERM; echo ready; while true; do sleep 0.1; done", in: sandbox)
            try await pod.wait("it is ready") { try await pod.log(of: id).contains { $0.text == "ready" } }
            let start = ContinuousClock.now
            try await pod.stop(id, timeout: 2)
            let taken = ContinuousClock.now - start
            try pod.scenario.expect(
                "it takes 2 s, and not much more", observed: "\(taken)", taken > .seconds(1.9) && taken < .seconds(10))
            try pod.scenario.expect("exit code", try await pod.end(of: id).exitCode, equals: 137)
        },
        PodsComponent.story(
            "exit/stop-again", "Stopping and removing a container again MUST be fine.",
            says: "This call is idempotent, and must not return an error if the container has already been stopped."
        ) { pod in
            let sandbox = try await pod.sandbox()
            let id = try await pod.run("sleep 1000", in: sandbox)
            try await pod.stop(id, timeout: 0)
            try await pod.stop(id, timeout: 0)
            try await pod.remove(id)
            try await pod.remove(id)
        },
        PodsComponent.story(
            "exit/no-program", "A container whose program isn't there MUST NOT run, and say why."
        ) { pod in
            let sandbox = try await pod.sandbox()
            let error = await pod.failure {
                let id = try await pod.create("", in: sandbox) { $0.command = ["/nosuch/program"] }
                try await pod.start(id)
            }
            try pod.scenario.expect(
                "the error names the program", observed: error.map { "\($0)" } ?? "no error",
                error?.message.contains("/nosuch/program") == true)
        },
    ]

    private static let words: [Case] = [
        PodsComponent.story(
            "log/form", "Each line of a log MUST have a time, the stream, a tag and the text.",
            source: "https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md",
            says: "2016-10-06T00:17:09.669794202Z stdout F The content of the log entry 1", weight: 2
        ) { pod in
            let sandbox = try await pod.sandbox()
            let id = try await pod.run("echo to output; echo to errors >&2", in: sandbox)
            _ = try await pod.end(of: id)
            let lines = try await pod.log(of: id)
            let seen = lines.map { "\($0.stream) \($0.tag) \($0.text)" }.sorted()
            try pod.scenario.expect("lines", seen, equals: ["stderr F to errors", "stdout F to output"])
            for line in lines {
                try pod.scenario.expect(
                    "a time as RFC 3339 has it, to the nanosecond", observed: line.time,
                    line.time.count >= 30 && line.time.contains("T") && line.time.contains("."))
            }
        },
        PodsComponent.story(
            "log/long", "A line that is too long MUST come in parts, all but the last marked P.",
            source: "https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md"
        ) { pod in
            let sandbox = try await pod.sandbox()
            let id = try await pod.run("head -c 40000 /dev/zero | tr '\\0' x; echo", in: sandbox)
            _ = try await pod.end(of: id)
            let lines = try await pod.log(of: id)
            let tags = lines.map(\.tag)
            try pod.scenario.expect(
                "several parts, the last one F", observed: tags.joined(separator: " "),
                tags.count > 1 && tags.last == "F" && tags.dropLast().allSatisfy { $0 == "P" })
            try pod.scenario.expect("characters", lines.reduce(0) { $0 + $1.text.count }, equals: 40000)
        },
        PodsComponent.story("exec/answers", "ExecSync MUST give output, errors and exit code of a command.", weight: 2)
        { pod in
            let id = try await pod.run("sleep 1000", in: try await pod.sandbox())
            let answer = try await pod.exec("echo out; echo err >&2; exit 5", in: id)
            try pod.scenario.expect("output", String(decoding: answer.stdout.bytes, as: UTF8.self), equals: "out\n")
            try pod.scenario.expect("errors", String(decoding: answer.stderr.bytes, as: UTF8.self), equals: "err\n")
            try pod.scenario.expect("exit code", answer.exitCode, equals: 5)
        },
        PodsComponent.story("exec/inside", "A command MUST run in the container, in its namespaces and its files.") {
            pod in
            let id = try await pod.run("echo here >/tmp/mine; exec sleep 1000", in: try await pod.sandbox())
            try await pod.wait("it sees the container's file") { try await pod.said("cat /tmp/mine", in: id) == "here" }
            let first = try await pod.said("tr '\\0' ' ' </proc/1/cmdline", in: id)
            try pod.scenario.expect("process 1", first, equals: "sleep 1000 ")
        },
        PodsComponent.story(
            "exec/timeout", "A command that takes too long MUST be ended.",
            says: "Timeout in seconds to stop the command.", isAlone: true
        ) { pod in
            let id = try await pod.run("sleep 1000", in: try await pod.sandbox())
            let start = ContinuousClock.now
            let error = await pod.failure { _ = try await pod.exec("sleep 600", in: id, timeout: 1) }
            try pod.scenario.expect("it is an error", error != nil, equals: true)
            try pod.scenario.expect(
                "it takes 1 s, and not much more", observed: "\(ContinuousClock.now - start)",
                ContinuousClock.now - start < .seconds(10))
        },
        PodsComponent.story("exec/ended", "A command in a container that has ended MUST be refused.") { pod in
            let id = try await pod.run("true", in: try await pod.sandbox())
            _ = try await pod.end(of: id)
            let error = await pod.failure { _ = try await pod.exec("true", in: id) }
            try pod.scenario.expect("it is refused", error != nil, equals: true)
        },
    ]

    private static let settings: [Case] = [
        PodsComponent.story("process/settings", "Environment, arguments and working folder MUST be as asked for.") {
            pod in
            let sandbox = try await pod.sandbox()
            let said = try await pod.output(of: "", in: sandbox) { config in
                config.command = ["sh", "-c", "echo $COLOUR $0 $1; pwd"]
                config.args = ["first", "second"]
                var variable = KeyValue()
                (variable.key, variable.value) = ("COLOUR", "blue")
                config.envs = [variable]
                config.workingDir = "/work/here"
            }
            try pod.scenario.expect("output", said, equals: "blue first second\n/work/here")
        },
        PodsComponent.story("process/user", "A container MUST run as the user that it is asked to.", weight: 2) { pod in
            let said = try await pod.output(of: "id -u; id -g", in: try await pod.sandbox()) { config in
                var number = Int64Value()
                number.value = 1234
                config.linux?.securityContext?.runAsUser = number
                config.linux?.securityContext?.runAsGroup = number
            }
            try pod.scenario.expect("user and group", said, equals: "1234\n1234")
        },
        PodsComponent.story("files/read-only", "A root that is to be read only MUST be so.") { pod in
            let script = "echo x 2>/dev/null >/file && echo written || echo refused"
            let said = try await pod.output(of: script, in: try await pod.sandbox()) {
                $0.linux?.securityContext?.readonlyRootfs = true
            }
            try pod.scenario.expect("writing", said, equals: "refused")
        },
        PodsComponent.story("files/mounts", "Folders of the node MUST be seen where they are to be.", weight: 2) {
            pod in
            let folder = "\(pod.stage.home.folder)/volume-\(pod.name)"
            try makeFolder(folder)
            try writeFile(folder + "/here", "volume\n")
            let script = "cat /data/here; echo x 2>/dev/null >/fixed/new || echo refused; echo new >/data/new"
            let said = try await pod.output(of: script, in: try await pod.sandbox()) { config in
                config.mounts = [("/data", false), ("/fixed", true)].map { path, readOnly in
                    var mount = Mount()
                    (mount.hostPath, mount.containerPath, mount.readonly) = (folder, path, readOnly)
                    return mount
                }
            }
            try pod.scenario.expect("the container", said, equals: "volume\nrefused")
            try pod.scenario.expect("the node", try readText(folder + "/new"), equals: "new")
        },
        PodsComponent.story(
            "files/fresh", "A container's files MUST be the image's, whatever earlier ones have written.",
            source: "https://kubernetes.io/docs/concepts/storage/volumes/",
            says: "the kubelet restarts the container but with a clean state"
        ) { pod in
            let sandbox = try await pod.sandbox()
            _ = try await pod.output(of: "echo x >/file; rm -r /etc", in: sandbox, name: "first")
            let said = try await pod.output(of: "test -e /file || echo fresh; ls -d /etc", in: sandbox, name: "second")
            try pod.scenario.expect("the second container", said, equals: "fresh\n/etc")
        },
    ]
}
