package import Schema

/// What a group of processes may use. Nil: as much as there is.
package struct ResourceLimits: Declared {
    /// In bytes.
    package var memory: Int? = nil
    /// The share of the CPUs when they are scarce: 1024 is one CPU's.
    package var cpuShares: Int? = nil
    /// In microseconds of CPU time for each period.
    package var cpuQuota: Int? = nil
    /// In microseconds; 100,000 unless said otherwise.
    package var cpuPeriod: Int? = nil
    package var processes: Int? = nil
    package init() {}

    package static let schema = Schema<Self>("What a group of processes may use.") {
        Field(nil, "memory", \.memory)
        Field(nil, "cpuShares", \.cpuShares)
        Field(nil, "cpuQuota", \.cpuQuota)
        Field(nil, "cpuPeriod", \.cpuPeriod)
        Field(nil, "processes", \.processes)
    }
}
