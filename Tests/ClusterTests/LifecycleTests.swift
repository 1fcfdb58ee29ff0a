import Glibc
import Linux
import TestSupport
import Testing

extension RealClusters {
    /// Without waiting for nodes: what the supervisor and process 1 promise, whatever the components do.
    @Suite("A cluster's processes", .serialized)
    struct LifecycleTests {
        /// Starts a cluster of programs that do nothing.
        private func withIdleCluster(_ name: String, _ body: (TestCluster) async throws -> Void) async throws {
            let cluster = try TestCluster(name)
            let idle = "\(cluster.folder)/idle"
            try writeFile(idle, "#!/bin/sh\nexec sleep 1000\n", mode: 0o755)
            let replacements = ["etcd", "kube-apiserver", "kubelet", "container-runtime"].flatMap {
                ["--replace", "\($0)=\(idle)"]
            }
            do {
                _ = try await run(
                    [TestCluster.program, "up", "--timeout", "0", "--name", cluster.name, "--data", cluster.folder]
                        + ["--address", cluster.address, "--workers", "1"] + replacements)
                try await body(cluster)
            } catch {
                try await cluster.remove()
                throw error
            }
            try await cluster.remove()
        }

        @Test("A killed supervisor is started again and finds its components running")
        func supervisorRestarts() async throws {
            try await withIdleCluster("supervisor") { cluster in
                try await eventually("etcd runs") { (try? await cluster.processes())?["etcd"] != nil }
                let before = try await cluster.processes()["etcd"]
                try sendSignal(SIGKILL, to: try #require(try child(of: cluster.firstProcess)))
                try await eventually("the next supervisor answers") { (try? await cluster.processes())?["etcd"] != nil }
                #expect(try await cluster.processes()["etcd"] == before)
            }
        }

        @Test("When process 1 is killed nothing is left, and the next start has the same data")
        func powerCut() async throws {
            try await withIdleCluster("power-cut") { cluster in
                let first = try cluster.firstProcess
                try await cluster.cutPower()
                let again = try await run([TestCluster.program, "up", "--timeout", "0", "--data", cluster.folder])
                #expect(again.output.contains("✓ The cluster's namespaces and its supervisor"))
                #expect(try cluster.firstProcess != first)
            }
        }

        @Test("A port that is taken is named, and who has it")
        func takenPort() async throws {
            try await withIdleCluster("first") { cluster in
                let folder = try makeTemporaryFolder()
                defer { try? removeTree(folder) }
                let second = try await run(
                    [TestCluster.program, "up", "--name", "second", "--data", folder, "--address", cluster.address])
                #expect(second.status != 0)
                #expect(second.errors.contains("\(cluster.address):6443 is in use already, by ClusterInit"))
            }
        }

        @Test("A start that fails leaves nothing that down doesn't find, even if the number of process 1 is lost")
        func failedStart() async throws {
            try await withIdleCluster("failed") { cluster in
                let first = try cluster.firstProcess
                let again = try await run([TestCluster.program, "up", "--timeout", "1", "--data", cluster.folder])
                #expect(again.status != 0)
                #expect(again.errors.contains("the API server doesn't answer"))
                try writeFile("\(cluster.folder)/first.pid", "")
                let down = try await cluster.down()
                #expect(down.output.contains("✓ No process, namespace or mount is left"))
                #expect(!isRunning(first))
            }
        }

        @Test("When no supervisor can start, up says so and takes everything back")
        func failedSupervisor() async throws {
            let cluster = try TestCluster("unstartable")
            // In the way of the socket that a supervisor listens on.
            try makeFolder("\(cluster.folder)/control.sock/in-the-way")
            let up = try await run(
                [TestCluster.program, "up", "--data", cluster.folder, "--name", cluster.name]
                    + ["--address", cluster.address])
            #expect(up.status != 0)
            #expect(up.errors.contains("the supervisor doesn't start"))
            #expect(up.errors.contains("control.sock"))
            #expect(!isRunning(try cluster.firstProcess))
            try await cluster.remove()
        }

        @Test("A supervisor that can't even start is ended by down")
        func noSupervisor() async throws {
            try await withIdleCluster("unsupervised") { cluster in
                let first = try cluster.firstProcess
                let configuration = try readText("\(cluster.folder)/cluster.json")
                // Every next supervisor fails while it reads this.
                try writeFile("\(cluster.folder)/cluster.json", "{")
                defer { try? writeFile("\(cluster.folder)/cluster.json", configuration) }
                try sendSignal(SIGKILL, to: try #require(try child(of: first)))
                let down = try await run([TestCluster.program, "down", "--data", cluster.folder])
                #expect(down.output.contains("✓ No process, namespace or mount is left"))
                #expect(!isRunning(first))
            }
        }

        /// The supervisor, in the host's counting.
        private func child(of process: ProcessID) throws -> ProcessID? {
            try readText("/proc/\(process)/task/\(process)/children").split(separator: " ").compactMap { ProcessID($0) }
                .first { (try? readText("/proc/\($0)/cmdline"))?.contains("supervise") == true }
        }
    }
}
