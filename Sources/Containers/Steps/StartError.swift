package import Linux
import PodsContract

/// A program that could not be started: at which step, and why. Worded as container runtimes do, because people
/// search for these sentences.
package struct StartError: Error, Hashable, CustomStringConvertible {
    /// Nil when no step was reached.
    package let step: Step?
    package let cause: SystemCallError

    package var description: String {
        guard case .execute(let arguments) = step, let program = arguments.first else {
            return step.map { "\($0.words): \(cause.reason)" } ?? cause.description
        }
        let isMissing = cause.errno == 2
        let isSearchedFor = !program.contains("/")
        let reason = isMissing && isSearchedFor ? "executable file not found in $PATH" : cause.reason.lowercasedFirst
        return "exec: \"\(program)\": \(isSearchedFor ? reason : "stat \(program): \(reason)")"
    }

    /// The exit code that stands for it, as shells have it: 127 for what isn't there, 126 for what can't be executed.
    package var exitCode: Int { cause.errno == 2 ? 127 : 126 }
}

extension Step {
    /// What the step was to do.
    fileprivate var words: String {
        switch self {
        case .pod(let step): step.purpose
        case .filterCalls: "load the seccomp filter"
        case .noNewPrivileges: "set no_new_privs"
        case .limitCapabilities, .setCapabilities: "set capabilities"
        case .become(let user, let group, _): "become user \(user):\(group)"
        case .ownSession: "start a session"
        case .ownTerminal: "open a terminal"
        case .changeFolder(let path): "chdir to cwd (\"\(path)\")"
        case .environment, .execute: "start"
        }
    }
}

extension PodStep {
    fileprivate var purpose: String {
        switch self {
        case .write(_, let path), .tryToWrite(_, let path): "write \(path)"
        case .enter(_, let path): "enter namespace \(path)"
        case .leave: "make namespaces"
        case .setHostname(let name): "set hostname \(name)"
        case .mount(let source, let path, _, _, _): "mount \(source) at \(path)"
        case .take(_, let path, _): "mount \(path) of the node"
        case .put(_, let path, _, _): "mount at \(path)"
        case .changeRoot, .leaveOldRoot: "change root"
        case .makeFolder(let path, _), .makeDevice(let path, _, _, _), .makeLink(let path, _): "make \(path)"
        case .hide(let path): "mask \(path)"
        case .makeReadOnly(let path): "make \(path) read-only"
        case .dieWithShim: "follow the shim"
        case .holdNamespaces: "start"
        }
    }
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
