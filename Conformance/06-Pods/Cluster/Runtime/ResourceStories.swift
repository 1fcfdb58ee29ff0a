internal import CRI
internal import Conformance
internal import Linux

/// What a container may use.
enum ResourceStories {
    private static let source = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"

    static let all: [Case] = [
        PodsComponent.story(
            "limits/groups", "A container's limits MUST be those of its control group, below its pod's.",
            source: source,
            weight: 2
        ) { pod in
            let sandbox = try await pod.sandbox()
            _ = try await pod.run("sleep 1000", in: sandbox) { $0.linux?.resources = limits() }
            let group = "\(pod.stage.home.group)/pods/\(pod.name)-0"
            if fileExists("/sys/fs/cgroup/memory\(group)") {
                try await expect("memory", "memory.limit_in_bytes", "67108864", group, pod)
                try await expect("cpu", "cpu.shares", "512", group, pod)
                try await expect("cpu", "cpu.cfs_quota_us", "50000", group, pod)
            } else if fileExists("/sys/fs/cgroup\(group)/cgroup.controllers") {
                try await expect("", "memory.max", "67108864", group, pod)
                try await expect("", "cpu.max", "50000 100000", group, pod)
            } else {
                throw Skipped("nobody may make control groups here")
            }
        },
        PodsComponent.story(
            "limits/memory", "A container that uses more memory than its limit MUST be killed, and the reason told.",
            source: source, says: "the kernel … terminates one of the processes in the container", weight: 2
        ) { pod in
            let sandbox = try await pod.sandbox()
            let id = try await pod.run("exec tail /dev/zero", in: sandbox) { config in
                var resources = limits()
                resources.memoryLimitInBytes = 16 << 20
                resources.cpuQuota = 0
                config.linux?.resources = resources
            }
            let ended = try await pod.end(of: id)
            try pod.scenario.expect("exit code", ended.exitCode, equals: 137)
            try pod.scenario.expect("reason", ended.reason, equals: "OOMKilled")
        },
        PodsComponent.story(
            "limits/update", "Limits MUST change while the container runs.",
            source: PodsComponent.interface, says: "UpdateContainerResources updates ContainerConfig of the container"
        ) { pod in
            let sandbox = try await pod.sandbox()
            let id = try await pod.run("sleep 1000", in: sandbox) { $0.linux?.resources = limits() }
            let group = "\(pod.stage.home.group)/pods/\(pod.name)-0"
            guard fileExists("/sys/fs/cgroup/memory\(group)") else { throw Skipped("no control groups of version 1") }
            var request = UpdateContainerResourcesRequest()
            request.containerID = id
            var resources = limits()
            resources.memoryLimitInBytes = 128 << 20
            request.linux = resources
            _ = try await pod.client.updateContainerResources(request)
            try await expect("memory", "memory.limit_in_bytes", "134217728", group, pod)
        },
        PodsComponent.story(
            "limits/score", "A container's process MUST have the score that decides who is killed first.",
            source: "https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/"
        ) { pod in
            let said = try await pod.output(of: "cat /proc/self/oom_score_adj", in: try await pod.sandbox()) { config in
                var resources = LinuxContainerResources()
                resources.oomScoreAdj = 777
                config.linux?.resources = resources
            }
            try pod.scenario.expect("score", said, equals: "777")
        },
    ]

    private static func limits() -> LinuxContainerResources {
        var resources = LinuxContainerResources()
        resources.memoryLimitInBytes = 64 << 20
        resources.cpuShares = 512
        resources.cpuPeriod = 100_000
        resources.cpuQuota = 50_000
        return resources
    }

    /// Some group below the pod's has the value: which one is the container's, is the runtime's business.
    private static func expect(
        _ hierarchy: String, _ file: String, _ value: String, _ group: String, _ pod: PodOnStage
    ) async throws {
        let path = "/sys/fs/cgroup/\(hierarchy)\(group)"
        let groups = try listFolder(path).filter { isFolder("\(path)/\($0)") }
        let seen = groups.compactMap { try? readText("\(path)/\($0)/\(file)") }
        try pod.scenario.expect(
            "\(file) is \(value) in a group below the pod's", observed: seen.joined(separator: ", "),
            seen.contains(value))
    }
}
