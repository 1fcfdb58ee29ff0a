package import Schema

// The documents of the CNI specification 1.0: what goes into a plugin and what comes out.

/// A network: the plugins that are asked one after the other, each given its predecessor's result. A `.conflist` file.
package struct NetworkConfigurationList: Declared {
    package var cniVersion = ""
    package var name = ""
    package var disableCheck = false
    /// Each with a member `type`, the name of the plugin's program; the rest is the plugin's own.
    package var plugins: [RawJSON] = []
    package init() {}

    package static let schema = Schema<Self>("A list of network plugins.", name: "cni.NetworkConfigurationList") {
        Field(nil, "cniVersion", \.cniVersion)
        Field(nil, "name", \.name)
        Field(nil, "disableCheck", \.disableCheck)
        Field(nil, "plugins", \.plugins)
    }
}

/// What a plugin made. Also a plugin's input, as `prevResult`.
package struct CNIResult: Declared {
    package var cniVersion = ""
    package var interfaces: [CNIInterface] = []
    package var ips: [CNIAddress] = []
    package var routes: [CNIRoute] = []
    package var dns = RawJSON()
    package init() {}

    package static let schema = Schema<Self>("The result of ADD.", name: "cni.Result") {
        Field(nil, "cniVersion", \.cniVersion)
        Field(nil, "interfaces", \.interfaces)
        Field(nil, "ips", \.ips)
        Field(nil, "routes", \.routes)
        Field(nil, "dns", \.dns)
    }

    /// The pod's addresses without their prefix lengths: those of interfaces within the namespace.
    package var podAddresses: [String] {
        ips.filter { ip in
            guard let index = ip.interface, interfaces.indices.contains(index) else { return true }
            return !interfaces[index].sandbox.isEmpty
        }.map { String($0.address.prefix { $0 != "/" }) }
    }
}

package struct CNIInterface: Declared {
    package var name = ""
    package var mac = ""
    /// The path of the namespace it is in; empty for the node's.
    package var sandbox = ""
    package init() {}

    package static let schema = Schema<Self>("An interface a plugin made.", name: "cni.Interface") {
        Field(nil, "name", \.name)
        Field(nil, "mac", \.mac)
        Field(nil, "sandbox", \.sandbox)
    }
}

package struct CNIAddress: Declared {
    /// With prefix length: `10.244.1.2/32`.
    package var address = ""
    package var gateway = ""
    /// An index into the result's interfaces.
    package var interface: Int? = nil
    package init() {}

    package static let schema = Schema<Self>("An address of an interface.", name: "cni.Address") {
        Field(nil, "address", \.address)
        Field(nil, "gateway", \.gateway)
        Field(nil, "interface", \.interface)
    }
}

package struct CNIRoute: Declared {
    package var destination = ""
    package var gateway = ""
    package init() {}

    package static let schema = Schema<Self>("A route inside the namespace.", name: "cni.Route") {
        Field(nil, "dst", \.destination)
        Field(nil, "gw", \.gateway)
    }
}

/// Why a plugin refused. On the wire a document on standard output, beside a non-zero exit status.
package struct CNIError: Error, Declared, CustomStringConvertible {
    package var cniVersion = ""
    package var code = 0
    package var message = ""
    package var details = ""
    package init() {}

    init(_ code: Code, _ message: String, details: String = "") {
        self.code = code.rawValue
        self.message = message
        self.details = details
    }

    package static let schema = Schema<Self>("A plugin's refusal.", name: "cni.Error") {
        Field(nil, "cniVersion", \.cniVersion)
        Field(nil, "code", \.code, always: true)
        Field(nil, "msg", \.message)
        Field(nil, "details", \.details)
    }

    package var description: String {
        message + (details.isEmpty ? "" : ": \(details)") + " (code \(code))"
    }

    /// The specification's; from 100 on they are a plugin's own.
    enum Code: Int {
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
        case pluginFailed = 999
    }
}
