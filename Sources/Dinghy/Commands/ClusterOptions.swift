import ArgumentParser
import Glibc

/// Which cluster a command is about.
struct ClusterOptions: ParsableArguments {
    @Option(help: "The cluster's name.")
    var name = "dinghy"

    @Option(help: "The folder that the cluster keeps its data in, if not the usual one for its name.")
    var data: String?

    func folder() throws -> DataFolder {
        DataFolder(path: try data.map(absolutePath) ?? "\(Self.home)/\(nodeName(name))")
    }

    /// Where clusters lie by default: one folder each, by name.
    static var home: String {
        if geteuid() == 0 { return "/var/lib/dinghy" }
        return (variable("XDG_DATA_HOME") ?? (variable("HOME") ?? "/tmp") + "/.local/share") + "/dinghy"
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Against the current folder, without looking whether anything is there.
func absolutePath(_ path: String) throws -> String {
    guard !path.hasPrefix("/") else { return path }
    guard let folder = getcwd(nil, 0) else { throw UsageError("the current folder is gone") }
    defer { free(folder) }
    return String(cString: folder) + "/" + path
}

/// This very program.
func ownPath() throws -> String {
    guard let path = realpath("/proc/self/exe", nil) else { throw UsageError("/proc/self/exe can't be read") }
    defer { free(path) }
    return String(cString: path)
}

/// The folder that a path's last part lies in.
func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
    return String(path[..<slash])
}
