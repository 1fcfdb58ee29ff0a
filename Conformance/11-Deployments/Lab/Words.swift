internal import Conformance
internal import API
internal import Schema

/// How stories tell of a Deployment and its sets.
///
/// `deployment replicas=10 surge=25% unavailable=1 template=v2 deadline=600 history=2 recreate paused note=x`: without other
/// words it has no deadline, keeps all its old sets, and is at template v1.
enum Words {
    static let revision = "deployment.kubernetes.io/revision"

    static func deployment(_ words: ArraySlice<String>, _ before: Deployment, _ line: String) throws -> Deployment {
        var deployment = before
        if deployment.name.isEmpty { deployment = fresh }
        deployment.metadata.generation += 1
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            let value = parts.count > 1 ? parts[1] : ""
            switch parts[0] {
            case "replicas": deployment.spec.replicas = Int(value)
            case "surge": deployment.spec.strategy.rollingUpdate?.maxSurge = amount(value)
            case "unavailable": deployment.spec.strategy.rollingUpdate?.maxUnavailable = amount(value)
            case "template": deployment.spec.template = template(value)
            case "deadline": deployment.spec.progressDeadlineSeconds = Int(value)
            case "history": deployment.spec.revisionHistoryLimit = Int(value)
            case "recreate": deployment.spec.strategy.type = "Recreate"
            case "paused": deployment.spec.paused = true
            case "resumed": deployment.spec.paused = false
            case "note": deployment.metadata.annotations["note"] = value
            default: throw StoryError(line, "nobody knows \(parts[0])")
            }
        }
        return deployment
    }

    private static var fresh: Deployment {
        var deployment = Deployment()
        (deployment.metadata.name, deployment.metadata.namespace) = ("web", "default")
        deployment.metadata.uid = "web-uid"
        deployment.spec.replicas = 1
        deployment.spec.strategy.type = "RollingUpdate"
        deployment.spec.strategy.rollingUpdate = RollingUpdateDeployment()
        deployment.spec.template = template("v1")
        var selector = LabelSelector()
        selector.matchLabels = ["app": "web"]
        deployment.spec.selector = selector
        return deployment
    }

    private static func amount(_ text: String) -> IntOrString { Int(text).map { .int($0) } ?? .string(text) }

    static func template(_ name: String) -> PodTemplateSpec {
        var template = PodTemplateSpec()
        template.metadata.labels = ["app": "web"]
        var container = Container()
        (container.name, container.image) = ("main", "web:\(name)")
        template.spec.containers = [container]
        return template
    }

    static func set(
        _ words: ArraySlice<String>, of deployment: Deployment, number: Int, _ line: String
    ) throws -> ReplicaSet {
        guard let name = words.first, words.count > 1, let size = Int(words[words.startIndex + 1]) else {
            throw StoryError(line, "a set has a template and a size")
        }
        var set = ReplicaSet()
        (set.metadata.name, set.metadata.namespace, set.metadata.uid) = ("web-\(name)", "default", "set-\(number)")
        set.metadata.ownerReferences = [OwnerReference(controller: deployment)]
        set.metadata.creationTimestamp = Time(seconds: 1000 + number)
        set.spec.template = template(name)
        set.spec.template.metadata.labels["pod-template-hash"] = name
        set.spec.replicas = size
        set.run()
        for word in words.dropFirst(2) {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard let value = Int(parts.last ?? "") else { throw StoryError(line, "\(word) has no number") }
            switch parts[0] {
            case "available": (set.status.availableReplicas, set.status.readyReplicas) = (value, value)
            case "ready": set.status.readyReplicas = value
            case "pods": set.status.replicas = value
            case "of": set.metadata.annotations["deployment.kubernetes.io/desired-replicas"] = "\(value)"
            case "max": set.metadata.annotations["deployment.kubernetes.io/max-replicas"] = "\(value)"
            case "revision": set.metadata.annotations[revision] = "\(value)"
            default: throw StoryError(line, "nobody knows \(parts[0])")
            }
        }
        return set
    }

    static func pod(of set: ReplicaSet?) -> Pod {
        var pod = Pod()
        (pod.metadata.name, pod.metadata.namespace) = ("pod", "default")
        if let set { pod.metadata.ownerReferences = [OwnerReference(controller: set)] }
        pod.status.phase = "Running"
        return pod
    }

    // MARK: - Answers

    static func sizes(_ sets: [ReplicaSet], _ value: (ReplicaSet) -> String) -> String {
        sets.isEmpty ? "none" : sets.map { "\($0.template)=\(value($0))" }.sorted().joined(separator: " ")
    }

    static func text(_ condition: DeploymentCondition?) -> String {
        condition.map { "\($0.status.rawValue) \($0.reason)" } ?? "none"
    }
}

extension ReplicaSet {
    /// `v1`: what stories call it.
    var template: String { String(spec.template.spec.containers.first?.image.dropFirst(4) ?? "") }

    /// All its pods are there, ready and available.
    mutating func run() {
        let size = spec.replicas ?? 1
        (status.replicas, status.readyReplicas, status.availableReplicas) = (size, size, size)
        status.observedGeneration = metadata.generation
    }

    mutating func lose(_ count: Int) {
        status.availableReplicas -= count
        status.readyReplicas -= count
    }

    /// Pods that are too many go at once, those first that aren't available.
    mutating func shrink() {
        let size = spec.replicas ?? 1
        status.replicas = min(status.replicas, size)
        status.readyReplicas = min(status.readyReplicas, size)
        status.availableReplicas = min(status.availableReplicas, size)
    }
}
