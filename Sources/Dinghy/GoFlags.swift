/// Kubernetes' programs take a flag's value after an equals sign also where it is a truth value: `--wait=false`.
/// ArgumentParser knows `--wait` and `--no-wait`.
enum GoFlags {
    /// The programs of which people know the flags by heart.
    private static let programs: Set<String> = ["kubectl", "kube-scheduler"]

    /// - Parameter arguments: without the program's own name. What stands behind `--` is somebody else's.
    static func rewritten(_ arguments: [String]) -> [String] {
        guard let program = arguments.first, programs.contains(program) else { return arguments }
        let own = arguments.prefix { $0 != "--" }
        return own.map(rewritten) + arguments.dropFirst(own.count)
    }

    private static func rewritten(_ argument: String) -> String {
        guard argument.hasPrefix("--") else { return argument }
        if argument.hasSuffix("=true") { return String(argument.dropLast("=true".count)) }
        if argument.hasSuffix("=false") { return "--no-" + argument.dropFirst(2).dropLast("=false".count) }
        return argument
    }
}
