import LabWorker
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
        // Lab 06, step 3: yours to write.
        notWritten()
        return values
    }

    private static func second(_ limits: ResourceLimits) -> [CgroupValue] {
        var values: [CgroupValue] = []
        // Lab 06, step 3: yours to write.
        notWritten()
        return values
    }

    /// Shares are 2 to 262,144, weights 1 to 10,000: the least becomes the least, and the most the most.
    private static func weight(_ shares: Int) -> Int {
        // Lab 06, step 3: yours to write.
        notWritten()
    }
}
