import TestSupport
import Testing

extension RealClusters {
    /// The main job, as a new user would try it: unmodified kubectl, real containers.
    @Suite(
        "A cluster driven by kubectl", .enabled(if: Requirements.has("kubectl"), "needs kubectl"), .serialized,
        .cluster("main", workers: 2))
    struct MainJobTests {
        @Test("Three nodes are ready, and only the control plane is tainted")
        func nodes() async throws {
            let nodes = try await TestCluster.current.kubectl(
                "get", "nodes", "-o",
                "jsonpath={range .items[*]}{.metadata.name} {.status.conditions[?(@.type==\"Ready\")].status} {.spec.taints[*].effect};{end}"
            )
            #expect(nodes == "control-plane True NoSchedule;worker-1 True ;worker-2 True ;")
        }

        @Test("A Deployment's pods answer by their Service's name, and at a NodePort of the host")
        func web() async throws {
            let cluster = try TestCluster.current
            try await cluster.kubectl("apply", "-f", "-", input: Self.web)
            try await cluster.kubectl("rollout", "status", "deployment/web", "--timeout=30s")
            let inside = try await cluster.kubectl("exec", "deploy/web", "--", "wget", "-qO-", "http://web")
            #expect(inside.hasPrefix("web-"))
            try await eventually("the NodePort answers") {
                try await run(["busybox", "wget", "-qO-", "http://\(cluster.address):30080"]).output.hasPrefix("web-")
            }
        }

        @Test("A pod that is deleted is replaced")
        func replaced() async throws {
            let cluster = try TestCluster.current
            let names = ["get", "pods", "-l", "app=web", "-o", "name"]
            let before = try await cluster.tryKubectl(names).output
            try await cluster.kubectl("delete", "pod", "-l", "app=web", "--wait=true")
            try await cluster.kubectl("rollout", "status", "deployment/web", "--timeout=30s")
            let after = try await cluster.tryKubectl(names).output
            #expect(Set(before.split(separator: "\n")).isDisjoint(with: after.split(separator: "\n")))
        }

        @Test(
            "Any component may be killed: it comes back, and the pods go on",
            arguments: [
                "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "dns", "harbour",
                "container-runtime-worker-1", "kubelet-worker-1", "kube-proxy-worker-1",
            ])
        func killed(component: String) async throws {
            let cluster = try TestCluster.current
            let pods = ["get", "pods", "-o", "custom-columns=:metadata.name,:status.containerStatuses[0].containerID"]
            let before = try await cluster.tryKubectl(pods).output
            let process = try #require(try await cluster.processes()[component])
            try await cluster.kill(process)
            try await eventually("\(component) is back") {
                let now = try await cluster.processes()[component]
                return now != nil && now != process
            }
            try await cluster.eventuallyServes()
            #expect(try await cluster.tryKubectl(pods).output == before)
        }

        @Test("A node can be added and taken away")
        func nodeComesAndGoes() async throws {
            let cluster = try TestCluster.current
            try await cluster.dinghy("node", "add", "extra", "--cpu", "1")
            #expect(try await cluster.kubectl("get", "node", "extra", "-o", "jsonpath={.status.capacity.cpu}") == "1")
            try await cluster.dinghy("node", "remove", "extra")
            #expect(try await cluster.tryKubectl(["get", "node", "extra"]).errors.contains("NotFound"))
        }

        @Test("After a power cut every object is there, and the pods run again")
        func powerCut() async throws {
            let cluster = try TestCluster.current
            let before = try await cluster.kubectl("get", "deploy,svc", "-o", "name")
            try await cluster.cutPower()
            try await cluster.up()
            #expect(try await cluster.kubectl("get", "deploy,svc", "-o", "name") == before)
            try await cluster.eventuallyServes()
        }

        @Test("Down leaves nothing")
        func down() async throws {
            let result = try await TestCluster.current.down()
            #expect(result.output.contains("✓ No process, namespace or mount is left"))
            #expect(result.output.contains("✓ No control group is left"))
        }

        fileprivate static let web = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: httpd
                    image: busybox
                    command: [sh, -c, "mkdir /www; hostname > /www/index.html; exec httpd -f -h /www"]
                    readinessProbe: {httpGet: {port: 80}, periodSeconds: 1}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              type: NodePort
              selector: {app: web}
              ports: [{port: 80, nodePort: 30080}]
            """
    }
}

extension TestCluster {
    /// A pod reaches the Service by its name. A try that hangs is given up: it may have begun with the address of an
    /// endpoint that is no more.
    fileprivate func eventuallyServes() async throws {
        try await eventually("the Service answers", within: .seconds(30)) {
            let command = ["exec", "deploy/web", "--", "wget", "-qO-", "http://web"]
            return try await tryKubectl(command, within: .seconds(3)).output.hasPrefix("web-")
        }
    }
}
