/// Kubernetes' programs take a flag's value after an equals sign also where it is a truth value: `--wait=false`.
/// ArgumentParser knows `--wait` and `--no-wait`.
enum GoFlags {
    /// The programs of which people know the flags by heart.
    private static let programs: Set<String> = ["kubectl", "kube-scheduler"]

    /// - Parameter arguments: without the program's own name. What stands behind `--` is somebody else's.
    static func rewritten(_ arguments: [String]) -> [String] {
        guard let program = arguments.first, programs.contains(program) else { return arguments }
        let own = arguments.dropFirst().prefix { $0 != "--" }
        return [program] + verbFirst(own).compactMap(rewritten) + arguments.dropFirst(own.count + 1)
    }

    private static let flagsWithValue: Set<String> = [
        "-n", "--namespace", "--kubeconfig", "--context", "-s", "--server",
    ]

    /// kubectl takes the cluster's flags before the verb, too: `kubectl -n default get pods`.
    private static func verbFirst(_ arguments: ArraySlice<String>) -> [String] {
        var position = arguments.startIndex
        while position < arguments.endIndex, arguments[position].hasPrefix("-") {
            position += flagsWithValue.contains(arguments[position]) ? 2 : 1
        }
        guard position < arguments.endIndex else { return Array(arguments) }
        return [arguments[position]] + arguments[..<position] + arguments[(position + 1)...]
    }

    /// Those that are on by default; for others a false is what they are anyway.
    private static let invertible: Set<String> = ["wait", "watch", "leader-elect"]

    private static func rewritten(_ argument: String) -> String? {
        guard argument.hasPrefix("--") else { return argument }
        if argument.hasSuffix("=true") { return String(argument.dropLast("=true".count)) }
        guard argument.hasSuffix("=false") else { return argument }
        let name = String(argument.dropFirst(2).dropLast("=false".count))
        return invertible.contains(name) ? "--no-\(name)" : nil
    }
}
