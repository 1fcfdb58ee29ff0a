import Glibc
import Linux
import TestSupport
import Testing

/// A version of kubectl that the cluster must serve, and where this machine has it.
///
/// It is looked for as `kubectl.1.33` in the folder that DINGHY_KUBECTL_FOLDER names, along PATH, and where Google's
/// SDK, whose package has all of them, puts it.
struct KubectlVersion: CustomTestStringConvertible, Sendable {
    let name: String
    let path: String?

    private init(_ name: String) {
        self.name = name
        path = Self.folders.map { "\($0)/kubectl.\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// What every line of the main job is tried with.
    static let main = ["1.33", "1.32", "1.29"].map(KubectlVersion.init)
    /// What speaks differently in between: SPDY up to 1.28, WebSocket from 1.30 on, protobuf bodies from 1.32 on.
    static let all = main + ["1.31", "1.30", "1.28", "1.27"].map(KubectlVersion.init)

    var testDescription: String { "kubectl \(name)" }

    private static let folders: [String] =
        folders(in: "DINGHY_KUBECTL_FOLDER") + folders(in: "PATH")
        + ["/usr/lib", "/usr/share", "/opt"].map { $0 + "/google-cloud-sdk/bin" }

    private static func folders(in variable: String) -> [String] {
        guard let value = getenv(variable) else { return [] }
        return String(cString: value).split(separator: ":").map(String.init)
    }
}
