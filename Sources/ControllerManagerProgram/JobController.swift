import API
import Client
import Controllers
import Schema

/// Runs Jobs to their end, and deletes those that don't want to stay after it.
final class JobController: ControllerLoop {
    let name = "job-controller"
    private let context: ControllerContext
    private let queue: Controller<String>
    private let recorder: EventRecorder
    private let control: PodControl
    private let owned: OwnedPods<Job>

    init(_ context: ControllerContext) {
        self.context = context
        queue = context.queue(name)
        recorder = context.recorder(name)
        control = PodControl(context.client, recorder)
        owned = OwnedPods(context: context, queue: queue, control: control)
    }

    func observe() {
        owned.observe()
        context.cache.jobs.onChange { [queue] change in queue.enqueue(change.object.key) }
    }

    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.recorder.run() }
            group.addTask { await self.context.work(on: self.queue, self.name, workers: 5, self.reconcile) }
        }
    }

    private func reconcile(_ key: String) async throws -> Controller<String>.Outcome {
        guard let job = context.cache.jobs[key] else { return try await release(podsOf: key) }
        if let left = job.secondsUntilExpired(now: .now), left <= 0 { return try await expire(job) }
        let mayAct = control.isUpToDate(key)
        let pods = try await owned.claim(for: job, selector: job.spec.selector)
        let plan = JobPlan(for: job, pods: pods, now: .now)
        var observed = job
        observed.status = plan.status
        try await context.client.patchStatus(from: job, to: observed)
        remarkEnd(of: job, observed)
        try await untrack(plan.removeFinalizer)
        if mayAct, let failure = await act(plan, for: job) { throw failure }
        let delays = [plan.recheckAfter, observed.secondsUntilExpired(now: .now)].compactMap(\.self)
        return delays.min().map { .after(.seconds(max(1, $0))) } ?? .done
    }

    private func act(_ plan: JobPlan, for job: Job) async -> (any Error)? {
        if !plan.delete.isEmpty { return await control.delete(plan.delete, for: job) }
        if plan.create > 0 { return await control.create(plan.create, like: job.newPod, for: job) }
        return nil
    }

    private func remarkEnd(of before: Job, _ job: Job) {
        guard job.isFinished, !before.isFinished, let end = job.status.conditions.last else { return }
        recorder.record(
            job, type: end.type == "Failed" ? .warning : .normal,
            reason: end.type == "Failed" ? end.reason : "Completed",
            message: end.type == "Failed" ? end.message : "Job completed")
    }

    /// The job is gone: nobody will count its pods any more.
    private func release(podsOf key: String) async throws -> Controller<String>.Outcome {
        control.forget(key)
        let namespace = String(key.prefix { $0 != "/" })
        let pods = context.cache.pods.objects(by: .namespace, namespace).filter { owned.owner(of: $0) == key }
        try await untrack(pods.filter { $0.metadata.finalizers.contains(JobPlan.finalizer) })
        return .done
    }

    private func untrack(_ pods: [Pod]) async throws {
        let failures = await forEach(pods) { [context] pod in
            do {
                try await context.client.patch(from: pod, to: pod.untracked)
            } catch let status as Status where status.isNotFound {}
        }
        if let failure = failures.first { throw failure }
    }

    private func expire(_ job: Job) async throws -> Controller<String>.Outcome {
        _ = try await context.client.delete(
            Job.self, job.name, namespace: job.namespace,
            options: DeleteOptions(propagationPolicy: .foreground, uid: job.metadata.uid))
        return .done
    }
}
