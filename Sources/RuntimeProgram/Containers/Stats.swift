package import CRI
import Cgroups
import Containers
import Linux
import PodsContract
import Synchronization

// What containers use.

extension Runtime {
    package func containerStats(_ request: ContainerStatsRequest) async throws -> ContainerStatsResponse {
        var response = ContainerStatsResponse()
        response.stats = try stats(of: try records.container(request.containerID))
        return response
    }

    package func listContainerStats(_ request: ListContainerStatsRequest) async throws -> ListContainerStatsResponse {
        var response = ListContainerStatsResponse()
        let running = records.containers.filter { request.filter?.takes($0) ?? true }
            .filter { state(of: $0).process != nil }
        // One that ends meanwhile is left out.
        response.stats = running.compactMap { try? stats(of: $0) }
        return response
    }

    private func stats(of record: ContainerRecord) throws -> ContainerStats {
        let usage = try cgroups.usage(record.specification.cgroup)
        let now = Int(realNanoseconds())
        var stats = ContainerStats()
        stats.attributes.id = record.id
        stats.attributes.metadata = record.config.metadata
        stats.attributes.labels = record.config.labels
        stats.attributes.annotations = record.config.annotations
        var cpu = CpuUsage()
        cpu.timestamp = now
        cpu.usageCoreNanoSeconds = UInt64Value(usage.cpuNanoseconds)
        cpu.usageNanoCores = samples.rate(of: record.id, usage.cpuNanoseconds, at: now).map(UInt64Value.init)
        stats.cpu = cpu
        stats.memory = memory(usage, at: now, limit: record.specification.limits.memory)
        return stats
    }

    private func memory(_ usage: ResourceUsage, at now: Int, limit: Int?) -> MemoryUsage {
        var memory = MemoryUsage()
        memory.timestamp = now
        memory.workingSetBytes = UInt64Value(usage.workingSet)
        memory.usageBytes = UInt64Value(usage.memory)
        memory.rssBytes = UInt64Value(usage.anonymous)
        memory.pageFaults = UInt64Value(usage.pageFaults)
        memory.majorPageFaults = UInt64Value(usage.majorPageFaults)
        if let limit, UInt64(limit) >= usage.workingSet {
            memory.availableBytes = UInt64Value(UInt64(limit) - usage.workingSet)
        }
        return memory
    }
}

/// The last look at each container's CPU time: a rate needs two.
final class UsageSamples: Sendable {
    private struct Sample {
        var nanoseconds: UInt64
        var time: Int
    }

    private let samples = Mutex<[String: Sample]>([:])

    /// CPU nanoseconds a second since the last look; nil at the first.
    func rate(of id: String, _ nanoseconds: UInt64, at time: Int) -> UInt64? {
        let last = samples.withLock { $0.updateValue(Sample(nanoseconds: nanoseconds, time: time), forKey: id) }
        guard let last, time > last.time, nanoseconds >= last.nanoseconds else { return nil }
        return UInt64(Double(nanoseconds - last.nanoseconds) * 1e9 / Double(time - last.time))
    }

    func forget(_ id: String) { _ = samples.withLock { $0.removeValue(forKey: id) } }
}

extension ContainerStatsFilter {
    fileprivate func takes(_ record: ContainerRecord) -> Bool {
        (id.isEmpty || record.id == id) && (podSandboxID.isEmpty || record.sandbox == podSandboxID)
            && labelSelector.allSatisfy { record.config.labels[$0.key] == $0.value }
    }
}
