/// Which controllers run, as `--controllers` says it: `*,-job-controller`, `replicaset`.
///
/// A controller has one name, `replicaset-controller`; the shorter one that it had before (without `-controller`, and
/// without hyphens) means the same.
/// Source: kubernetes.io, Reference → Component tools → kube-controller-manager.
struct ControllerChoice: Sendable {
    private let words: [String]

    init(_ text: String) { words = text.split(separator: ",").map(String.init) }

    func includes(_ name: String) -> Bool {
        if words.contains(where: { Self.short($0) == "-" + Self.short(name) }) { return false }
        return words.contains { $0 == "*" || Self.short($0) == Self.short(name) }
    }

    private static func short(_ name: String) -> String {
        let isExcluded = name.hasPrefix("-")
        let plain = name.filter { $0 != "-" }
        return (isExcluded ? "-" : "") + (plain.hasSuffix("controller") ? String(plain.dropLast(10)) : plain)
    }
}
