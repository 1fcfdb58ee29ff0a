import CRI
import GRPC
import Linux
import RuntimeProgram
import Schema
import Testing
import TestSupport

@Suite("Pod sandboxes", .enabled(if: Requirements.isRoot, "needs root"), .timeLimit(.minutes(2)), .serialized)
struct SandboxTests {
    @Test("A sandbox has the address that the plugin gave, and gives it back")
    func network() async throws {
        try await TestNode.with { node in
            let id = try await node.sandbox()
            var request = PodSandboxStatusRequest()
            request.podSandboxID = id
            let status = try await node.runtime.podSandboxStatus(request).status
            #expect(status?.network?.ip == "10.1.2.3" && status?.state == .ready)
            var stop = StopPodSandboxRequest()
            stop.podSandboxID = id
            for _ in 0..<2 { _ = try await node.runtime.stopPodSandbox(stop) }
            #expect(try await node.runtime.podSandboxStatus(request).status?.state == .notReady)
            var remove = RemovePodSandboxRequest()
            remove.podSandboxID = id
            for _ in 0..<2 { _ = try await node.runtime.removePodSandbox(remove) }
            await #expect(throws: GRPCError.self) { try await node.runtime.podSandboxStatus(request) }
            #expect(try readText("\(node.folder)/plugin.log") == "ADD \(id)\nDEL \(id)")
        }
    }

    @Test("After the runtime was killed, its successor finds containers, how they ended, and removes what is half made")
    func restart() async throws {
        try await TestNode.with { node in
            let sandbox = try await node.sandbox()
            let running = try await node.run(["sleep", "1000"], in: sandbox, name: "a")
            let short = try await node.run(["sh", "-c", "sleep 0.3; exit 5"], in: sandbox, name: "b")
            let successor = try node.restarted()
            try makeFolder("\(node.folder)/root/containers/left-over/upper")
            try await successor.prepare()
            #expect(!fileExists("\(node.folder)/root/containers/left-over"))
            var request = ContainerStatusRequest()
            request.containerID = running
            #expect(try await successor.containerStatus(request).status?.state == .running)
            request.containerID = short
            try await eventually("the short one ended") {
                try await successor.containerStatus(request).status?.state == .exited
            }
            #expect(try await successor.containerStatus(request).status?.exitCode == 5)
            var exec = ExecSyncRequest()
            exec.containerID = running
            exec.cmd = ["true"]
            #expect(try await successor.execSync(exec).exitCode == 0)
        }
    }

    @Test("When a shim is killed, its pod is gone, and is told to be")
    func shimKilled() async throws {
        try await TestNode.with { node in
            let sandbox = try await node.sandbox()
            let id = try await node.run(["sleep", "1000"], in: sandbox)
            let process = try readText("\(node.folder)/state/containers/\(id)/pid").split(separator: " ").first
            let status = try readText("/proc/\(process ?? "")/status").split(separator: "\n")
            let parent = status.first { $0.hasPrefix("PPid:") }?.split(separator: "\t").last.flatMap { Int32($0) }
            try sendSignal(9, to: try #require(parent))
            #expect(try await node.end(id).exitCode == 137)
            var request = PodSandboxStatusRequest()
            request.podSandboxID = sandbox
            #expect(try await node.runtime.podSandboxStatus(request).status?.state == .notReady)
        }
    }

    @Test("Many pods start at the same time")
    func many() async throws {
        try await TestNode.with { node in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        let sandbox = try await node.sandbox("pod-\(index)")
                        let id = try await node.run(["sh", "-c", "exit \(index)"], in: sandbox)
                        #expect(try await node.end(id).exitCode == index)
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
