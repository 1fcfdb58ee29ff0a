public import Schema

/// A step as a list of words, the first of which is its name: `["mount", "proc", "/proc", "proc", "14", ""]`.
extension PodStep {
    public var words: [String] {
        switch self {
        case .write(let text, let path): ["write", text, path]
        case .tryToWrite(let text, let path): ["tryToWrite", text, path]
        case .enter(let kind, let path): ["enter", kind.rawValue, path]
        case .leave(let kinds): ["leave"] + kinds.map(\.rawValue)
        case .setHostname(let name): ["setHostname", name]
        case .mount(let source, let path, let type, let flags, let options):
            ["mount", source, path, type, "\(flags.rawValue)", options]
        case .take(let slot, let path, let recursively): ["take", "\(slot)", path, "\(recursively)"]
        case .put(let slot, let path, let readOnly, let recursively):
            ["put", "\(slot)", path, "\(readOnly)", "\(recursively)"]
        case .changeRoot(let path): ["changeRoot", path]
        case .leaveOldRoot: ["leaveOldRoot"]
        case .makeFolder(let path, let mode): ["makeFolder", path, "\(mode)"]
        case .makeDevice(let path, let mode, let major, let minor):
            ["makeDevice", path, "\(mode)", "\(major)", "\(minor)"]
        case .makeLink(let path, let target): ["makeLink", path, target]
        case .hide(let path): ["hide", path]
        case .makeReadOnly(let path): ["makeReadOnly", path]
        case .dieWithShim: ["dieWithShim"]
        case .holdNamespaces: ["holdNamespaces"]
        }
    }

    public var json: JSON { words.json }

    public init(json: JSON) throws(DecodeError) {
        let words = try [String](json: json)
        guard let step = Self.step(words) else { throw DecodeError("\(words) is not a step") }
        self = step
    }

    private static func step(_ words: [String]) -> PodStep? {
        let numbers = words.map { Int($0) ?? 0 }
        return switch (words.first, words.count) {
        case ("write", 3): .write(words[1], to: words[2])
        case ("tryToWrite", 3): .tryToWrite(words[1], to: words[2])
        case ("enter", 3): .enter(NamespaceKind(words[1]), path: words[2])
        case ("leave", 1...): .leave(words.dropFirst().map { NamespaceKind($0) })
        case ("setHostname", 2): .setHostname(words[1])
        case ("mount", 6):
            .mount(words[1], at: words[2], type: words[3], flags: .init(rawValue: numbers[4]), options: words[5])
        case ("take", 4): .take(slot: numbers[1], path: words[2], recursively: words[3] == "true")
        case ("put", 5):
            .put(slot: numbers[1], path: words[2], readOnly: words[3] == "true", recursively: words[4] == "true")
        case ("changeRoot", 2): .changeRoot(to: words[1])
        case ("leaveOldRoot", 1): .leaveOldRoot
        case ("makeFolder", 3): .makeFolder(words[1], mode: numbers[2])
        case ("makeDevice", 5): .makeDevice(words[1], mode: numbers[2], major: numbers[3], minor: numbers[4])
        case ("makeLink", 3): .makeLink(words[1], to: words[2])
        case ("hide", 2): .hide(words[1])
        case ("makeReadOnly", 2): .makeReadOnly(words[1])
        case ("dieWithShim", 1): .dieWithShim
        case ("holdNamespaces", 1): .holdNamespaces
        default: nil
        }
    }
}
