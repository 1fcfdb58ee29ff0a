import TestSupport
import Testing

extension RealClusters {
    /// What people get wrong: each is answered as Kubernetes answers it, and the cluster goes on.
    @Suite("Bad input to a real cluster", .enabled(if: Requirements.has("kubectl"), "needs kubectl"), .cluster("bad"))
    struct BadInputTests {
        @Test("An image that isn't there: ErrImagePull, then ImagePullBackOff, and why")
        func missingImage() async throws {
            let cluster = try TestCluster.current
            try await cluster.kubectl("run", "imageless", "--image=no-such-image:3")
            try await eventually("back-off", within: .seconds(40)) {
                try await waiting("imageless", "reason") == "ImagePullBackOff"
            }
            #expect(try await waiting("imageless", "message").contains("Back-off pulling image \"no-such-image:3\""))
            let events = try await cluster.kubectl("get", "events", "--field-selector=involvedObject.name=imageless")
            #expect(events.contains("Failed to pull image \"no-such-image:3\""))
            #expect(events.contains("Error: ErrImagePull") && events.contains("Error: ImagePullBackOff"))
            try await cluster.kubectl("set", "image", "pod/imageless", "imageless=busybox")
            try await eventually("the mended pod starts its container", within: .seconds(40)) {
                try await value("imageless", ".status.containerStatuses[0].imageID") != ""
            }
            try await goesOn()
        }

        @Test("A command that doesn't exist: the container says so, and is tried again")
        func missingCommand() async throws {
            let cluster = try TestCluster.current
            try await cluster.kubectl("run", "commandless", "--image=busybox", "--command", "--", "/no/such/command")
            try await eventually("it crashed twice", within: .seconds(40)) {
                try await value("commandless", ".status.containerStatuses[0].restartCount") >= "1"
            }
            let last = ".status.containerStatuses[0].lastState.terminated"
            #expect(try await value("commandless", "\(last).reason") == "StartError")
            #expect(try await value("commandless", "\(last).exitCode") == "128")
            #expect(try await value("commandless", "\(last).message").contains("/no/such/command"))
            try await eventually("it waits before the next try", within: .seconds(20)) {
                try await waiting("commandless", "reason") == "CrashLoopBackOff"
            }
            try await goesOn()
        }

        @Test(
            "Manifests that are wrong are refused with the place",
            arguments: [
                ("a: [b", "error converting YAML to JSON"),
                (
                    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, imagee: x}]}",
                    "unknown field \"spec.containers[0].imagee\""
                ),
                (
                    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c}]}",
                    "spec.containers[0].image: Required value"
                ),
                (
                    "apiVersion: v1\nkind: Pod\nmetadata: {name: P_}\nspec: {containers: [{name: c, image: x}]}",
                    "metadata.name: Invalid value: \"P_\""
                ),
                ("apiVersion: v1\nkind: Pdo\nmetadata: {name: p}", "no matches for kind \"Pdo\" in version \"v1\""),
                ("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {replicas: many}", "spec.replicas"),
                ("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {n: 1}", "ConfigMap"),
            ])
        func manifest(text: String, answer: String) async throws {
            let result = try await TestCluster.current.tryKubectl(["apply", "-f", "-"], input: text)
            #expect(result.status != 0)
            #expect(result.errors.contains(answer))
        }

        @Test("An object that somebody else has changed meanwhile can't be replaced")
        func stale() async throws {
            let cluster = try TestCluster.current
            try await cluster.kubectl("create", "configmap", "shared", "--from-literal=a=1")
            let old = try await cluster.kubectl("get", "configmap", "shared", "-o", "yaml")
            try await cluster.kubectl("label", "configmap", "shared", "changed=yes")
            let refused = try await cluster.tryKubectl(["replace", "-f", "-"], input: old)
            #expect(refused.errors.contains("(Conflict)"))
            #expect(
                refused.errors.contains(
                    "the object has been modified; please apply your changes to the latest version and try again"))
            #expect(
                try await cluster.kubectl("get", "configmap", "shared", "-o", "jsonpath={.metadata.labels.changed}")
                    == "yes")
        }

        @Test("A NodePort can be had once")
        func takenNodePort() async throws {
            let cluster = try TestCluster.current
            try await cluster.kubectl("create", "service", "nodeport", "one", "--tcp=80", "--node-port=30999")
            let second = try await cluster.tryKubectl([
                "create", "service", "nodeport", "two", "--tcp=80", "--node-port=30999",
            ])
            #expect(
                second.errors.contains(
                    "spec.ports[0].nodePort: Invalid value: 30999: provided port is already allocated"))
            let outside = try await cluster.tryKubectl([
                "create", "service", "nodeport", "three", "--tcp=80", "--node-port=80",
            ])
            #expect(
                outside.errors.contains(
                    "provided port is not in the valid range. The range of valid ports is 30000-32767"))
        }

        private func value(_ pod: String, _ path: String) async throws -> String {
            try await TestCluster.current.kubectl("get", "pod", pod, "-o", "jsonpath={\(path)}")
        }

        private func waiting(_ pod: String, _ member: String) async throws -> String {
            try await value(pod, ".status.containerStatuses[0].state.waiting.\(member)")
        }

        /// Whatever happened, the next pod runs.
        private func goesOn() async throws {
            let cluster = try TestCluster.current
            let printed = try await cluster.kubectl(
                "run", "next", "--image=busybox", "--restart=Never", "--", "echo", "fine")
            #expect(printed == "pod/next created")
            try await cluster.kubectl("wait", "--for=jsonpath={.status.phase}=Succeeded", "pod/next", "--timeout=30s")
            try await cluster.kubectl("delete", "pod", "next")
        }
    }
}
