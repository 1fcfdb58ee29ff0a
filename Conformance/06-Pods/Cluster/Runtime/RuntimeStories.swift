internal import CRI
internal import Conformance

/// The runtime itself, its images, and its own death.
enum RuntimeStories {
    static let all = itself + images + restarts

    private static let itself: [Case] = [
        PodsComponent.story("runtime/version", "A runtime MUST tell its name and the interface's version.") { pod in
            let version = try await pod.client.version(VersionRequest())
            try pod.scenario.expect("the interface", version.runtimeApiVersion, equals: "v1")
            try pod.scenario.expect("it has a name", version.runtimeName.isEmpty, equals: false)
        },
        PodsComponent.story("runtime/status", "A runtime MUST say whether it and its network are ready.") { pod in
            let conditions = try await pod.client.status(StatusRequest()).status.conditions
            for type in ["RuntimeReady", "NetworkReady"] {
                let status = conditions.first { $0.type == type }?.status
                try pod.scenario.expect(type, status, equals: true)
            }
        },
    ]

    private static let images: [Case] = [
        PodsComponent.story("images/list", "ListImages MUST have the images with their names and sizes.") { pod in
            let images = try await pod.client.listImages(ListImagesRequest()).images
            let busybox = images.first { $0.repoTags.contains { $0.contains("busybox") } }
            try pod.scenario.expect("busybox is there", busybox != nil, equals: true)
            try pod.scenario.expect("it has a size", (busybox?.size ?? 0) > 0, equals: true)
            try pod.scenario.expect("its ID is a digest", busybox?.id.hasPrefix("sha256:") ?? false, equals: true)
        },
        PodsComponent.story(
            "images/status", "ImageStatus MUST give an image, and none for one that isn't there.",
            says: "If the image is not present, returns a response with ImageStatusResponse.Image set to nil."
        ) { pod in
            var request = ImageStatusRequest()
            request.image.image = "busybox"
            let image = try await pod.client.imageStatus(request).image
            try pod.scenario.expect("busybox is there", image != nil, equals: true)
            request.image.image = image?.id ?? ""
            let same = try await pod.client.imageStatus(request).image
            try pod.scenario.expect("by its ID", same?.id, equals: image?.id)
            request.image.image = "example.invalid/nosuch:1"
            let none = try await pod.client.imageStatus(request).image
            try pod.scenario.expect("another one is there", none != nil, equals: false)
        },
        PodsComponent.story(
            "images/remove-unknown", "Removing an image that isn't there MUST be fine.",
            says: "This call is idempotent, and must not return an error if the image has already been removed."
        ) { pod in
            var request = RemoveImageRequest()
            request.image.image = "example.invalid/nosuch:1"
            _ = try await pod.client.removeImage(request)
        },
        PodsComponent.story("images/of-container", "A container's status MUST name its image.") { pod in
            let id = try await pod.run("sleep 1000", in: try await pod.sandbox())
            let status = try await pod.status(id)
            try pod.scenario.expect("it has a reference", status.imageRef.isEmpty, equals: false)
        },
    ]

    private static let restarts: [Case] = [
        PodsComponent.story(
            "restart/survives", "Containers MUST go on when the runtime is killed and comes back.", weight: 3,
            isAlone: true
        ) { pod in
            let sandbox = try await pod.sandbox()
            let id = try await pod.run("echo $$ >/born; exec sleep 1000", in: sandbox)
            // A container that was started hasn't written anything yet.
            try await pod.wait("it has written a file", isTold: false) {
                try await pod.said("cat /born", in: id) == "1"
            }
            let before = try await pod.status(id)
            try await restart(pod)
            let after = try await pod.status(id)
            try pod.scenario.expect("state", after.state, equals: .running)
            try pod.scenario.expect("it was started at the same time", after.startedAt, equals: before.startedAt)
            try pod.scenario.expect("the sandbox", try await pod.sandboxStatus(sandbox).state, equals: .ready)
            let said = try await pod.said("cat /born", in: id)
            try pod.scenario.expect("a command sees its files", said, equals: "1")
            try await pod.stop(id, timeout: 0)
            try pod.scenario.expect("it can be stopped", try await pod.end(of: id).exitCode, equals: 137)
        },
        PodsComponent.story(
            "restart/exit-meanwhile", "The end of a container MUST be known though the runtime wasn't there.",
            weight: 2,
            isAlone: true
        ) { pod in
            let sandbox = try await pod.sandbox()
            let script = "while [ ! -e /end ]; do sleep 0.1; done; echo last words; exit 9"
            let id = try await pod.run("(sleep 2; touch /end) & \(script)", in: sandbox)
            try await pod.stage.home.kill()
            pod.scenario.say("the runtime is killed; meanwhile the container ends")
            try await Task.sleep(for: .seconds(4))
            try await pod.stage.home.start()
            try await pod.ready()
            let ended = try await pod.end(of: id)
            try pod.scenario.expect("exit code", ended.exitCode, equals: 9)
        },
        PodsComponent.story(
            "restart/new-ones", "A runtime that has come back MUST take new pods and new containers.", isAlone: true
        ) { pod in
            let old = try await pod.sandbox()
            try await restart(pod)
            try pod.scenario.expect("in an old pod", try await pod.output(of: "echo a", in: old), equals: "a")
            let new = try await pod.sandbox()
            try pod.scenario.expect("in a new one", try await pod.output(of: "echo b", in: new), equals: "b")
        },
    ]

    private static func restart(_ pod: PodOnStage) async throws {
        try await pod.stage.home.kill()
        try await pod.stage.home.start()
        pod.scenario.say("the runtime is killed with signal 9, and started again")
        try await pod.ready()
    }
}
