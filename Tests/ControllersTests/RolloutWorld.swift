import API
import Controllers
import Deployments
import DeploymentsContract
import ReplicaSets
import Schema

/// A Deployment, its ReplicaSets and its pods, and controllers that act on them one step at a time.
struct RolloutWorld {
    var deployment = Deployment()
    var sets: [ReplicaSet] = []
    var pods: [Pod] = []
    var now = Time(seconds: 1000)
    private var counter = 0

    init(replicas: Int, surge: IntOrString = "25%", unavailable: IntOrString = "25%") {
        deployment.metadata.name = "web"
        deployment.metadata.namespace = "default"
        deployment.metadata.uid = "deployment"
        deployment.metadata.generation = 1
        deployment.spec.replicas = replicas
        deployment.spec.selector = LabelSelector(matchLabels: ["app": "web"])
        deployment.spec.template.metadata.labels = ["app": "web"]
        deployment.spec.template.spec.containers = [Container()]
        deployment.spec.progressDeadlineSeconds = 600
        deployment.spec.revisionHistoryLimit = 10
        deployment.spec.strategy.type = .rollingUpdate
        deployment.spec.strategy.rollingUpdate = RollingUpdateDeployment()
        deployment.spec.strategy.rollingUpdate?.maxSurge = surge
        deployment.spec.strategy.rollingUpdate?.maxUnavailable = unavailable
        image = "v1"
    }

    var image: String {
        get { deployment.spec.template.spec.containers[0].image }
        set {
            deployment.spec.template.spec.containers[0].image = newValue
            deployment.metadata.generation += 1
        }
    }

    // MARK: - Steps

    /// One look of each controller.
    mutating func reconcile() {
        now = now + 1
        let plan = DeploymentPlan(
            for: deployment, sets: sets, pods: { set in pods.filter { $0.belongs(to: set) } }, now: now)
        for change in plan.changes { apply(change) }
        deployment = deployment.at(revision: plan.revision)
        deployment.status = plan.status
        sets = sets.map { reconciled($0) }
    }

    private mutating func apply(_ change: ReplicaSetChange) {
        switch change {
        case .create(var set):
            counter += 1
            set.metadata.uid = "set-\(counter)"
            set.metadata.creationTimestamp = now
            sets.append(set)
        case .update(_, let set):
            if let index = sets.firstIndex(where: { $0.name == set.name }) { sets[index] = set }
        case .delete(let set): sets.removeAll { $0.name == set.name }
        }
    }

    private mutating func reconciled(_ set: ReplicaSet) -> ReplicaSet {
        switch ReplicaPlan(for: set, pods: pods.filter { $0.belongs(to: set) }, related: pods) {
        case .nothing: break
        case .create(let count):
            for _ in 0..<count {
                counter += 1
                var pod = set.newPod
                pod.metadata.name = pod.metadata.generateName + String(counter)
                pod.metadata.creationTimestamp = now
                pods.append(pod)
            }
        case .delete(let gone):
            pods.removeAll { pod in gone.contains { $0.name == pod.name } }
        }
        return set.observing(pods.filter { $0.belongs(to: set) }, failure: nil, now: now)
    }

    /// The kubelets: pods become ready, unless their image doesn't work.
    mutating func run() {
        for index in pods.indices where pods[index].spec.containers[0].image != "broken" {
            pods[index].spec.nodeName = "worker"
            pods[index].status.phase = .running
            pods[index].status.conditions.set(PodCondition(.ready, .true), at: now)
        }
    }

    /// Until nothing changes any more; at most so many rounds.
    mutating func settle(_ rounds: Int = 40, check: (RolloutWorld) -> Void = { _ in }) {
        for _ in 0..<rounds {
            reconcile()
            check(self)
            run()
        }
    }

    // MARK: - What is seen

    /// "1:0 2:3": pods asked for, by revision.
    var summary: String {
        sets.map { ($0.metadata.annotations["deployment.kubernetes.io/revision"] ?? "?", $0.spec.replicas ?? 0) }
            .sorted { $0.0 < $1.0 }.map { "\($0):\($1)" }.joined(separator: " ")
    }

    var available: Int { pods.filter(\.isReady).count }
    var progress: DeploymentCondition? { deployment.status.conditions[.progressing] }
}

extension Pod {
    fileprivate func belongs(to set: ReplicaSet) -> Bool { metadata.controllerReference?.uid == set.metadata.uid }
}
