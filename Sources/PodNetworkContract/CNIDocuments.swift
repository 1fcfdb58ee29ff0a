public import Schema

// The documents that plugins answer with, as the CNI specification has them.

/// What a plugin made. Also a plugin's input, as `prevResult`.
public struct CNIResult: Declared {
    public var cniVersion = ""
    public var interfaces: [CNIInterface] = []
    public var ips: [CNIAddress] = []
    public var routes: [CNIRoute] = []
    public var dns = RawJSON()
    public init() {}

    public static let schema = Schema<Self>("The result of ADD.", name: "cni.Result") {
        Field(nil, "cniVersion", \.cniVersion)
        Field(nil, "interfaces", \.interfaces)
        Field(nil, "ips", \.ips)
        Field(nil, "routes", \.routes)
        Field(nil, "dns", \.dns)
    }

    /// The pod's addresses without their prefix lengths: those of interfaces within the namespace.
    public var podAddresses: [String] {
        ips.filter { ip in
            guard let index = ip.interface, interfaces.indices.contains(index) else { return true }
            return !interfaces[index].sandbox.isEmpty
        }.map { String($0.address.prefix { $0 != "/" }) }
    }
}

public struct CNIInterface: Declared {
    public var name = ""
    public var mac = ""
    /// The path of the namespace it is in; empty for the node's.
    public var sandbox = ""
    public init() {}

    public init(name: String, mac: String, sandbox: String = "") {
        self.name = name
        self.mac = mac
        self.sandbox = sandbox
    }

    public static let schema = Schema<Self>("An interface a plugin made.", name: "cni.Interface") {
        Field(nil, "name", \.name)
        Field(nil, "mac", \.mac)
        Field(nil, "sandbox", \.sandbox)
    }
}

public struct CNIAddress: Declared {
    /// `4` or `6`; before version 1.0 of the specification it had to be said.
    public var version = ""
    /// With prefix length: `10.244.1.2/32`.
    public var address = ""
    public var gateway = ""
    /// An index into the result's interfaces.
    public var interface: Int? = nil
    public init() {}

    public init(address: String, gateway: String, interface: Int, version: String = "") {
        self.version = version
        self.address = address
        self.gateway = gateway
        self.interface = interface
    }

    public static let schema = Schema<Self>("An address of an interface.", name: "cni.Address") {
        Field(nil, "version", \.version)
        Field(nil, "address", \.address)
        Field(nil, "gateway", \.gateway)
        Field(nil, "interface", \.interface)
    }
}

public struct CNIRoute: Declared {
    public var destination = ""
    public var gateway = ""
    public init() {}

    public init(to destination: String, gateway: String) {
        self.destination = destination
        self.gateway = gateway
    }

    public static let schema = Schema<Self>("A route inside the namespace.", name: "cni.Route") {
        Field(nil, "dst", \.destination)
        Field(nil, "gw", \.gateway)
    }
}

/// Why a plugin refused. On the wire a document on standard output, beside a non-zero exit status.
public struct CNIError: Error, Declared, CustomStringConvertible {
    public var cniVersion = ""
    public var code = 0
    public var message = ""
    public var details = ""
    public init() {}

    public init(_ code: Code, _ message: String, details: String = "") {
        self.code = code.rawValue
        self.message = message
        self.details = details
    }

    public static let schema = Schema<Self>("A plugin's refusal.", name: "cni.Error") {
        Field(nil, "cniVersion", \.cniVersion)
        Field(nil, "code", \.code, always: true)
        Field(nil, "msg", \.message)
        Field(nil, "details", \.details)
    }

    public var description: String {
        message + (details.isEmpty ? "" : ": \(details)") + " (code \(code))"
    }

    /// The specification's; from 100 on they are a plugin's own.
    public enum Code: Int, Sendable {
        case incompatibleVersion = 1
        case unsupportedField = 2
        case unknownContainer = 3
        case invalidEnvironment = 4
        case inputOutput = 5
        case undecodable = 6
        case invalidConfiguration = 7
        case tryAgainLater = 11
        case noAddressLeft = 100
        case interfaceMissing = 101
        case kernelRefused = 102
        case networkChanged = 103
        case pluginFailed = 999
    }
}
