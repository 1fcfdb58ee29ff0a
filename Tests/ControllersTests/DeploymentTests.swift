import API
import Controllers
import Deployments
import DeploymentsContract
import Schema
import Testing

@Suite("Deployments")
struct DeploymentTests {
    @Test("A new Deployment makes one ReplicaSet of its size, and is complete when all pods are available")
    func create() {
        var world = RolloutWorld(replicas: 3)
        world.settle()
        #expect(world.summary == "1:3")
        #expect(world.deployment.status.availableReplicas == 3)
        #expect(world.progress?.reason == "NewReplicaSetAvailable")
        #expect(world.deployment.status.conditions.isTrue(.available))
    }

    @Test(
        "A rolling update never has too many pods, nor too few that are available",
        arguments: [
            (3, "25%", "25%"), (10, "25%", "25%"), (1, 1, 0), (4, 0, 1), (5, "100%", 0), (7, 3, 2),
        ] as [(Int, IntOrString, IntOrString)])
    func rollingUpdate(replicas: Int, surge: IntOrString, unavailable: IntOrString) {
        var world = RolloutWorld(replicas: replicas, surge: surge, unavailable: unavailable)
        world.settle()
        world.image = "v2"
        world.settle { world in
            #expect(world.pods.count <= replicas + world.resolved(surge, up: true))
            #expect(world.available >= replicas - max(world.resolved(unavailable, up: false), surge == 0 ? 1 : 0))
        }
        #expect(world.summary == "1:0 2:\(replicas)")
        #expect(world.pods.allSatisfy { $0.spec.containers[0].image == "v2" })
    }

    @Test("A version that doesn't work stops the rollout, and after its deadline that is said")
    func stuck() {
        var world = RolloutWorld(replicas: 4)
        world.settle()
        world.image = "broken"
        world.settle()
        #expect(world.available == 3)
        #expect(world.progress?.status == .true)
        world.now = world.now + 700
        world.reconcile()
        #expect(world.progress?.reason == "ProgressDeadlineExceeded")
        #expect(world.progress?.status == .false)
    }

    @Test("Going back to an old template takes its ReplicaSet again, with a new revision")
    func undo() {
        var world = RolloutWorld(replicas: 2)
        world.settle()
        world.image = "v2"
        world.settle()
        world.image = "v1"
        world.settle()
        #expect(world.summary == "2:0 3:2")
        #expect(world.sets.count == 2)
        let history = world.sets.compactMap { $0.metadata.annotations["deployment.kubernetes.io/revision-history"] }
        #expect(history == ["1"])
    }

    @Test("Old ReplicaSets beyond the limit are removed, the oldest first")
    func history() {
        var world = RolloutWorld(replicas: 1)
        world.deployment.spec.revisionHistoryLimit = 2
        for version in 1...5 {
            world.image = "v\(version)"
            world.settle()
        }
        #expect(world.summary == "3:0 4:0 5:1")
    }

    @Test("A paused Deployment doesn't roll out, but can be scaled")
    func paused() {
        var world = RolloutWorld(replicas: 2)
        world.settle()
        world.deployment.spec.paused = true
        world.image = "v2"
        world.deployment.spec.replicas = 4
        world.settle()
        #expect(world.summary == "1:4")
        #expect(world.progress?.reason == "DeploymentPaused")
        world.deployment.spec.paused = false
        world.settle()
        #expect(world.summary == "1:0 2:4")
    }

    @Test("Scaling in the middle of a rollout keeps the proportions")
    func proportional() {
        var world = RolloutWorld(replicas: 10, surge: 3, unavailable: 2)
        world.settle()
        world.image = "broken"
        world.settle()
        #expect(world.summary == "1:8 2:5")
        world.deployment.spec.replicas = 15
        world.reconcile()
        #expect(world.summary == "1:11 2:7")
    }

    @Test("Recreate waits until the last old pod is gone")
    func recreate() {
        var world = RolloutWorld(replicas: 2)
        world.deployment.spec.strategy.type = .recreate
        world.settle()
        world.image = "v2"
        world.settle { world in #expect(Set(world.pods.map { $0.spec.containers[0].image }).count <= 1) }
        #expect(world.summary == "1:0 2:2")
    }
}

extension RolloutWorld {
    func resolved(_ value: IntOrString, up: Bool) -> Int {
        guard case .string(let text) = value, let percent = Int(text.dropLast()) else {
            if case .int(let number) = value { return number }
            return 0
        }
        let total = (deployment.spec.replicas ?? 1) * percent
        return up ? (total + 99) / 100 : total / 100
    }
}
