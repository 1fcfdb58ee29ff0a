internal import Conformance
internal import PodNetworkContract
internal import Schema

/// Step 3: what a plugin is asked. A request that makes sense, with something changed: variables of the environment in
/// capitals, members of the configuration in small letters. `␣` stands for a space; a variable without a value is missing.
///
/// Question: `asks CNI_COMMAND=DEL CNI_NETNS= name=n` is answered with `refused 4`, or with `DEL a/eth0 in …, 10.244.1.0/24`.
struct RequestWords {
    private var environment = [
        "CNI_COMMAND": "ADD", "CNI_CONTAINERID": "a", "CNI_NETNS": "/run/netns/a", "CNI_IFNAME": "eth0",
        "CNI_PATH": "/opt/cni/bin", "CNI_ARGS": "K8S_POD_NAME=a",
    ]
    private var configuration: JSON = [
        "cniVersion": "1.0.0", "name": "pods", "type": "mine",
        "ipam": ["type": "host-local", "subnet": "10.244.1.0/24"],
    ]

    init(_ words: some Sequence<String>) {
        for word in words {
            let attribute = Attribute(word)
            let value = attribute.value.replacing("␣", with: " ")
            switch attribute.key {
            case "prevResult": configuration["prevResult"] = ["cniVersion": "1.0.0"]
            case "mtu": configuration["mtu"] = .integer(Int64(value) ?? 0)
            case let key where key.hasPrefix("CNI_"): environment[key] = value.isEmpty ? nil : value
            case let key where key.hasPrefix("ipam."):
                configuration[path: ["ipam", String(key.dropFirst(5))]] = .string(value)
            case let key: configuration[key] = .string(value)
            }
        }
    }

    func read(_ core: PodNetworkClient) throws -> CNIRequest {
        try core.request(environment: environment, configuration: try PluginConfiguration(json: configuration))
    }

    func answer(_ core: PodNetworkClient) throws -> String {
        do {
            let request = try read(core)
            if request.command == .version { return "VERSION" }
            let place = request.namespace.isEmpty ? "" : " in \(request.namespace)"
            return "\(request.command.rawValue) \(request.attachment)\(place), \(request.subnet)"
        } catch let refusal as CNIError { return "refused \(refusal.code)" }
    }
}

extension CNIRequest {
    /// A request as the suite makes it, without asking anybody: steps after the third don't need the third.
    init(_ command: Command, _ attachment: Attachment, subnet: IPv4Subnet, mtu: Int? = nil, version: String = "1.0.0") {
        var configuration = PluginConfiguration()
        (configuration.cniVersion, configuration.name, configuration.mtu) = (version, "pods", mtu)
        (configuration.ipam.type, configuration.ipam.subnet) = ("host-local", "\(subnet)")
        self.init(
            command, attachment, namespace: "/run/netns/\(attachment.container)", configuration: configuration,
            subnet: subnet)
    }
}
