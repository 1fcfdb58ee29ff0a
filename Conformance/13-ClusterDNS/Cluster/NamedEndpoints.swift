internal import Schema

/// Endpoints of a service in words and as documents, in the old form and as slices, so that any program finds them in the
/// form that it reads: `10.244.1.2=db-0`, `10.244.1.3!unready`, `fd00::1:2`.
struct NamedEndpoints {
    var service: String
    var namespace: String
    var port: String
    var number: Int
    private let endpoints: [(address: String, hostname: String, isReady: Bool, isServing: Bool)]

    /// - Parameter port: `sql:5432`; 5432, for a port without a name.
    init(of service: String, in namespace: String, _ words: [String], port: String) {
        (self.service, self.namespace) = (service, namespace)
        let parts = port.split(separator: ":").map(String.init)
        (self.port, number) = (parts.count > 1 ? parts[0] : "", parts.last.flatMap { Int($0) } ?? 0)
        endpoints = words.map { word in
            let parts = word.split { "=!".contains($0) }.map(String.init)
            let isReady = !word.hasSuffix("!unready")
            return (parts[0], word.contains("=") ? parts[1] : "", isReady, isReady && !word.hasSuffix("!published"))
        }
    }

    private var portDocument: JSON {
        ["name": .string(port), "port": .integer(Int64(number)), "protocol": "TCP"]
    }

    /// One of each family that there is.
    func slices(version: String) -> [(name: String, document: JSON)] {
        [("IPv4", false), ("IPv6", true)].map { family, isLong in
            let own = endpoints.filter { $0.address.contains(":") == isLong }.map { endpoint -> JSON in
                var conditions: JSON = ["ready": .bool(endpoint.isReady)]
                if version == "v1" { conditions["serving"] = .bool(endpoint.isServing) }
                var document: JSON = ["addresses": [.string(endpoint.address)], "conditions": conditions]
                if !endpoint.hostname.isEmpty { document["hostname"] = .string(endpoint.hostname) }
                return document
            }
            let name = "\(service)-\(family.lowercased())"
            let metadata: JSON = [
                "name": .string(name), "namespace": .string(namespace),
                "labels": ["kubernetes.io/service-name": .string(service)],
            ]
            return (
                name,
                [
                    "apiVersion": .string("discovery.k8s.io/\(version)"), "kind": "EndpointSlice",
                    "metadata": metadata, "addressType": .string(family), "endpoints": .array(own),
                    "ports": [portDocument],
                ]
            )
        }
    }

    var endpointsDocument: JSON {
        var subset: JSON = ["ports": [portDocument]]
        for (member, isReady) in [("addresses", true), ("notReadyAddresses", false)] {
            let own = endpoints.filter { $0.isReady == isReady }.map { endpoint -> JSON in
                var document: JSON = ["ip": .string(endpoint.address)]
                if !endpoint.hostname.isEmpty { document["hostname"] = .string(endpoint.hostname) }
                return document
            }
            if !own.isEmpty { subset[member] = .array(own) }
        }
        return [
            "apiVersion": "v1", "kind": "Endpoints", "subsets": endpoints.isEmpty ? [] : [subset],
            "metadata": [
                "name": .string(service), "namespace": .string(namespace),
                // The slices are written by hand, so nobody need mirror this.
                "labels": ["endpointslice.kubernetes.io/skip-mirror": "true"],
            ],
        ]
    }
}
