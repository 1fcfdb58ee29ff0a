import PodsContract

/// The same limits in the files of the kernel's two versions of control groups.
///
/// ```
///                      version 1                                  version 2
///   memory             memory.limit_in_bytes                      memory.max
///   no swap            memory.memsw.limit_in_bytes, the same      memory.swap.max, 0
///   share of the CPU   cpu.shares, 2 to 262,144                   cpu.weight, 1 to 10,000
///   quota of the CPU   cpu.cfs_period_us, cpu.cfs_quota_us        cpu.max: quota and period
///   processes          pids.max                                   pids.max
/// ```
/// Source: docs.kernel.org, admin-guide/cgroup-v1 and admin-guide/cgroup-v2; for the weight, KEP-2254.
enum CgroupValues {
    static func values(_ limits: ResourceLimits, _ version: CgroupVersion) -> [CgroupValue] {
        version == .v1 ? first(limits) : second(limits)
    }

    private static func first(_ limits: ResourceLimits) -> [CgroupValue] {
        var values: [CgroupValue] = []
        // lab 06.3: begin
        if let memory = limits.memory {
            values.append(CgroupValue("memory", "memory.limit_in_bytes", "\(memory)"))
            // Memory and swap together no more than memory: no swap.
            values.append(CgroupValue("memory", "memory.memsw.limit_in_bytes", "\(memory)", isOptional: true))
        }
        if let shares = limits.cpuShares { values.append(CgroupValue("cpu", "cpu.shares", "\(shares)")) }
        if let quota = limits.cpuQuota {
            let period = limits.cpuPeriod ?? ResourceLimits.defaultPeriod
            values.append(CgroupValue("cpu", "cpu.cfs_period_us", "\(period)"))
            values.append(CgroupValue("cpu", "cpu.cfs_quota_us", "\(quota)"))
        }
        if let processes = limits.processes { values.append(CgroupValue("pids", "pids.max", "\(processes)")) }
        // lab 06.3: end
        return values
    }

    private static func second(_ limits: ResourceLimits) -> [CgroupValue] {
        var values: [CgroupValue] = []
        // lab 06.3: begin
        if let memory = limits.memory {
            values.append(CgroupValue("memory", "memory.max", "\(memory)"))
            values.append(CgroupValue("memory", "memory.swap.max", "0", isOptional: true))
        }
        if let shares = limits.cpuShares { values.append(CgroupValue("cpu", "cpu.weight", "\(weight(shares))")) }
        if let quota = limits.cpuQuota {
            let period = limits.cpuPeriod ?? ResourceLimits.defaultPeriod
            values.append(CgroupValue("cpu", "cpu.max", "\(quota) \(period)"))
        }
        if let processes = limits.processes { values.append(CgroupValue("pids", "pids.max", "\(processes)")) }
        // lab 06.3: end
        return values
    }

    /// Shares are 2 to 262,144, weights 1 to 10,000: the least becomes the least, and the most the most.
    private static func weight(_ shares: Int) -> Int {
        // lab 06.3: begin
        1 + (min(max(shares, 2), 262_144) - 2) * 9999 / 262_142
        // lab 06.3: end
    }
}
