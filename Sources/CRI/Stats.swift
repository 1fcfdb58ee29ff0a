package import Schema

// What containers use.

/// Asks for a container's use.
package struct ContainerStatsRequest: Declared {
    package var containerID = ""
    package init() {}
    package static let schema = Schema<Self>("Asks for a container's use.") {
        Field(1, "containerId", \.containerID)
    }
}

/// A container's use.
package struct ContainerStatsResponse: Declared {
    package var stats: ContainerStats? = nil
    package init() {}
    package static let schema = Schema<Self>("A container's use.") {
        Field(1, "stats", \.stats)
    }
}

/// Which containers are meant; all conditions hold.
package struct ContainerStatsFilter: Declared {
    package var id = ""
    package var podSandboxID = ""
    package var labelSelector: [String: String] = [:]
    package init() {}
    package static let schema = Schema<Self>("Which containers are meant; all conditions hold.") {
        Field(1, "id", \.id)
        Field(2, "podSandboxId", \.podSandboxID)
        Field(3, "labelSelector", \.labelSelector)
    }
}

/// Asks for the use of all running containers.
package struct ListContainerStatsRequest: Declared {
    package var filter: ContainerStatsFilter? = nil
    package init() {}
    package static let schema = Schema<Self>("Asks for the use of all running containers.") {
        Field(1, "filter", \.filter)
    }
}

/// The use of containers.
package struct ListContainerStatsResponse: Declared {
    package var stats: [ContainerStats] = []
    package init() {}
    package static let schema = Schema<Self>("The use of containers.") {
        Field(1, "stats", \.stats)
    }
}

/// What a container uses.
package struct ContainerStats: Declared {
    package var attributes = ContainerAttributes()
    package var cpu: CpuUsage? = nil
    package var memory: MemoryUsage? = nil
    package var writableLayer: FilesystemUsage? = nil
    package init() {}
    package static let schema = Schema<Self>("What a container uses.") {
        Field(1, "attributes", \.attributes)
        Field(2, "cpu", \.cpu)
        Field(3, "memory", \.memory)
        Field(4, "writableLayer", \.writableLayer)
    }
}

/// Whose use it is.
package struct ContainerAttributes: Declared {
    package var id = ""
    package var metadata = ContainerMetadata()
    package var labels: [String: String] = [:]
    package var annotations: [String: String] = [:]
    package init() {}
    package static let schema = Schema<Self>("Whose use it is.") {
        Field(1, "id", \.id)
        Field(2, "metadata", \.metadata)
        Field(3, "labels", \.labels)
        Field(4, "annotations", \.annotations)
    }
}

/// A number that may be absent.
package struct UInt64Value: Declared {
    package var value: UInt64 = 0
    package init() {}
    package static let schema = Schema<Self>("A number that may be absent.") {
        Field(1, "value", \.value)
    }
}

/// The use of CPUs.
package struct CpuUsage: Declared {
    package var timestamp = 0
    package var usageCoreNanoSeconds: UInt64Value? = nil
    package var usageNanoCores: UInt64Value? = nil
    package init() {}
    package static let schema = Schema<Self>("The use of CPUs.") {
        Field(1, "timestamp", \.timestamp, "In nanoseconds since 1970.")
        Field(2, "usageCoreNanoSeconds", \.usageCoreNanoSeconds, "Since the container's start.")
        Field(3, "usageNanoCores", \.usageNanoCores)
    }
}

/// The use of memory, in bytes.
package struct MemoryUsage: Declared {
    package var timestamp = 0
    package var workingSetBytes: UInt64Value? = nil
    package var availableBytes: UInt64Value? = nil
    package var usageBytes: UInt64Value? = nil
    package var rssBytes: UInt64Value? = nil
    package var pageFaults: UInt64Value? = nil
    package var majorPageFaults: UInt64Value? = nil
    package init() {}
    package static let schema = Schema<Self>("The use of memory, in bytes.") {
        Field(1, "timestamp", \.timestamp, "In nanoseconds since 1970.")
        Field(2, "workingSetBytes", \.workingSetBytes, "Without file contents that can be dropped.")
        Field(3, "availableBytes", \.availableBytes)
        Field(4, "usageBytes", \.usageBytes)
        Field(5, "rssBytes", \.rssBytes)
        Field(6, "pageFaults", \.pageFaults)
        Field(7, "majorPageFaults", \.majorPageFaults)
    }
}

/// A file system.
package struct FilesystemIdentifier: Declared {
    package var mountpoint = ""
    package init() {}
    package static let schema = Schema<Self>("A file system.") {
        Field(1, "mountpoint", \.mountpoint)
    }
}

/// The use of a file system.
package struct FilesystemUsage: Declared {
    package var timestamp = 0
    package var fsID: FilesystemIdentifier? = nil
    package var usedBytes: UInt64Value? = nil
    package var inodesUsed: UInt64Value? = nil
    package init() {}
    package static let schema = Schema<Self>("The use of a file system.") {
        Field(1, "timestamp", \.timestamp, "In nanoseconds since 1970.")
        Field(2, "fsId", \.fsID)
        Field(3, "usedBytes", \.usedBytes)
        Field(4, "inodesUsed", \.inodesUsed)
    }
}
