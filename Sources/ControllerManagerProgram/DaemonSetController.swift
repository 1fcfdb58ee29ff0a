import API
import Client
import Controllers
import Schema

/// Keeps one pod of each DaemonSet on every node that it fits.
final class DaemonSetController: ControllerLoop {
    let name = "daemonset-controller"
    private let context: ControllerContext
    private let queue: Controller<String>
    private let recorder: EventRecorder
    private let control: PodControl
    private let owned: OwnedPods<DaemonSet>

    init(_ context: ControllerContext) {
        self.context = context
        queue = context.queue(name)
        recorder = context.recorder(name)
        control = PodControl(context.client, recorder)
        owned = OwnedPods(context: context, queue: queue, control: control)
    }

    func observe() {
        owned.observe()
        context.cache.daemonSets.onChange { [queue, control] change in
            if case .deleted(let set) = change { control.forget(set.key) }
            queue.enqueue(change.object.key)
        }
        context.cache.nodes.onChange { [queue, cache = context.cache] change in
            if case .modified(let old, let new) = change, old.spec == new.spec,
                old.metadata.labels == new.metadata.labels
            {
                return
            }
            for set in cache.daemonSets.all { queue.enqueue(set.key) }
        }
    }

    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.recorder.run() }
            group.addTask { await self.context.work(on: self.queue, self.name, workers: 2, self.reconcile) }
        }
    }

    private func reconcile(_ key: String) async throws -> Controller<String>.Outcome {
        guard let set = context.cache.daemonSets[key] else {
            control.forget(key)
            return .done
        }
        let mayAct = control.isUpToDate(key) && !set.metadata.isBeingDeleted
        let pods = try await owned.claim(for: set, selector: set.spec.selector)
        let plan = DaemonSetPlan(for: set, pods: pods, nodes: context.cache.nodes.all, now: .now)
        var failure: (any Error)?
        if mayAct, !plan.delete.isEmpty {
            failure = await control.delete(plan.delete, for: set)
        } else if mayAct, !plan.create.isEmpty {
            failure = await control.create(plan.create, for: set)
        }
        var observed = set
        observed.status = plan.status
        try await context.client.patchStatus(from: set, to: observed)
        if let failure { throw failure }
        return .done
    }
}
