public import Schema

/// What a group of processes may use. Nil: as much as there is.
public struct ResourceLimits: Declared, Sendable {
    /// In bytes.
    public var memory: Int? = nil
    /// The share of the CPUs when they are scarce: 1024 is one CPU's.
    public var cpuShares: Int? = nil
    /// In microseconds of CPU time for each period.
    public var cpuQuota: Int? = nil
    /// In microseconds; 100,000 unless said otherwise.
    public var cpuPeriod: Int? = nil
    public var processes: Int? = nil
    public init() {}

    public static let schema = Schema<Self>("What a group of processes may use.") {
        Field(nil, "memory", \.memory)
        Field(nil, "cpuShares", \.cpuShares)
        Field(nil, "cpuQuota", \.cpuQuota)
        Field(nil, "cpuPeriod", \.cpuPeriod)
        Field(nil, "processes", \.processes)
    }
}

/// The kernel has two versions of control groups, with other files and other numbers.
public struct CgroupVersion: OpenEnum, Sendable {
    public var rawValue = ""
    public init() {}

    /// A hierarchy of folders for each resource.
    public static let v1: CgroupVersion = "v1"
    /// One for all.
    public static let v2: CgroupVersion = "v2"
}

/// What is written into one file of a control group.
public struct CgroupValue: Declared, Sendable {
    /// `memory`, `cpu`, `pids`: whose file it is.
    public var controller = ""
    /// `memory.max`
    public var file = ""
    public var value = ""
    /// Not every kernel has the file.
    public var isOptional = false
    public init() {}

    public init(_ controller: String, _ file: String, _ value: String, isOptional: Bool = false) {
        self.controller = controller
        self.file = file
        self.value = value
        self.isOptional = isOptional
    }

    public static let schema = Schema<Self>("What is written into one file of a control group.") {
        Field(nil, "controller", \.controller)
        Field(nil, "file", \.file)
        Field(nil, "value", \.value)
        Field(nil, "isOptional", \.isOptional)
    }
}
