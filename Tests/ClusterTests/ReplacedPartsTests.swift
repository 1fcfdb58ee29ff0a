import Glibc
import Linux
import TestSupport
import Testing

@testable import Dinghy

extension RealClusters {
    /// Real protocols at every seam: a part of the cluster can be somebody else's program.
    @Suite("A cluster with parts from elsewhere", .enabled(if: Requirements.has("kubectl"), "needs kubectl"))
    struct ReplacedPartsTests {
        @Test("Another scheduler, given the same flags, takes the place of ours, and gives it back")
        func scheduler() async throws {
            try await withTemporaryFolder { folder in
                let program = "\(folder)/my-scheduler"
                let script = "#!/bin/sh\necho mine is used >&2\nexec \(TestCluster.program) kube-scheduler \"$@\"\n"
                try writeFile(program, script, mode: 0o755)
                try await withCluster("scheduler", "--workers", "1", "--replace", "scheduler=\(program)") { cluster in
                    try await cluster.runsPods()
                    let log = "\(cluster.folder)/logs/kube-scheduler.log"
                    #expect(try readText(log).contains("mine is used"))
                    let process = try await cluster.processes()["kube-scheduler"]
                    try await cluster.up(["--replace", "scheduler="])
                    try await eventually("ours is back") {
                        let now = try await cluster.processes()["kube-scheduler"]
                        return now != nil && now != process
                    }
                    try await cluster.runsPods()
                    #expect(try readText(log).matches(of: /mine is used/).count == 1)
                    try await cluster.takesConfiguration(from: folder)
                }
            }
        }

        @Test("An etcd that is there already keeps the objects, behind its own certificates")
        func etcd() async throws {
            let outside = try TestCluster("store")
            let data = DataFolder(path: outside.folder)
            for folder in data.folders(nodes: []) { try makeFolder(folder) }
            let shape = try ClusterConfiguration(name: "store", address: outside.address, workers: 0)
            try Credentials(cluster: shape, data: data).establish()
            let url = "https://127.0.0.1:\(20000 + getpid() % 10000)"
            try await withRunning(outsideEtcd(data, url)) { etcd in
                let options = [
                    "--etcd-servers", url, "--etcd-cafile", data.certificate("etcd/ca"),
                    "--etcd-certfile", data.certificate("apiserver-etcd-client"),
                    "--etcd-keyfile", data.key("apiserver-etcd-client"), "--workers", "1",
                ]
                try await withCluster("storeless", options) { cluster in
                    #expect(try await cluster.processes()["etcd"] == nil)
                    try await cluster.runsPods()
                    try await cluster.kubectl("create", "configmap", "kept")
                    try await cluster.down()
                    try await cluster.up()
                    #expect(try await cluster.kubectl("get", "configmap", "kept", "-o", "name") == "configmap/kept")
                }
            }
            try removeTree(outside.folder)
        }

        private func outsideEtcd(_ data: DataFolder, _ url: String) -> [String] {
            [
                TestCluster.program, "etcd", "--name=outside", "--data-dir=\(data.etcd)", "--listen-client-urls=\(url)",
                "--advertise-client-urls=\(url)", "--cert-file=\(data.certificate("etcd/server"))",
                "--key-file=\(data.key("etcd/server"))", "--trusted-ca-file=\(data.certificate("etcd/ca"))",
                "--client-cert-auth",
            ]
        }

        @Test("A container runtime that somebody else has started on the node serves the kubelet by CRI")
        func runtime() async throws {
            try await withTemporaryFolder { folder in
                let socket = "unix://\(folder)/cri/runtime.sock"
                try makeFolder("\(folder)/cri")
                let cluster = try TestCluster("runtime")
                do {
                    _ = try await run(
                        [TestCluster.program, "up", "--name", cluster.name, "--data", cluster.folder]
                            + ["--address", cluster.address, "--workers", "0", "--timeout", "0"]
                            + ["--container-runtime-endpoint", socket])
                    try await withRunning(outsideRuntime(cluster, socket)) { runtime in
                        try await cluster.up()
                        #expect(try await cluster.processes()["container-runtime-control-plane"] == nil)
                        try await cluster.kubectl(
                            "taint", "node", "control-plane", "node-role.kubernetes.io/control-plane-")
                        try await cluster.runsPods()
                    }
                } catch {
                    try await cluster.remove()
                    throw error
                }
                try await cluster.remove()
            }
        }

        /// In the namespaces of the node, as the node's own runtime would be.
        private func outsideRuntime(_ cluster: TestCluster, _ socket: String) throws -> [String] {
            let folder = "\(cluster.folder)/outside"
            return [
                "nsenter", "-t", "\(try cluster.firstProcess)", "-p", "-m", "nsenter", "--net=/run/netns/control-plane",
                TestCluster.program, "container-runtime", "--listen=\(socket)", "--root=\(folder)/root",
                "--state=\(folder)/state", "--images=\(cluster.folder)/images",
                "--cgroup-root=/dinghy-\(cluster.name)/control-plane",
                "--cni-conf-dir=/run/dinghy/nodes/control-plane/net.d", "--cni-bin-dir=/run/dinghy/cni",
                "--pod-shim=\(builtPrograms)/PodShim",
            ]
        }
    }
}

extension TestCluster {
    /// A pod is scheduled, started, and can be talked to.
    func runsPods() async throws {
        try await kubectl(
            "run", "tried", "--image=busybox", "--", "sh", "-c", "echo said; trap exit TERM; sleep 9999 & wait")
        try await kubectl("wait", "--for=condition=Ready", "pod/tried", "--timeout=60s")
        #expect(try await kubectl("exec", "tried", "--", "hostname") == "tried")
        #expect(try await kubectl("logs", "tried") == "said")
        try await kubectl("delete", "pod", "tried")
    }

    /// The scheduler of a cluster that runs gets another configuration: a second profile.
    fileprivate func takesConfiguration(from folder: String) async throws {
        let file = folder + "/scheduler.yaml"
        let head = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n"
        try writeFile(file, head + "profile: []\n")
        let refused = try await run(
            [Self.program, "up", "--name", name, "--data", self.folder, "--scheduler-config", file])
        #expect(refused.status != 0 && refused.errors.contains(#"\#(file): unknown field "profile""#))
        try writeFile(file, head + "profiles: [{schedulerName: default-scheduler}, {schedulerName: second}]\n")
        try await up(["--scheduler-config", file])
        try await kubectl(
            "run", "other", "--image=busybox", #"--overrides={"spec":{"schedulerName":"second"}}"#, "--", "sleep", "9")
        try await kubectl("wait", "--for=condition=Ready", "pod/other", "--timeout=60s")
    }
}
