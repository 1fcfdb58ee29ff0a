import Cgroups
package import CRI
import Containers
import Linux
import PodNetwork

// What the kubelet asks about the runtime itself.

extension Runtime: RuntimeService {
    package func version(_ request: VersionRequest) async throws -> VersionResponse {
        var response = VersionResponse()
        response.version = "0.1.0"
        response.runtimeName = "dinghy"
        response.runtimeVersion = "0.1.0"
        response.runtimeApiVersion = "v1"
        return response
    }

    package func status(_ request: StatusRequest) async throws -> StatusResponse {
        var runtime = RuntimeCondition("RuntimeReady", true)
        // The node is usable all the same: so it is said, and no more than that.
        runtime.message = cgroups.shortcomings.joined(separator: "; ")
        var network = RuntimeCondition("NetworkReady", network.isConfigured)
        if !network.status {
            network.reason = "NetworkPluginNotReady"
            network.message = "there is no network configuration in \(configuration.networkConfiguration)"
        }
        var response = StatusResponse()
        response.status.conditions = [runtime, network]
        return response
    }

    package func updateRuntimeConfig(
        _ request: UpdateRuntimeConfigRequest
    ) async throws -> UpdateRuntimeConfigResponse {
        // The network's configuration has the pods' subnet already.
        UpdateRuntimeConfigResponse()
    }
}

extension RuntimeCondition {
    init(_ type: String, _ status: Bool) {
        self.init()
        self.type = type
        self.status = status
    }
}
