internal import Linux
package import PodNetworkContract
internal import PodNetworkPlan
internal import Schema

/// Our network plugin as a program: the plugin's side of the CNI exec protocol.
///
/// The runtime starts the program named by the configuration's `type`, with what to do in the environment
/// (CNI_COMMAND, CNI_CONTAINERID, CNI_NETNS, CNI_IFNAME) and the configuration on standard input. The answer comes on
/// standard output: a result, or an error and a non-zero exit status.
///
/// What is decided is a core's (`PodNetworkPlan`, or one of your own); here it is carried out: addresses are written
/// down, and the kernel is spoken to.
///
/// Source: CNI specification 1.0.0, sections 2 and 5.
package struct CNIPlugin<Core: PodNetworkCore>: Sendable {
    private let core: Core

    package init(_ core: Core) { self.core = core }

    package func answer(environment: [String: String], input: [UInt8]) -> PluginOutput {
        do {
            let request = try core.request(environment: environment, configuration: try configuration(input))
            return PluginOutput(output: try run(request).map(\.bytes) ?? [], exitStatus: 0)
        } catch {
            var refusal =
                error as? CNIError ?? CNIError(.kernelRefused, "the network can't be set up", details: "\(error)")
            refusal.cniVersion = version(of: input)
            return PluginOutput(output: refusal.json.bytes, exitStatus: 1)
        }
    }

    private func configuration(_ input: [UInt8]) throws(CNIError) -> PluginConfiguration {
        do { return try PluginConfiguration(json: JSON(parsing: input)) } catch {
            throw CNIError(.undecodable, "the network configuration can't be read", details: "\(error)")
        }
    }

    /// Errors speak the asker's version where it is one of ours.
    private func version(of input: [UInt8]) -> String {
        let asked = (try? JSON(parsing: input))?["cniVersion"]?.string ?? ""
        return CNIRequest.supportedVersions.contains(asked) ? asked : "1.0.0"
    }

    /// The document to be printed; nil prints nothing.
    private func run(_ request: CNIRequest) throws -> JSON? {
        switch request.command {
        case .version: return versions
        case .add: return try PodConnection(request, core).add().json
        case .delete: try PodConnection(request, core).delete()
        case .check: try PodConnection(request, core).check()
        }
        return nil
    }

    private var versions: JSON {
        ["cniVersion": "1.0.0", "supportedVersions": .array(CNIRequest.supportedVersions.map(JSON.string))]
    }
}

package struct PluginOutput: Sendable, Equatable {
    package var output: [UInt8]
    package var exitStatus: Int32
}

/// The `type` in our configuration, and the name of the program in the folder of plugins.
package let networkPluginType = "dinghy-ptp"
