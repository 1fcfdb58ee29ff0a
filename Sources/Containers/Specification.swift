package import Linux
package import PodsContract
package import Schema

/// All that a container is made of, with every question answered: which folders, which user, which privileges.
///
/// It is kept beside the container, because commands that are run in it later must get the same.
package struct ContainerSpecification: Declared {
    package var id = ""
    /// The image's layers as folders, the uppermost first.
    package var layers: [String] = []
    /// The folder for what the container writes.
    package var writable = ""
    package var hasReadOnlyRoot = false
    package var arguments: [String] = []
    /// As `NAME=value`.
    package var environment: [String] = []
    package var workingFolder = ""
    package var user = ContainerUser()
    package var privileges = Privileges()
    package var mounts: [BindMount] = []
    /// Paths that are hidden, and that can't be written to.
    package var maskedPaths: [String] = []
    package var readOnlyPaths: [String] = []
    package var hasTerminal = false
    package var hasInput = false
    /// The input ends with the first client that ends its own.
    package var hasInputOnce = false
    package var logPath = ""
    /// Below the node's own.
    package var cgroup = ""
    package var limits = ResourceLimits()
    package var oomScoreAdjustment: Int? = nil
    package init() {}

    package static let schema = Schema<Self>("All that a container is made of.") {
        Field(nil, "id", \.id)
        Field(nil, "layers", \.layers)
        Field(nil, "writable", \.writable)
        Field(nil, "hasReadOnlyRoot", \.hasReadOnlyRoot)
        Field(nil, "arguments", \.arguments)
        Field(nil, "environment", \.environment)
        Field(nil, "workingFolder", \.workingFolder)
        Field(nil, "user", \.user)
        Field(nil, "privileges", \.privileges)
        Field(nil, "mounts", \.mounts)
        Field(nil, "maskedPaths", \.maskedPaths)
        Field(nil, "readOnlyPaths", \.readOnlyPaths)
        Field(nil, "hasTerminal", \.hasTerminal)
        Field(nil, "hasInput", \.hasInput)
        Field(nil, "hasInputOnce", \.hasInputOnce)
        Field(nil, "logPath", \.logPath)
        Field(nil, "cgroup", \.cgroup)
        Field(nil, "limits", \.limits)
        Field(nil, "oomScoreAdjustment", \.oomScoreAdjustment)
    }
}

/// Who the container's process is.
package struct ContainerUser: Declared {
    package var user = 0
    package var group = 0
    package var groups: [Int] = []
    package init() {}

    package static let schema = Schema<Self>("Who the container's process is.") {
        Field(nil, "user", \.user)
        Field(nil, "group", \.group)
        Field(nil, "groups", \.groups)
    }
}

/// What the container's process may do.
package struct Privileges: Declared {
    /// The node's own devices, no filter, writable /proc and /sys.
    package var isPrivileged = false
    package var capabilities: CapabilitySet = .containerDefault
    package var ambient: CapabilitySet = []
    package var noNewPrivileges = false
    package var isFiltered = true
    package init() {}

    package static let schema = Schema<Self>("What the container's process may do.") {
        Field(nil, "isPrivileged", \.isPrivileged)
        Field(nil, "capabilities", \.capabilities, always: true)
        Field(nil, "ambient", \.ambient)
        Field(nil, "noNewPrivileges", \.noNewPrivileges)
        Field(nil, "isFiltered", \.isFiltered, always: true)
    }
}

extension CapabilitySet: FieldValue {
    package static var shape: Shape { .integer }
    package var isZero: Bool { isEmpty }
    package var json: JSON { rawValue.json }
    package init(json: JSON) throws(DecodeError) { self.init(rawValue: try UInt64(json: json)) }

    package mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        var value: UInt64 = 0
        try value.readProtobuf(from: &reader, wire: wire)
        self = CapabilitySet(rawValue: value)
    }

    package func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        rawValue.writeProtobuf(number: number, into: &writer)
    }
}
