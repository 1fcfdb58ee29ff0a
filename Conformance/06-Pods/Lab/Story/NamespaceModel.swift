internal import PodsContract

/// Where a process is after its steps, as namespaces(7) has it: it begins in the node's, enters others by their paths, and
/// leaves for new ones. A name or a setting is that of the namespace that it is in at that moment.
struct NamespaceModel {
    private var places: [NamespaceKind: String] = [:]
    private var names: [String: String] = [:]
    private var settings: [String: (value: String, place: String)] = [:]
    private var isHeld = false

    /// - Returns: the first failure, in words.
    mutating func follow(_ steps: [PodStep]) -> String? {
        for step in steps {
            if isHeld {
                return "a process that only holds namespaces can't go on: \(step.words.joined(separator: " "))"
            }
            switch step {
            case .enter(let kind, let path):
                if path.isEmpty { return "step \(step.words.joined(separator: " ")) fails: No such file or directory" }
                places[kind] = path
            case .leave(let kinds): for kind in kinds { places[kind] = "own" }
            case .setHostname(let name): names[place(.hostname)] = name
            case .write(let value, let path): settings[path] = (value, place(.network))
            case .holdNamespaces: isHeld = true
            case .tryToWrite, .dieWithShim: break
            default: return "not a step of this process: \(step.words.joined(separator: " "))"
            }
        }
        return nil
    }

    private func place(_ kind: NamespaceKind) -> String { places[kind] ?? "node" }

    func answer(_ words: [String]) -> String {
        let what = words.last ?? ""
        switch words.first {
        case "node's": return names["node"] ?? "unchanged"
        case "sysctl":
            let path = "/proc/sys/" + what.split(separator: ".").joined(separator: "/")
            return settings[path].map { "\($0.value) in \($0.place)" } ?? "untouched"
        case "held" where !isHeld: return "nobody holds it"
        default:
            let kind: NamespaceKind = what == "network" ? .network : what == "ipc" ? .ipc : .hostname
            let name = kind == .hostname ? names[place(.hostname)].map { " named \($0)" } ?? "" : ""
            return place(kind) + name
        }
    }
}

/// Namespaces in words.
enum NamespaceWords {
    static func text(_ options: NamespaceOptions) -> String {
        "network=\(options.network) ipc=\(options.ipc) process=\(options.process)"
    }

    static func choice(_ namespaces: ProcessNamespaces, _ kind: String?) -> String {
        let choice =
            switch kind {
            case "mounts": namespaces.mount
            case "processes": namespaces.process
            case "network": namespaces.network
            case "ipc": namespaces.ipc
            default: namespaces.hostname
            }
        return choice.rawValue
    }
}
