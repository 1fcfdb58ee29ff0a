public import Schema

/// What a plugin is asked, when it makes sense.
public struct CNIRequest: Hashable, Sendable {
    public enum Command: String, Hashable, Sendable {
        case add = "ADD", delete = "DEL", check = "CHECK", version = "VERSION"
    }

    public var command: Command
    public var attachment: Attachment
    /// The path of the pod's network namespace. DEL may come without one.
    public var namespace: String
    public var configuration: PluginConfiguration
    /// Of the node's pods.
    public var subnet: IPv4Subnet

    public init(
        _ command: Command, _ attachment: Attachment, namespace: String, configuration: PluginConfiguration,
        subnet: IPv4Subnet
    ) {
        self.command = command
        self.attachment = attachment
        self.namespace = namespace
        self.configuration = configuration
        self.subnet = subnet
    }
}

/// The configuration as a plugin of this project knows it; what else is in there is not ours.
public struct PluginConfiguration: Declared {
    public var cniVersion = ""
    public var name = ""
    public var mtu: Int? = nil
    public var ipam = AddressManagement()
    public var prevResult: CNIResult? = nil
    public init() {}

    public static let schema = Schema<Self>("The configuration of the plugin.", name: "cni.PluginConfiguration") {
        Field(nil, "cniVersion", \.cniVersion)
        Field(nil, "name", \.name)
        Field(nil, "mtu", \.mtu)
        Field(nil, "ipam", \.ipam)
        Field(nil, "prevResult", \.prevResult)
    }
}

/// Where the pods' addresses come from. `host-local` is part of the plugin; there is no other.
public struct AddressManagement: Declared {
    public var type = ""
    public var subnet = ""
    public var dataDir = ""
    public init() {}

    public static let schema = Schema<Self>("How addresses are given.", name: "cni.AddressManagement") {
        Field(nil, "type", \.type)
        Field(nil, "subnet", \.subnet)
        Field(nil, "dataDir", \.dataDir)
    }
}
