import Linux

/// Where the programs lie that are built beside the tests.
public let builtPrograms: String = {
    let tests = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? readLink("/proc/self/exe")
    return String(tests.prefix(upTo: tests.lastIndex(of: "/") ?? tests.startIndex))
}()
