import API
import Schema
import SchedulerContract

@testable import Scheduler

/// A story of a scheduler, told as a script: what happens, then what it decides.
///
/// ```
/// node n1 cpu=1
/// node n2 cpu=4
/// pod web cpu=2
/// ---
/// web → n2
/// ```
/// Verbs: `node`, `pod` (new or changed), `remove-node`, `remove-pod`, `refuse POD` (the binding failed), `wait SECONDS`.
/// Attributes: `cpu= memory= pods= gpu= priority= label:KEY=VALUE taint=KEY:EFFECT cordoned tolerates=KEY
/// selector:KEY=VALUE port=N on=NODE owner=UID near=LABEL=VALUE@TOPOLOGY apart=… spread=TOPOLOGY image=NAME`.
/// Of pods also `claim= policy= gate=`. Other objects: see ``StorageWords``.
/// After each line the scheduler decides what it can, and each decision is one line of the outcome.
struct Story {
    private var scheduler: DefaultScheduler
    private var now = ContinuousClock.now
    private var pods: [String: Pod] = [:]
    private var nodes: [String: Node] = [:]
    private(set) var outcome: [String] = []

    init(seed: UInt64 = 1) {
        var configuration = SchedulerConfiguration()
        configuration.seed = seed
        scheduler = DefaultScheduler(configuration: configuration)
    }

    /// Runs the commands before `---`; returns what is expected and what came out.
    static func run(_ script: String) throws -> (expected: [String], outcome: [String]) {
        let lines = script.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
        let parts = lines.split(separator: "---", maxSplits: 1)
        var story = Story()
        for line in parts.first ?? [] { try story.perform(line) }
        return (Array(parts.dropFirst().first ?? []), story.outcome)
    }

    mutating func perform(_ line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        let name = words[1]
        switch words[0] {
        case "node":
            let node = try node(name, Array(words.dropFirst(2)))
            nodes[name] = node
            scheduler.handle(.node(node), now: now)
        case "pod":
            let pod = try pod(name, Array(words.dropFirst(2)))
            pods[name] = pod
            scheduler.handle(.pod(pod), now: now)
        case "remove-node": scheduler.handle(.nodeDeleted(nodes[name] ?? Node()), now: now)
        case "remove-pod": scheduler.handle(.podDeleted(pods[name] ?? Pod()), now: now)
        case "refuse": scheduler.handle(.bindingFailed(pods[name] ?? Pod()), now: now)
        case "wait": now += .seconds(Int(name) ?? 0)
        default:
            guard let object = try StorageWords.object(words[0], name, words.dropFirst(2).map(pair)) else {
                outcome.append("unknown command: \(line)")
                return
            }
            scheduler.handle(.changed(object), now: now)
        }
        decide()
    }

    private mutating func decide() {
        while let action = scheduler.next(now: now) {
            switch action {
            case .bind(let pod, let node): outcome.append("\(pod.name) → \(node)")
            case .bindVolumes(let pod, let node, let choices):
                let volumes = choices.map { "\($0.claim)=\($0.volume.isEmpty ? "new" : $0.volume)" }
                outcome.append("\(pod.name) → \(node) with \(volumes.joined(separator: ", "))")
            case .unschedulable(let pod, let error): outcome.append("\(pod.name): \(error)")
            case .preempt(let pod, let node, let victims, _):
                outcome.append("\(pod.name) ⇢ \(node) without \(victims.map(\.name).joined(separator: ", "))")
            case .consult(let question):
                outcome.append("\(question.pod.name): what of \(question.nodes.sorted().joined(separator: ", "))?")
            case .failed(let pod, let why): outcome.append("\(pod.name) failed: \(why)")
            }
        }
    }

    private func node(_ name: String, _ attributes: [String]) throws -> Node {
        var node = Node()
        node.metadata.name = name
        node.metadata.labels["kubernetes.io/hostname"] = name
        node.status.allocatable = ["cpu": Quantity(4), "memory": Quantity(8 << 30), "pods": Quantity(110)]
        for (key, value) in attributes.map(pair) {
            switch key {
            case "cpu", "memory", "pods": node.status.allocatable[key] = try Quantity(value)
            case "gpu": node.status.allocatable["example.com/gpu"] = try Quantity(value)
            case "taint": node.spec.taints.append(taint(value))
            case "cordoned": node.spec.unschedulable = true
            case "image":
                var image = ContainerImage()
                image.names = [value]
                image.sizeBytes = 500 << 20
                node.status.images.append(image)
            default: node.metadata.labels[String(key.dropFirst("label:".count))] = value
            }
        }
        return node
    }

    private func taint(_ text: String) -> Taint {
        let parts = text.split(separator: ":").map(String.init)
        return Taint(key: parts[0], effect: TaintEffect(parts[1]))
    }

    private func pod(_ name: String, _ attributes: [String]) throws -> Pod {
        var pod = Pod()
        pod.metadata.namespace = "default"
        pod.metadata.name = name
        pod.metadata.uid = name
        pod.spec.schedulerName = "default-scheduler"
        var container = Container()
        for (key, value) in attributes.map(pair) {
            switch key {
            case "cpu", "memory": container.resources.requests[key] = try Quantity(value)
            case "gpu": container.resources.requests["example.com/gpu"] = try Quantity(value)
            case "image": container.image = value
            case "port":
                var port = ContainerPort()
                port.hostPort = Int(value) ?? 0
                container.ports.append(port)
            default: set(key, value, in: &pod)
            }
        }
        pod.spec.containers = [container]
        return pod
    }

    private func set(_ key: String, _ value: String, in pod: inout Pod) {
        switch key {
        case "priority": pod.spec.priority = Int(value)
        case "on": pod.spec.nodeName = value
        case "policy": pod.spec.preemptionPolicy = PreemptionPolicy(value)
        case "gate":
            var gate = PodSchedulingGate()
            gate.name = value
            pod.spec.schedulingGates = [gate]
        case "claim":
            var volume = Volume()
            volume.source.persistentVolumeClaim = PersistentVolumeClaimVolumeSource()
            volume.source.persistentVolumeClaim?.claimName = value
            pod.spec.volumes.append(volume)
        case "phase": pod.status.phase = PodPhase(value)
        case "tolerates":
            var toleration = Toleration()
            toleration.key = value
            toleration.operator = .exists
            pod.spec.tolerations.append(toleration)
        case "owner":
            var owner = OwnerReference()
            owner.uid = value
            owner.controller = true
            pod.metadata.ownerReferences = [owner]
        case "near", "apart": setAffinity(key, value, in: &pod)
        case "spread":
            var constraint = TopologySpreadConstraint()
            constraint.topologyKey = value
            constraint.maxSkew = 1
            constraint.whenUnsatisfiable = "DoNotSchedule"
            constraint.labelSelector = LabelSelector(matchLabels: pod.metadata.labels)
            pod.spec.topologySpreadConstraints = [constraint]
        case let key where key.hasPrefix("selector:"):
            pod.spec.nodeSelector[String(key.dropFirst("selector:".count))] = value
        default: pod.metadata.labels[String(key.dropFirst("label:".count))] = value
        }
    }

    /// `app=web@kubernetes.io/hostname`
    private func setAffinity(_ key: String, _ value: String, in pod: inout Pod) {
        let parts = value.split(separator: "@").map(String.init)
        let label = pair(parts[0])
        var term = PodAffinityTerm()
        term.labelSelector = LabelSelector(matchLabels: [label.0: label.1])
        term.topologyKey = parts[1]
        var affinity = pod.spec.affinity ?? Affinity()
        if key == "near" {
            affinity.podAffinity = affinity.podAffinity ?? PodAffinity()
            affinity.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution.append(term)
        } else {
            affinity.podAntiAffinity = affinity.podAntiAffinity ?? PodAntiAffinity()
            affinity.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution.append(term)
        }
        pod.spec.affinity = affinity
    }

    private func pair(_ word: String) -> (String, String) {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : "")
    }
}
