internal import Cgroups
internal import Glibc
internal import Linux
package import PodsContract
internal import Schema
internal import Synchronization

/// Where the programs of one submission run: a place with limits that all of them share.
///
/// ```swift
/// let sandbox = try Sandbox(SandboxKind.best(launcher: program), launcher: program, group: "submission-3")
/// let command = sandbox.command(["/usr/bin/swiftc", "…"], plan)
/// …
/// try sandbox.end()
/// ```
package struct Sandbox: Sendable {
    package let kind: SandboxKind
    /// The program that takes `sandbox` as its first argument.
    let launcher: String
    private let cgroups: any CgroupTree
    private let group = "work"
    private let name: String

    /// Those that have begun and not ended; nil after ``endAll()``, when none may begin any more.
    private static let living = Mutex<[String: Sandbox]?>([:])

    /// - Parameter name: of the control group, unlike any other on the machine.
    package init(_ kind: SandboxKind, launcher: String, name: String, limits: ResourceLimits) throws {
        self.kind = kind
        self.launcher = launcher
        self.name = name
        cgroups =
            kind == .namespaces
            ? findCgroups(mount: "/sys/fs/cgroup", base: name) : NoCgroups("needs root")
        let new = self
        // Under the lock: what is made while all is ended would stay.
        try Self.living.withLock { living in
            guard living != nil else { throw LabError("interrupted") }
            try new.cgroups.make(new.group, limits: limits)
            living?[name] = new
        }
    }

    /// When the grader itself is interrupted: ends them, for good.
    static func endAll() {
        for sandbox in living.withLock({ $0.take() })?.values.map(\.self) ?? [] { try? sandbox.end() }
    }

    /// The words that start a program in here.
    package func command(_ program: [String], _ plan: SandboxPlan) -> [String] {
        var plan = plan
        plan.kind = kind
        plan.cgroups = cgroups.joiningFiles(group)
        return [launcher, SandboxLauncher.name, plan.json.description] + program
    }

    /// How often a program was killed because the memory was used up.
    package var memoryKills: Int { cgroups.memoryKills(group) }

    /// Ends whatever still runs, and removes the group.
    package func end() throws {
        defer { _ = Self.living.withLock { $0?.removeValue(forKey: name) } }
        try cgroups.kill(group)
        // A killed process leaves its group a moment later.
        for attempt in 0..<200 {
            do { return try cgroups.remove("") } catch let error as SystemCallError where error.isBusy && attempt < 199
            {
                usleep(10_000)
            }
        }
    }

    /// What this kind of sandbox doesn't do here, for the report.
    package var shortcomings: [String] {
        switch kind {
        case .namespaces: cgroups.shortcomings
        case .userNamespaces: ["memory is limited for each process, not for all together"]
        default:
            [
                "memory is limited for each process, not for all together, and processes not at all",
                "programs run as the user who grades, see all that this user may read, and have the network",
                "programs that leave their session live on",
            ]
        }
    }
}

extension SandboxKind {
    /// The best kind that works here, found by trying.
    package static func best(launcher: String) -> SandboxKind {
        let kinds: [SandboxKind] = geteuid() == 0 ? [.namespaces, .userNamespaces] : [.userNamespaces]
        return kinds.first { works($0, launcher) } ?? .limits
    }

    /// Whether a program can be run in this kind of sandbox on this machine.
    package static func works(_ kind: SandboxKind, _ launcher: String) -> Bool {
        var plan = SandboxPlan()
        plan.kind = kind
        plan.folders = systemFolders
        plan.scratch = "/tmp"
        let trial = Spawn(
            launcher, [launcher, SandboxLauncher.name, plan.json.description, "/bin/true"], environment: [])
        return (try? runToEnd(trial, seconds: 10))?.status == 0
    }
}

/// What every dynamically linked program needs of the machine.
let systemFolders = ["/usr", "/lib", "/lib64", "/bin"]
