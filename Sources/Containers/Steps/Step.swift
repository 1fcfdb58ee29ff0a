package import Linux
package import PodsContract

/// One thing that a new process does before it becomes a container's program: little more than one system call.
///
/// What a container is made of is worked out here, as a list of steps, and carried out by the pod's shim
/// (PodShim/steps.c) in a freshly cloned process. So the order in which privileges, mounts and namespaces change can
/// be read and tested without starting anything, and the program that has to stay small decides nothing.
package enum Step: Hashable, Sendable {
    /// Where the process is, and what it sees: see `Pods`.
    case pod(PodStep)

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
    case environment([String])
    case execute([String])
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
        switch self {
        case .pod(let step): return step.wire
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
        case .environment(let variables): return ("e", variables.map { Array($0.utf8) })
        case .execute(let arguments): return ("X", arguments.map { Array($0.utf8) })
        }
    }
}

private func texts(_ letter: Unicode.Scalar, _ texts: String...) -> (Unicode.Scalar, [[UInt8]]) {
    (letter, texts.map { Array($0.utf8) })
}

extension PodStep {
    fileprivate var wire: (Unicode.Scalar, [[UInt8]]) {
        switch self {
        case .write(let text, let path): texts("w", path, text)
        case .tryToWrite(let text, let path): texts("o", path, text)
        case .enter(let kind, let path): texts("n", "\(Namespaces(kind).rawValue)", path)
        case .leave(let kinds): texts("u", "\(Namespaces(kinds.map { Namespaces($0) }).rawValue)")
        case .setHostname(let name): texts("h", name)
        case .mount(let source, let path, let type, let flags, let options):
            texts("m", source, path, type, "\(flags.rawValue)", options)
        case .take(let slot, let path, let recursively): texts("t", "\(slot)", path, recursively ? "1" : "0")
        case .put(let slot, let path, let readOnly, let recursively):
            texts("p", "\(slot)", path, readOnly ? "1" : "0", recursively ? "1" : "0")
        case .changeRoot(let path): texts("R", path)
        case .leaveOldRoot: texts("L")
        case .makeFolder(let path, let mode): texts("f", path, "\(mode)")
        case .makeDevice(let path, let mode, let major, let minor):
            texts("d", path, "\(mode)", "\(major)", "\(minor)")
        case .makeLink(let path, let target): texts("l", target, path)
        case .hide(let path): texts("M", path)
        case .makeReadOnly(let path): texts("r", path)
        case .dieWithShim: texts("D")
        case .holdNamespaces: texts("P")
        }
    }
}

extension Namespaces {
    fileprivate init(_ kind: NamespaceKind) {
        self =
            switch kind {
            case .mount: .mount
            case .process: .process
            case .network: .network
            case .ipc: .ipc
            case .hostname: .hostname
            default: []
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
