package import Schema

/// What a program of somebody else's may see and use: written by the grader, carried out by ``SandboxLauncher``.
///
/// ```
///   grader ── SandboxPlan ──▶ launcher ──┬── namespaces: mounts, processes, network, IPC, host name, users
///   (root)                    (root)     ├── a root of its own: only `folders`, read-only, and `scratch`
///                                        ├── limits: memory and processes (cgroup), CPU, files, time
///                                        ├── a filter of system calls: no mounting, tracing, namespaces, keys…
///                                        └─▶ the program, as nobody, without privileges
/// ```
/// Every path means the same inside and outside, so that a command is the same with any kind of sandbox.
/// Left out: quotas on files that aren't the program's.
package struct SandboxPlan: Declared, Sendable {
    package var kind: SandboxKind = .limits
    /// Folders that are seen, read-only. Those that aren't there are passed over.
    package var folders: [String] = []
    /// What must not be seen, even if it lies in one of the folders.
    package var hidden: [String] = []
    /// The only folder that can be written: empty at the beginning, gone at the end, and the working folder.
    package var scratch = ""
    package var scratchBytes = 256 << 20
    /// A file that is carried out of the scratch folder when the program has ended well.
    package var result: String? = nil
    /// A file that is there: the launcher adds to it why it could not start the program. The program can't reach it.
    package var troubles: String? = nil
    /// `cgroup.procs` files that the launcher writes itself into.
    package var cgroups: [String] = []
    /// Then it is killed.
    package var seconds = 60
    package var processorSeconds = 60
    package var fileBytes = 256 << 20
    package var openFiles = 256
    /// Of each process, and their number: only where there is no control group to limit all of them together.
    package var memoryBytes = 512 << 20
    package var processes = 64
    /// As `NAME=value`; nothing else is known inside.
    package var environment: [String] = []
    package init() {}

    package static let schema = Schema<Self>("What a program may see and use.") {
        Field(nil, "kind", \.kind)
        Field(nil, "folders", \.folders)
        Field(nil, "hidden", \.hidden)
        Field(nil, "scratch", \.scratch)
        Field(nil, "scratchBytes", \.scratchBytes, always: true)
        Field(nil, "result", \.result)
        Field(nil, "troubles", \.troubles)
        Field(nil, "cgroups", \.cgroups)
        Field(nil, "seconds", \.seconds, always: true)
        Field(nil, "processorSeconds", \.processorSeconds, always: true)
        Field(nil, "fileBytes", \.fileBytes, always: true)
        Field(nil, "openFiles", \.openFiles, always: true)
        Field(nil, "memoryBytes", \.memoryBytes, always: true)
        Field(nil, "processes", \.processes, always: true)
        Field(nil, "environment", \.environment)
    }
}

/// How much this machine lets us do.
package struct SandboxKind: OpenEnum, Sendable {
    package var rawValue = ""
    package init() {}

    /// Root: namespaces, another user, cgroups.
    package static let namespaces: SandboxKind = "namespaces"
    /// An ordinary user who may make user namespaces: the same, without another user and without cgroups.
    package static let userNamespaces: SandboxKind = "user namespaces"
    /// Neither: only the limits of setrlimit(2). The program sees the user's files and the network.
    package static let limits: SandboxKind = "limits only"
}
