internal import Schema

/// What a plugin is asked, from its environment and its standard input.
struct CNIRequest: Sendable {
    enum Command: String { case add = "ADD", delete = "DEL", check = "CHECK", version = "VERSION" }

    let command: Command
    let container: String
    /// The namespace's path; DEL may come without one.
    let namespace: String
    let interface: String
    let configuration: PluginConfiguration

    static let supportedVersions = ["0.4.0", "1.0.0"]

    init(environment: [String: String], input: [UInt8]) throws(CNIError) {
        guard let command = environment["CNI_COMMAND"].flatMap(Command.init(rawValue:)) else {
            throw CNIError(.invalidEnvironment, "CNI_COMMAND must be ADD, DEL, CHECK or VERSION")
        }
        self.command = command
        container = environment["CNI_CONTAINERID"] ?? ""
        namespace = environment["CNI_NETNS"] ?? ""
        interface = environment["CNI_IFNAME"] ?? ""
        do { configuration = try PluginConfiguration(json: JSON(parsing: input)) } catch {
            throw CNIError(.undecodable, "the network configuration can't be read", details: "\(error)")
        }
        if command != .version { try check() }
    }

    private func check() throws(CNIError) {
        guard Self.supportedVersions.contains(configuration.cniVersion) else {
            throw CNIError(.incompatibleVersion, "CNI version \(configuration.cniVersion) is not supported")
        }
        try require(!container.isEmpty && container.utf8.allSatisfy(Self.isNameByte), "CNI_CONTAINERID")
        // What the kernel allows for the name of an interface.
        try require(1...15 ~= interface.utf8.count && interface.utf8.allSatisfy { $0 > 32 && $0 != 47 }, "CNI_IFNAME")
        try require(command == .delete || !namespace.isEmpty, "CNI_NETNS")
        try require(!namespace.utf8.contains { $0 <= 32 }, "CNI_NETNS")
    }

    private func require(_ condition: Bool, _ variable: String) throws(CNIError) {
        if !condition { throw CNIError(.invalidEnvironment, "\(variable) is missing or invalid") }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }
}

/// The configuration as our plugin knows it; what else is in there is not ours.
struct PluginConfiguration: Declared {
    var cniVersion = ""
    var name = ""
    var mtu: Int? = nil
    var ipam = AddressManagement()
    var prevResult: CNIResult? = nil
    init() {}

    static let schema = Schema<Self>("The configuration of the plugin.", name: "cni.PluginConfiguration") {
        Field(nil, "cniVersion", \.cniVersion)
        Field(nil, "name", \.name)
        Field(nil, "mtu", \.mtu)
        Field(nil, "ipam", \.ipam)
        Field(nil, "prevResult", \.prevResult)
    }
}

/// Where the pods' addresses come from. `host-local` is part of our plugin; there is no other.
struct AddressManagement: Declared {
    var type = ""
    var subnet = ""
    var dataDir = ""
    init() {}

    static let schema = Schema<Self>("How addresses are given.", name: "cni.AddressManagement") {
        Field(nil, "type", \.type)
        Field(nil, "subnet", \.subnet)
        Field(nil, "dataDir", \.dataDir)
    }
}
