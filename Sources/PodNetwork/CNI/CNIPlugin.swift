internal import Schema

/// Our network plugin as a program: the plugin's side of the CNI exec protocol.
///
/// The runtime starts the program named by the configuration's `type`, with what to do in the environment
/// (CNI_COMMAND, CNI_CONTAINERID, CNI_NETNS, CNI_IFNAME) and the configuration on standard input. The answer comes on
/// standard output: a result, or an error and a non-zero exit status.
///
/// Source: CNI specification 1.0.0, sections 2 and 5.
package enum CNIPlugin {
    /// The `type` in the configuration, and the name of the program in the folder of plugins.
    package static let type = "dinghy-ptp"

    package struct Answer: Sendable, Equatable {
        package var output: [UInt8]
        package var exitStatus: Int32
    }

    package static func answer(environment: [String: String], input: [UInt8]) -> Answer {
        do {
            let request = try CNIRequest(environment: environment, input: input)
            let output = try run(request).map(\.bytes) ?? []
            return Answer(output: output, exitStatus: 0)
        } catch {
            var refusal =
                error as? CNIError ?? CNIError(.kernelRefused, "the network can't be set up", details: "\(error)")
            refusal.cniVersion = "1.0.0"
            return Answer(output: refusal.json.bytes, exitStatus: 1)
        }
    }

    /// The document to be printed; nil prints nothing.
    private static func run(_ request: CNIRequest) throws -> JSON? {
        switch request.command {
        case .version: return versions
        case .add: return try PointToPoint(request).add().json
        case .delete: try PointToPoint(request).delete()
        case .check: try PointToPoint(request).check()
        }
        return nil
    }

    private static var versions: JSON {
        ["cniVersion": "1.0.0", "supportedVersions": .array(CNIRequest.supportedVersions.map(JSON.string))]
    }
}
