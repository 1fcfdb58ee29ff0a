internal import Conformance
internal import Glibc
internal import Linux
internal import PodsContract
internal import Schema

/// What a kernel makes of it. They need root, and are skipped without; each says what other cases say of a model.
enum RealCases {
    static let all = [
        RootCases.topic.make(
            "on-a-kernel",
            must: "The steps MUST make a root file system on a real kernel, and leave the node as it is.",
            weight: 2, look: "the script among the evidence: which line fails?", root),
        CgroupCases.topic.make(
            "on-a-kernel", must: "The values MUST be what a real kernel's files take.", weight: 2, cgroup),
    ]

    // MARK: - A root file system

    @Sendable private static func root(_ scenario: Scenario) async throws {
        try needsRoot(scenario)
        let folder = try makeTemporaryFolder("dinghy-lab")
        // Namespaces end with the script; the folder is what is left.
        scenario.atEnd { try? removeTree(folder) }
        try prepare(folder)
        scenario.say("two layers, a volume that is read only, /proc/interrupts masked; then, in the container:")
        var script = StepScript(folder: folder)
        let text: String
        do {
            let steps = try await CoreUnderTest(try scenario.worker()).rootSteps(scene(folder))
            text = try script.script(steps, then: questions)
        } catch let refusal as StepScript.Refused {
            try scenario.fail(expected: "steps of a root file system", observed: "\(refusal)")
        }
        scenario.attach("steps.sh", text)
        try writeFile(folder + "/steps.sh", text)
        let run = try await runProgram(
            "/usr/bin/unshare",
            ["--mount", "--propagation", "private", "/bin/sh", "-c", node, folder], takesErrors: true,
            limit: .seconds(20))
        try scenario.expect("what the container says, and then the node", run.text, equals: answers)
    }

    /// In the place of the node: mounts that are shared with whoever begins here. They end with it.
    private static let node = """
        mount --make-rshared /
        unshare --mount --pid --fork --kill-child --propagation unchanged /bin/busybox sh "$0/steps.sh"
        echo "node: $(grep -c "$0/c" /proc/self/mountinfo) mounts"
        """

    private static func prepare(_ folder: String) throws {
        for name in ["c/upper", "c/work", "c/root", "base/bin", "base/etc", "app/etc", "volume", "taken"] {
            try makeFolder("\(folder)/\(name)")
        }
        try writeFile("\(folder)/base/bin/busybox", try readFile("/bin/busybox"), mode: 0o755)
        for name in ["sh", "cat", "ls", "echo", "wc", "head"] {
            try makeLink("\(folder)/base/bin/\(name)", to: "busybox")
        }
        try writeFile("\(folder)/base/etc/name", "base\n")
        try writeFile("\(folder)/app/etc/name", "app\n")
        try writeFile("\(folder)/volume/here", "volume\n")
    }

    private static func scene(_ folder: String) -> ContainerRoot {
        var root = ContainerRoot()
        root.layers = [folder + "/base", folder + "/app"]
        root.folder = folder + "/c"
        root.mounts = [BindMount(folder + "/volume", at: "/data", isReadOnly: true)]
        root.maskedPaths = ["/proc/interrupts"]
        root.readOnlyPaths = ["/proc/sys"]
        return root
    }

    /// In the container; what it says is judged out here.
    private static let questions = """
        exec /bin/busybox sh -c '
        export PATH=/bin
        cat /etc/name /data/here
        echo x 2>/dev/null >/data/new || echo volume: read only
        echo x 2>/dev/null >/proc/sys/kernel/hostname || echo /proc/sys: read only
        echo x >/etc/new && cat /etc/new
        head -c 1 /proc/interrupts | wc -c
        ls /
        ls -d /home 2>/dev/null || echo the old root is gone'
        """
    private static let answers = """
        app
        volume
        volume: read only
        /proc/sys: read only
        x
        0
        bin
        data
        dev
        etc
        proc
        sys
        the old root is gone
        node: 0 mounts

        """

    // MARK: - A control group

    @Sendable private static func cgroup(_ scenario: Scenario) async throws {
        try needsRoot(scenario)
        let mount = "/sys/fs/cgroup"
        guard fileExists(mount + "/memory/memory.limit_in_bytes") else {
            throw Skipped("the machine has no control groups of version 1 at \(mount)")
        }
        let name = "dinghy-lab-\(getpid())-\(scenario.seed)"
        let folders = ["memory", "cpu", "pids"].map { "\(mount)/\($0)/\(name)" }.filter { isFolder($0.parent) }
        scenario.atEnd { for folder in folders { try? removeFolder(folder) } }
        for folder in folders { try makeFolder(folder) }
        var story = try await Story(scenario)
        try story.perform("limits memory=64Mi shares=512 quota=50000 period=100000 processes=100")
        for value in try await story.core.values(story.limits, .v1) {
            let path = "\(mount)/\(value.controller)/\(name)/\(value.file)"
            guard ["memory", "cpu", "pids"].contains(value.controller), !value.file.contains("/") else {
                try scenario.fail(expected: "a file of a control group", observed: path)
            }
            guard fileExists(path) || !value.isOptional else { continue }
            do { try writeControl(path, value.value) } catch {
                try scenario.fail(expected: "\(value.file) takes \(value.value)", observed: "\(error)")
            }
            try scenario.expect(value.file, try readText(path), equals: value.value)
        }
    }

    private static func needsRoot(_ scenario: Scenario) throws {
        guard geteuid() == 0 else { throw Skipped("needs root") }
        for program in ["/usr/bin/unshare", "/bin/busybox"] where !fileExists(program) {
            throw Skipped("needs \(program)")
        }
    }
}

extension String {
    fileprivate var parent: String { String(prefix(upTo: lastIndex(of: "/") ?? startIndex)) }
}
