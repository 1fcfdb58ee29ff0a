internal import CRI
internal import Conformance
internal import GRPC

/// What a sandbox is, and what its containers share.
enum SandboxStories {
    static let all = life + shared + ends

    private static let life: [Case] = [
        PodsComponent.story("sandbox/ready", "A sandbox MUST be ready when RunPodSandbox returns.", weight: 2) { pod in
            let id = try await pod.sandbox()
            let status = try await pod.sandboxStatus(id)
            try pod.scenario.expect("state", status.state, equals: .ready)
            try pod.scenario.expect("namespace", status.metadata.namespace, equals: "suite")
            try pod.scenario.expect("labels", status.labels, equals: ["case": pod.name])
        },
        PodsComponent.story("sandbox/address", "A sandbox MUST have the address that the network plugin gives.") {
            pod in
            let id = try await pod.sandbox()
            let address = try await pod.sandboxStatus(id).network?.ip
            try pod.scenario.expect("address", address ?? "none", equals: "10.1.2.3")
        },
        PodsComponent.story("sandbox/host-network", "A sandbox on the node's network MUST have no address of its own.")
        {
            pod in
            let id = try await pod.sandbox(PodOnStage.onHostNetwork)
            let address = try await pod.sandboxStatus(id).network?.ip ?? ""
            try pod.scenario.expect("address", address, equals: "")
        },
        PodsComponent.story("sandbox/list", "ListPodSandbox MUST give those that the filter lets through.") { pod in
            let one = try await pod.sandbox()
            let other = try await pod.sandbox { $0.labels["colour"] = "blue" }
            try await pod.stopSandbox(other)
            var filter = PodSandboxFilter()
            filter.labelSelector = ["case": pod.name]
            try pod.scenario.expect("by label", try await list(filter, pod), equals: [one, other].sorted())
            filter.labelSelector["colour"] = "blue"
            try pod.scenario.expect("by both labels", try await list(filter, pod), equals: [other])
            filter.labelSelector["colour"] = nil
            filter.state = PodSandboxStateValue()
            try pod.scenario.expect("ready ones", try await list(filter, pod), equals: [one])
        },
        PodsComponent.story("sandbox/unknown", "The status of a sandbox that isn't there MUST be NOT_FOUND.") { pod in
            let error = await pod.failure { _ = try await pod.sandboxStatus("nosuch") }
            try pod.scenario.expect("code", error?.code, equals: .notFound)
        },
    ]

    private static func list(_ filter: PodSandboxFilter, _ pod: PodOnStage) async throws -> [String] {
        var request = ListPodSandboxRequest()
        request.filter = filter
        return try await pod.client.listPodSandbox(request).items.map(\.id).sorted()
    }

    private static let shared: [Case] = [
        PodsComponent.story(
            "shared/network", "A pod's containers MUST share network, IPC and host name.", source: PodsComponent.pods,
            says: "Every container in a Pod shares the network namespace", weight: 2
        ) { pod in
            let sandbox = try await pod.sandbox()
            let one = try await pod.run("sleep 1000", in: sandbox, name: "one")
            let other = try await pod.run("sleep 1000", in: sandbox, name: "other")
            for kind in ["net", "ipc", "uts"] {
                let here = try await pod.said("readlink /proc/self/ns/\(kind)", in: one)
                let there = try await pod.said("readlink /proc/self/ns/\(kind)", in: other)
                try pod.scenario.expect("\(kind) of both", here == there && !here.isEmpty, equals: true)
            }
        },
        PodsComponent.story(
            "shared/own", "A container MUST have mounts and processes of its own.", source: PodsComponent.pods,
            weight: 2
        ) { pod in
            let sandbox = try await pod.sandbox()
            let one = try await pod.run("sleep 1000", in: sandbox, name: "one")
            let other = try await pod.run("sleep 1000", in: sandbox, name: "other")
            for kind in ["mnt", "pid"] {
                let here = try await pod.said("readlink /proc/self/ns/\(kind)", in: one)
                let there = try await pod.said("readlink /proc/self/ns/\(kind)", in: other)
                try pod.scenario.expect("\(kind) of both is the same", here == there, equals: false)
            }
            let first = try await pod.output(of: "echo $$", in: sandbox, name: "third")
            try pod.scenario.expect("the container's own process number", first, equals: "1")
            _ = try await pod.exec("touch /mine", in: one)
            let seen = try await pod.exec("test -e /mine", in: other).exitCode
            try pod.scenario.expect("the other sees the one's file", seen == 0, equals: false)
        },
        PodsComponent.story(
            "shared/loopback", "A pod's containers MUST reach each other at 127.0.0.1.", source: PodsComponent.pods
        ) { pod in
            let sandbox = try await pod.sandbox()
            _ = try await pod.run("while true; do echo hello | nc -l -p 7000; done", in: sandbox, name: "server")
            let client = try await pod.run("sleep 1000", in: sandbox, name: "client")
            try await pod.wait("the one hears the other") {
                try await pod.said("nc -w 2 127.0.0.1 7000 </dev/null", in: client) == "hello"
            }
        },
        PodsComponent.story(
            "shared/hostname", "A container MUST have the host name that the sandbox was given.",
            source: PodsComponent.pods
        ) { pod in
            let sandbox = try await pod.sandbox { $0.hostname = "web-7" }
            let name = try await pod.output(of: "hostname", in: sandbox)
            try pod.scenario.expect("hostname", name, equals: "web-7")
        },
        PodsComponent.story(
            "shared/pods-apart", "Two pods MUST have a network each.", source: PodsComponent.pods
        ) { pod in
            let (one, other) = (try await pod.sandbox(), try await pod.sandbox())
            let here = try await pod.output(of: "readlink /proc/self/ns/net", in: one)
            let there = try await pod.output(of: "readlink /proc/self/ns/net", in: other)
            try pod.scenario.expect("the networks are the same", here == there, equals: false)
        },
        PodsComponent.story(
            "shared/processes", "Containers that are asked to share processes MUST see each other's.",
            source: "https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/", weight: 2
        ) { pod in
            let sandbox = try await pod.sandbox {
                $0.linux?.securityContext?.namespaceOptions = PodOnStage.options(processes: .pod)
            }
            _ = try await pod.run("exec sleep 7654321", in: sandbox, name: "one")
            let other = try await pod.run("sleep 1000", in: sandbox, name: "other")
            let seen = try await pod.said("ps | grep -c '[s]leep 7654321'", in: other)
            try pod.scenario.expect("how many of the one's processes the other sees", seen, equals: "1")
            let own = try await pod.output(of: "echo $$", in: sandbox, name: "third")
            try pod.scenario.expect("a container's process is process 1", own == "1", equals: false)
        },
        PodsComponent.story(
            "shared/host-network", "A container of a pod on the node's network MUST see the node's interfaces.",
            source: PodsComponent.pods
        ) { pod in
            let one = try await pod.sandbox(PodOnStage.onHostNetwork)
            let other = try await pod.sandbox(PodOnStage.onHostNetwork)
            let here = try await pod.output(of: "readlink /proc/self/ns/net", in: one)
            let there = try await pod.output(of: "readlink /proc/self/ns/net", in: other)
            try pod.scenario.expect("the networks are the same", here == there, equals: true)
        },
    ]

    private static let ends: [Case] = [
        PodsComponent.story(
            "sandbox/stop", "Stopping a sandbox MUST end its containers.",
            says: "If there are any running containers in the sandbox, they must be forcibly terminated.", weight: 2
        ) { pod in
            let sandbox = try await pod.sandbox()
            let id = try await pod.run("sleep 1000", in: sandbox)
            try await pod.stopSandbox(sandbox)
            try pod.scenario.expect("the container", try await pod.status(id).state, equals: .exited)
            try pod.scenario.expect("the sandbox", try await pod.sandboxStatus(sandbox).state, equals: .notReady)
        },
        PodsComponent.story("sandbox/stopped-takes-none", "A stopped sandbox MUST take no container.") { pod in
            let sandbox = try await pod.sandbox()
            try await pod.stopSandbox(sandbox)
            let error = await pod.failure { _ = try await pod.run("true", in: sandbox) }
            try pod.scenario.expect("it is refused", error != nil, equals: true)
        },
        PodsComponent.story(
            "sandbox/again", "Stopping and removing a sandbox again MUST be fine.",
            says: "This call is idempotent, and must not return an error if the sandbox has already been removed."
        ) { pod in
            let sandbox = try await pod.sandbox()
            try await pod.stopSandbox(sandbox)
            try await pod.stopSandbox(sandbox)
            try await pod.removeSandbox(sandbox)
            var request = RemovePodSandboxRequest()
            request.podSandboxID = sandbox
            _ = try await pod.client.removePodSandbox(request)
        },
        PodsComponent.story("sandbox/remove", "Removing a sandbox MUST remove its containers.") { pod in
            let sandbox = try await pod.sandbox()
            let id = try await pod.run("sleep 1000", in: sandbox)
            var request = RemovePodSandboxRequest()
            request.podSandboxID = sandbox
            try await pod.stopSandbox(sandbox)
            _ = try await pod.client.removePodSandbox(request)
            let error = await pod.failure { _ = try await pod.status(id) }
            try pod.scenario.expect("code", error?.code, equals: .notFound)
        },
        PodsComponent.story(
            "sandbox/outlives", "A sandbox MUST outlive its containers, with its network.", source: PodsComponent.pods,
            weight: 2
        ) { pod in
            let sandbox = try await pod.sandbox()
            let before = try await pod.output(of: "readlink /proc/self/ns/net", in: sandbox, name: "first")
            try pod.scenario.expect("the sandbox", try await pod.sandboxStatus(sandbox).state, equals: .ready)
            let after = try await pod.output(of: "readlink /proc/self/ns/net", in: sandbox, name: "second")
            try pod.scenario.expect("the network of the next container is the same", before == after, equals: true)
        },
    ]
}
