package import Linux

/// One thing that a new process does before it becomes a container's program: little more than one system call.
///
/// What a container is made of is worked out here, as a list of steps, and carried out by the pod's shim
/// (PodShim/steps.c) in a freshly cloned process. So the order in which privileges, mounts and namespaces change can
/// be read and tested without starting anything, and the program that has to stay small decides nothing.
package enum Step: Hashable, Sendable {
    // Where the process is.
    case write(String, to: String)
    /// What may be refused, as a negative OOM score is without CAP_SYS_RESOURCE.
    case tryToWrite(String, to: String)
    case enter(Namespaces, path: String)
    case leave(Namespaces)
    case setHostname(String)

    // What it sees.
    case mount(String, at: String, type: String, flags: MountFlags, options: String)
    /// Takes a copy of what is mounted at a path of the old root…
    case take(slot: Int, path: String, recursively: Bool)
    /// … and puts it to its place in the new one. Links on the way there are the container's, and lead nowhere else.
    case put(slot: Int, path: String, readOnly: Bool, recursively: Bool)
    case changeRoot(to: String)
    case leaveOldRoot
    case makeFolder(String, mode: Int)
    case makeDevice(String, mode: Int, major: Int, minor: Int)
    case makeLink(String, to: String)
    case hide(String)
    case makeReadOnly(String)

    // What it may do.
    case filterCalls([UInt8])
    case noNewPrivileges
    case limitCapabilities(to: CapabilitySet)
    case become(user: Int, group: Int, groups: [Int])
    case setCapabilities(CapabilitySet, ambient: CapabilitySet)

    // What it is.
    case ownSession
    case ownTerminal
    case changeFolder(String)
    case dieWithShim
    case environment([String])
    case execute([String])
    /// The pod's pause process: nothing but holding its namespaces.
    case holdNamespaces
}

// MARK: - As the shim reads it

extension Step {
    /// A letter, the number of arguments, and each with its length and a zero behind it.
    func encode(into bytes: inout [UInt8]) {
        let (letter, arguments) = wire
        bytes.append(number: UInt32(letter.value))
        bytes.append(number: UInt32(arguments.count))
        for argument in arguments { bytes.append(field: argument) }
    }

    private var wire: (Unicode.Scalar, [[UInt8]]) {
        func texts(_ letter: Unicode.Scalar, _ texts: String...) -> (Unicode.Scalar, [[UInt8]]) {
            (letter, texts.map { Array($0.utf8) })
        }
        switch self {
        case .write(let text, let path): return texts("w", path, text)
        case .tryToWrite(let text, let path): return texts("o", path, text)
        case .enter(let kind, let path): return texts("n", "\(kind.rawValue)", path)
        case .leave(let kinds): return texts("u", "\(kinds.rawValue)")
        case .setHostname(let name): return texts("h", name)
        case .mount(let source, let path, let type, let flags, let options):
            return texts("m", source, path, type, "\(flags.rawValue)", options)
        case .take(let slot, let path, let recursively): return texts("t", "\(slot)", path, recursively ? "1" : "0")
        case .put(let slot, let path, let readOnly, let recursively):
            return texts("p", "\(slot)", path, readOnly ? "1" : "0", recursively ? "1" : "0")
        case .changeRoot(let path): return texts("R", path)
        case .leaveOldRoot: return texts("L")
        case .makeFolder(let path, let mode): return texts("f", path, "\(mode)")
        case .makeDevice(let path, let mode, let major, let minor):
            return texts("d", path, "\(mode)", "\(major)", "\(minor)")
        case .makeLink(let path, let target): return texts("l", target, path)
        case .hide(let path): return texts("M", path)
        case .makeReadOnly(let path): return texts("r", path)
        case .filterCalls(let program): return ("S", [program])
        case .noNewPrivileges: return texts("N")
        case .limitCapabilities(let kept): return texts("B", "\(kept.rawValue)")
        case .become(let user, let group, let groups):
            var packed: [UInt8] = []
            for group in groups { packed.append(number: UInt32(truncatingIfNeeded: group)) }
            return ("U", [Array("\(user)".utf8), Array("\(group)".utf8), packed])
        case .setCapabilities(let set, let ambient): return texts("C", "\(set.rawValue)", "\(ambient.rawValue)")
        case .ownSession: return texts("s")
        case .ownTerminal: return texts("T")
        case .changeFolder(let path): return texts("c", path)
        case .dieWithShim: return texts("D")
        case .environment(let variables): return ("e", variables.map { Array($0.utf8) })
        case .execute(let arguments): return ("X", arguments.map { Array($0.utf8) })
        case .holdNamespaces: return texts("P")
        }
    }
}

extension [UInt8] {
    /// In the machine's own order: the other side is on it.
    mutating func append(number: UInt32) { Swift.withUnsafeBytes(of: number) { append(contentsOf: $0) } }

    mutating func append(field: some Collection<UInt8>) {
        append(number: UInt32(field.count))
        append(contentsOf: field)
        append(0)
    }
}
