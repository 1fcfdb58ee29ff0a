package import Schema

// What the runtime is and how it feels: the first things a kubelet asks.

/// Asks for the runtime's name and version.
package struct VersionRequest: Declared {
    package var version = ""
    package init() {}
    package static let schema = Schema<Self>("Asks for the runtime's name and version.") {
        Field(1, "version", \.version)
    }
}

/// The runtime's name and version.
package struct VersionResponse: Declared {
    package var version = ""
    package var runtimeName = ""
    package var runtimeVersion = ""
    package var runtimeApiVersion = ""
    package init() {}
    package static let schema = Schema<Self>("The runtime's name and version.") {
        Field(1, "version", \.version, "The version of the kubelet's runtime API.")
        Field(2, "runtimeName", \.runtimeName)
        Field(3, "runtimeVersion", \.runtimeVersion)
        Field(4, "runtimeApiVersion", \.runtimeApiVersion)
    }
}

/// Asks whether the runtime is ready.
package struct StatusRequest: Declared {
    package var verbose = false
    package init() {}
    package static let schema = Schema<Self>("Asks whether the runtime is ready.") {
        Field(1, "verbose", \.verbose)
    }
}

/// Whether the runtime and its network are ready.
package struct StatusResponse: Declared {
    package var status = RuntimeStatus()
    package var info: [String: String] = [:]
    package init() {}
    package static let schema = Schema<Self>("Whether the runtime and its network are ready.") {
        Field(1, "status", \.status)
        Field(2, "info", \.info)
    }
}

/// The runtime's conditions; `RuntimeReady` and `NetworkReady` are required.
package struct RuntimeStatus: Declared {
    package var conditions: [RuntimeCondition] = []
    package init() {}
    package static let schema = Schema<Self>(
        "The runtime's conditions; `RuntimeReady` and `NetworkReady` are required."
    ) {
        Field(1, "conditions", \.conditions)
    }
}

/// One condition of the runtime.
package struct RuntimeCondition: Declared {
    package var type = ""
    package var status = false
    package var reason = ""
    package var message = ""
    package init() {}
    package static let schema = Schema<Self>("One condition of the runtime.") {
        Field(1, "type", \.type)
        Field(2, "status", \.status)
        Field(3, "reason", \.reason)
        Field(4, "message", \.message)
    }
}

/// Tells the runtime what the kubelet has learnt about its node.
package struct UpdateRuntimeConfigRequest: Declared {
    package var runtimeConfig = RuntimeConfig()
    package init() {}
    package static let schema = Schema<Self>("Tells the runtime what the kubelet has learnt about its node.") {
        Field(1, "runtimeConfig", \.runtimeConfig)
    }
}

/// What the kubelet knows for the runtime.
package struct RuntimeConfig: Declared {
    package var networkConfig = NetworkConfig()
    package init() {}
    package static let schema = Schema<Self>("What the kubelet knows for the runtime.") {
        Field(1, "networkConfig", \.networkConfig)
    }
}

/// The node's part of the pod network.
package struct NetworkConfig: Declared {
    package var podCidr = ""
    package init() {}
    package static let schema = Schema<Self>("The node's part of the pod network.") {
        Field(1, "podCidr", \.podCidr)
    }
}

/// Nothing.
package struct UpdateRuntimeConfigResponse: Declared {
    package init() {}
    package static let schema = Schema<Self>("Nothing.") {}
}
