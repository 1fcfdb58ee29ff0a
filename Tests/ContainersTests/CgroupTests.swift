import Cgroups
import Containers
import Linux
import PodsContract
import Testing
import TestSupport

@Suite("Cgroups", .timeLimit(.minutes(1)))
struct CgroupTests {
    /// The files of a version 2 tree, as a machine with only that one has them.
    private func withRecordedTree(_ body: (String) async throws -> Void) async throws {
        try await withTemporaryFolder { root in
            try makeFolder("\(root)/node/pod/c")
            try writeFile("\(root)/cgroup.controllers", "cpuset cpu io memory pids\n")
            for folder in ["", "/node", "/node/pod", "/node/pod/c"] {
                for file in [
                    "cgroup.subtree_control", "memory.max", "memory.swap.max", "pids.max", "cpu.weight", "cpu.max",
                    "cgroup.freeze", "cgroup.kill", "cgroup.procs",
                ] { try writeFile("\(root)\(folder)/\(file)", "") }
            }
            try await body(root)
        }
    }

    @Test("Version 2: limits are written in its words, and resources handed down from the root")
    func limits() async throws {
        try await withRecordedTree { root in
            var limits = ResourceLimits()
            limits.memory = 1 << 20
            limits.cpuShares = 1024
            limits.cpuQuota = 50000
            limits.processes = 10
            try findCgroups(mount: root, base: "node").make("pod/c", limits: limits)
            let folder = "\(root)/node/pod/c"
            #expect(try readText("\(folder)/memory.max") == "1048576")
            #expect(try readText("\(folder)/cpu.weight") == "39")
            #expect(try readText("\(folder)/cpu.max") == "50000 100000")
            #expect(try readText("\(folder)/pids.max") == "10")
            #expect(try readText("\(root)/node/pod/cgroup.subtree_control") == "+cpu +memory +pids")
        }
    }

    @Test("Version 2: use is read from its files")
    func usage() async throws {
        try await withRecordedTree { root in
            let folder = "\(root)/node/pod/c"
            try writeFile("\(folder)/cpu.stat", "usage_usec 1500\nuser_usec 1000\n")
            try writeFile("\(folder)/memory.current", "9000\n")
            try writeFile("\(folder)/memory.stat", "anon 4000\ninactive_file 2000\npgfault 7\n")
            try writeFile("\(folder)/memory.events", "low 0\noom_kill 2\n")
            let cgroups = findCgroups(mount: root, base: "node")
            let usage = try cgroups.usage("pod/c")
            #expect(usage.cpuNanoseconds == 1_500_000 && usage.memory == 9000 && usage.workingSet == 7000)
            #expect(usage.anonymous == 4000 && usage.pageFaults == 7 && cgroups.memoryKills("pod/c") == 2)
        }
    }

    @Test(
        "This machine's: a process is frozen, counted and killed, and the group goes",
        .enabled(if: Requirements.isRoot, "needs root"))
    func real() async throws {
        let cgroups = findCgroups(mount: "/sys/fs/cgroup", base: "dinghy-test-\(realNanoseconds())")
        guard cgroups.shortcomings.isEmpty else { return }
        try cgroups.make("pod/c", limits: ResourceLimits())
        var spawn = Spawn("/bin/sh", ["sh", "-c", "while :; do :; done"])
        spawn.cgroups = cgroups.joiningFiles("pod/c")
        let process = try spawn.start()
        try await eventually("it is counted") { try cgroups.usage("pod/c").cpuNanoseconds > 0 }
        try cgroups.setFrozen("pod/c", true)
        try cgroups.setFrozen("pod/c", false)
        try cgroups.kill("pod")
        #expect(try await childExit(process) == 137)
        try await eventually("the group goes") { (try? cgroups.remove("")) != nil }
    }
}
