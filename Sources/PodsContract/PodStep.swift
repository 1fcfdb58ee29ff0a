/// One thing that a process does on its way to be a part of a pod: little more than one system call.
///
/// A freshly cloned process goes through a list of these, top down, and the first that fails ends it. Who carries the
/// list out decides nothing; so what decides can be read and tested without root.
public enum PodStep: Hashable, Sendable {
    // Where the process is.
    case write(String, to: String)
    /// What may be refused, as a negative OOM score is without CAP_SYS_RESOURCE.
    case tryToWrite(String, to: String)
    /// setns(2): a path like `/proc/42/ns/net`.
    case enter(NamespaceKind, path: String)
    /// unshare(2): for new ones.
    case leave([NamespaceKind])
    case setHostname(String)

    // What it sees.
    case mount(String, at: String, type: String, flags: MountFlagSet, options: String)
    /// Takes a copy of what is at a path of the old root…
    case take(slot: Int, path: String, recursively: Bool)
    /// … and puts it to its place in the new one. Links on the way there are the container's, and lead nowhere else.
    case put(slot: Int, path: String, readOnly: Bool, recursively: Bool)
    /// pivot_root(2). The old root is the working folder until it is left.
    case changeRoot(to: String)
    case leaveOldRoot
    /// With those above it; one that is there is fine.
    case makeFolder(String, mode: Int)
    case makeDevice(String, mode: Int, major: Int, minor: Int)
    case makeLink(String, to: String)
    /// Something empty is mounted over a file or folder; one that isn't there is fine.
    case hide(String)
    /// What is mounted below it isn't concerned. One that isn't there is fine.
    case makeReadOnly(String)

    // What it is.
    /// It is killed when the pod's shim ends.
    case dieWithShim
    /// The pause process: nothing but holding its namespaces.
    case holdNamespaces
}

/// What may be asked of mount(2).
public struct MountFlagSet: OptionSet, Hashable, Sendable {
    /// The kernel's numbers.
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let readOnly = MountFlagSet(rawValue: 1)
    public static let noSetUserID = MountFlagSet(rawValue: 2)
    public static let noDevices = MountFlagSet(rawValue: 4)
    public static let noExecution = MountFlagSet(rawValue: 8)
    public static let bind = MountFlagSet(rawValue: 4096)
    public static let recursive = MountFlagSet(rawValue: 16384)
    /// What is mounted here isn't seen there, but the other way round it is.
    public static let slave = MountFlagSet(rawValue: 1 << 19)
}
