internal import Schema

/// Endpoints of a service as documents: in the old form, and as a slice.
struct EndpointsForm {
    var name: String
    /// Pods of ``TwoNodes``, by their names.
    var ready: [String]
    var unready: [String]
    var port: Int
    var transport: Transport

    private var portDocument: JSON {
        ["name": "", "port": .integer(Int64(port)), "protocol": transport == .tcp ? "TCP" : "UDP"]
    }

    var endpoints: JSON {
        var subset: JSON = ["ports": [portDocument]]
        if !ready.isEmpty { subset["addresses"] = .array(ready.map(address)) }
        if !unready.isEmpty { subset["notReadyAddresses"] = .array(unready.map(address)) }
        let isEmpty = ready.isEmpty && unready.isEmpty
        return [
            "apiVersion": "v1", "kind": "Endpoints", "subsets": isEmpty ? [] : [subset],
            // The slice is written by hand, so nobody need mirror this into another one.
            "metadata": [
                "name": .string(name), "namespace": "default",
                "labels": ["endpointslice.kubernetes.io/skip-mirror": "true"],
            ],
        ]
    }

    private func address(_ pod: String) -> JSON {
        ["ip": .string(TwoNodes.address(of: pod)), "nodeName": .string(node(of: pod))]
    }

    private func node(of pod: String) -> String { pod == "c" ? "node-2" : "node-1" }

    /// - Parameter version: v1 or v1beta1, which says in another way where an endpoint is.
    func slice(version: String) -> JSON {
        let endpoints = ready.map { endpoint($0, true, version) } + unready.map { endpoint($0, false, version) }
        return [
            "apiVersion": .string("discovery.k8s.io/\(version)"), "kind": "EndpointSlice", "addressType": "IPv4",
            "endpoints": .array(endpoints), "ports": [portDocument],
            "metadata": [
                "name": .string(name), "namespace": "default",
                "labels": ["kubernetes.io/service-name": .string(name)],
            ],
        ]
    }

    private func endpoint(_ pod: String, _ isReady: Bool, _ version: String) -> JSON {
        var endpoint: JSON = [
            "addresses": [.string(TwoNodes.address(of: pod))], "conditions": ["ready": .bool(isReady)],
        ]
        if version == "v1" {
            endpoint["nodeName"] = .string(node(of: pod))
        } else {
            endpoint["topology"] = ["kubernetes.io/hostname": .string(node(of: pod))]
        }
        return endpoint
    }
}
