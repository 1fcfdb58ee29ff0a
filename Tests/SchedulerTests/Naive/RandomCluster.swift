import API
import Schema
import SchedulerContract

@testable import Scheduler

/// Small random clusters from few names and numbers, so that rules collide often.
struct RandomCluster {
    private var random: SplitMix64
    private var counter = 0
    /// Pods that look at nothing but one node: what nodes answered them is remembered.
    private var isPlain = false
    private var template: Pod?
    private var usesVolumes = false

    init(seed: Int) {
        random = SplitMix64(state: UInt64(seed))
        isPlain = chance(40)
        usesVolumes = chance(50)
    }

    mutating func steps(_ count: Int) -> [Comparison.Step] {
        var steps: [Comparison.Step] = (1...number(2, 8)).map { .event(.node(node("n\($0)"))) }
        for name in ["a", "b"] { steps.append(.event(.changed(.namespace(namespace(name))))) }
        if chance(40) { steps.append(.event(.changed(.podDisruptionBudget(budget())))) }
        if usesVolumes {
            var storage = RandomStorage(seed: random.next())
            steps += storage.objects().map { .event(.changed($0)) }
        }
        for _ in 0..<number(0, 12) {
            var placed = pod()
            placed.spec.nodeName = "n\(number(1, 9))"
            steps.append(.event(.pod(placed)))
        }
        while steps.count < count { steps.append(step()) }
        return steps
    }

    private mutating func step() -> Comparison.Step {
        switch number(1, usesVolumes ? 15 : 12) {
        case 1: .event(.node(node("n\(number(1, 9))")))
        case 2: .event(.nodeDeleted(node("n\(number(1, 9))")))
        case 3: .event(.changed(.namespace(namespace(pick(["a", "b"])))))
        case 4: .remove(number(0, 100))
        case 5: .relabel(number(0, 100), labels())
        case 6: .end(number(0, 100))
        case 13, 14: .settle(number(0, 100))
        case 15: .giveUp(number(0, 100))
        default: .schedule(chance(60) ? replica() : pod())
        }
    }

    // MARK: - Chance

    private mutating func number(_ low: Int, _ high: Int) -> Int { Int.random(in: low...high, using: &random) }
    private mutating func chance(_ percent: Int) -> Bool { number(1, 100) <= percent }
    private mutating func pick<T>(_ choices: [T]) -> T { choices[number(0, choices.count - 1)] }

    private mutating func labels() -> [String: String] {
        var labels: [String: String] = [:]
        if chance(80) { labels["app"] = pick(["x", "y"]) }
        if chance(40) { labels["tier"] = pick(["1", "2"]) }
        return labels
    }

    // MARK: - Objects

    private mutating func node(_ name: String) -> Node {
        var node = Node()
        node.metadata.name = name
        if chance(90) { node.metadata.labels["host"] = name }
        if chance(80) { node.metadata.labels["zone"] = pick(["za", "zb", "zc"]) }
        if chance(80) { node.metadata.labels["topology.kubernetes.io/zone"] = node.metadata.labels["zone"] }
        if chance(50) { node.metadata.labels["size"] = String(number(1, 5)) }
        node.status.allocatable = [
            "cpu": Quantity(milli: 500 * number(1, 8)), "memory": Quantity(number(1, 8) << 30),
            "pods": Quantity(number(2, 6)), "example.com/gpu": Quantity(number(0, 2)),
        ]
        node.spec.unschedulable = chance(5)
        for effect in [TaintEffect.noSchedule, .preferNoSchedule, .noExecute] where chance(15) {
            node.spec.taints.append(Taint(key: pick(["k", "l"]), value: pick(["", "v"]), effect: effect))
        }
        return node
    }

    private mutating func namespace(_ name: String) -> Namespace {
        var namespace = Namespace()
        namespace.metadata.name = name
        if chance(50) { namespace.metadata.labels["team"] = pick(["red", "blue"]) }
        return namespace
    }

    private mutating func budget() -> PodDisruptionBudget {
        var budget = PodDisruptionBudget()
        budget.metadata.name = "budget"
        budget.metadata.namespace = pick(["a", "b"])
        budget.spec.selector = LabelSelector(matchLabels: ["app": pick(["x", "y"])])
        budget.status.disruptionsAllowed = number(0, 1)
        return budget
    }

    /// Another pod of the template that was used last.
    private mutating func replica() -> Pod {
        var pod = template ?? pod()
        counter += 1
        pod.metadata.name = "p\(counter)"
        pod.metadata.uid = "p\(counter)"
        if usesVolumes, chance(70) { pod.spec.volumes = [volume()] }
        return pod
    }

    private mutating func pod() -> Pod {
        counter += 1
        var pod = Pod()
        defer { template = pod }
        pod.metadata.name = "p\(counter)"
        pod.metadata.uid = "p\(counter)"
        pod.metadata.namespace = pick(["a", "a", "b"])
        pod.metadata.labels = labels()
        pod.spec.priority = pick([0, 0, 5, 10])
        if chance(5) { pod.spec.preemptionPolicy = .never }
        pod.status.startTime = Time(seconds: 1000 + number(0, 5))
        pod.spec.containers = (1...number(1, 2)).map { _ in container() }
        if chance(20) { pod.spec.initContainers = (1...number(1, 3)).map { _ in initContainer() } }
        if chance(10) { pod.spec.overhead = ["cpu": Quantity(milli: 100)] }
        if chance(20) { pod.spec.nodeSelector = ["zone": pick(["za", "zb"])] }
        if chance(30) { pod.spec.tolerations = [toleration()] }
        if usesVolumes, chance(75) { pod.spec.volumes = (1...pick([1, 1, 2])).map { _ in volume() } }
        if isPlain { return pod }
        if chance(50) { pod.spec.affinity = affinity() }
        if chance(40) { pod.spec.topologySpreadConstraints = (1...number(1, 2)).map { _ in spread() } }
        return pod
    }

    private mutating func container() -> Container {
        var container = Container()
        if chance(70) { container.resources.requests["cpu"] = Quantity(milli: 100 * number(0, 15)) }
        if chance(50) { container.resources.requests["memory"] = Quantity(number(0, 2000) << 20) }
        if chance(10) { container.resources.requests["example.com/gpu"] = Quantity(1) }
        if chance(15) {
            var port = ContainerPort()
            port.hostPort = 8000 + number(0, 1)
            port.protocol = pick(["TCP", "UDP", ""])
            port.hostIP = pick(["", "0.0.0.0", "10.0.0.1", "10.0.0.2"])
            container.ports = [port]
        }
        return container
    }

    private mutating func volume() -> Volume {
        var volume = Volume()
        volume.source.persistentVolumeClaim = PersistentVolumeClaimVolumeSource()
        volume.source.persistentVolumeClaim?.claimName = pick(RandomStorage.claims)
        return volume
    }

    private mutating func initContainer() -> Container {
        var container = container()
        container.ports = []
        if chance(40) { container.restartPolicy = .always }
        return container
    }

    private mutating func toleration() -> Toleration {
        var toleration = Toleration()
        toleration.key = pick(["", "k", "l"])
        toleration.operator = toleration.key.isEmpty ? .exists : pick([.exists, .equal, ""])
        toleration.value = toleration.operator == .exists ? "" : pick(["", "v"])
        toleration.effect = pick(["", .noSchedule, .noExecute, .preferNoSchedule])
        return toleration
    }

    // MARK: - Affinity and spreading

    private mutating func affinity() -> Affinity {
        var affinity = Affinity()
        if chance(40) { affinity.nodeAffinity = nodeAffinity() }
        if chance(40) {
            var near = PodAffinity()
            if chance(50) { near.requiredDuringSchedulingIgnoredDuringExecution = terms() }
            if chance(50) { near.preferredDuringSchedulingIgnoredDuringExecution = terms().map { weighted($0) } }
            affinity.podAffinity = near
        }
        if chance(50) {
            var apart = PodAntiAffinity()
            if chance(60) { apart.requiredDuringSchedulingIgnoredDuringExecution = terms() }
            if chance(50) { apart.preferredDuringSchedulingIgnoredDuringExecution = terms().map { weighted($0) } }
            affinity.podAntiAffinity = apart
        }
        return affinity
    }

    private mutating func nodeAffinity() -> API.NodeAffinity {
        var affinity = API.NodeAffinity()
        if chance(60) {
            var selector = NodeSelector()
            selector.nodeSelectorTerms = (1...number(1, 2)).map { _ in nodeTerm() }
            affinity.requiredDuringSchedulingIgnoredDuringExecution = selector
        }
        if chance(60) {
            var term = PreferredSchedulingTerm()
            term.weight = number(1, 100)
            term.preference = nodeTerm()
            affinity.preferredDuringSchedulingIgnoredDuringExecution = [term]
        }
        return affinity
    }

    private mutating func nodeTerm() -> NodeSelectorTerm {
        var term = NodeSelectorTerm()
        if chance(90) {
            var requirement = NodeSelectorRequirement()
            requirement.operator = pick([.in, .notIn, .exists, .doesNotExist, .greaterThan, .lessThan])
            requirement.key = pick(["zone", "size"])
            requirement.values = [requirement.key == "size" ? String(number(1, 5)) : pick(["za", "zb"])]
            term.matchExpressions = [requirement]
        }
        if chance(10) {
            var requirement = NodeSelectorRequirement()
            requirement.operator = .in
            requirement.key = "metadata.name"
            requirement.values = ["n\(number(1, 4))"]
            term.matchFields = [requirement]
        }
        return term
    }

    private mutating func terms() -> [PodAffinityTerm] {
        (1...pick([1, 1, 2])).map { _ in
            var term = PodAffinityTerm()
            term.topologyKey = pick(["host", "zone"])
            if chance(95) { term.labelSelector = selector() }
            if chance(15) { term.namespaces = ["b"] }
            if chance(15) {
                term.namespaceSelector = chance(50) ? LabelSelector() : LabelSelector(matchLabels: ["team": "red"])
            }
            return term
        }
    }

    private mutating func weighted(_ term: PodAffinityTerm) -> WeightedPodAffinityTerm {
        var weighted = WeightedPodAffinityTerm()
        weighted.weight = number(1, 100)
        weighted.podAffinityTerm = term
        return weighted
    }

    private mutating func selector() -> LabelSelector {
        if chance(15) { return LabelSelector() }
        var selector = LabelSelector(matchLabels: ["app": pick(["x", "y"])])
        if chance(20) { selector.matchExpressions = [LabelSelectorRequirement("tier", .notIn, ["1"])] }
        return selector
    }

    private mutating func spread() -> TopologySpreadConstraint {
        var constraint = TopologySpreadConstraint()
        constraint.topologyKey = pick(["host", "zone"])
        constraint.maxSkew = number(1, 2)
        constraint.whenUnsatisfiable = pick(["DoNotSchedule", "ScheduleAnyway"])
        constraint.labelSelector = selector()
        if chance(20), constraint.whenUnsatisfiable == "DoNotSchedule" { constraint.minDomains = number(1, 4) }
        if chance(20) { constraint.nodeAffinityPolicy = pick(["Honor", "Ignore"]) }
        if chance(20) { constraint.nodeTaintsPolicy = pick(["Honor", "Ignore"]) }
        if chance(20) { constraint.matchLabelKeys = ["tier"] }
        return constraint
    }
}
