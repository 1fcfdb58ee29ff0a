import API
import Client
import CRI
import Kubelet
import Linux
import Logging
import Schema
import Synchronization

/// All pods of this node: each has a worker of its own, and this wakes the right one.
///
/// ```
/// API server ─▶ informer (pods of this node) ─┐
/// runtime ─▶ relist, several times a second ──┼─▶ PodManager ─▶ a PodWorker for each uid
/// probes ─────────────────────────────────────┘
/// ```
/// Invariant: one worker a uid. A pod that is deleted and made anew under its name is another pod, with another worker.
final class PodManager: Sendable {
    private struct State {
        var workers: [String: PodWorker] = [:]
        var marks: [String: Int] = [:]
        /// Workers that are to be started by ``run()``.
        var starting: [PodWorker] = []
    }

    private let parts: PodWorker.Parts
    private let pods: Informer<Pod>
    private let view: RuntimeView
    private let logger: Logger
    private let state = Mutex(State())
    private let starting = Client.Signal()

    /// How often the runtime is asked what has changed: where something just has, more is likely to follow.
    private static func relistInterval(quietFor quiet: Duration) -> Duration {
        quiet < .seconds(5) ? .milliseconds(200) : .seconds(1)
    }

    init(pods: Informer<Pod>, parts: PodWorker.Parts, logger: Logger) {
        self.pods = pods
        self.parts = parts
        view = parts.view
        self.logger = logger
        pods.onChange { [weak self] change in self?.changed(change) }
    }

    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.relist() }
            while !Task.isCancelled {
                for worker in state.withLock({ state in
                    defer { state.starting = [] }
                    return state.starting
                }) {
                    group.addTask {
                        await worker.run()
                        self.ended(worker)
                    }
                }
                await starting.wait()
            }
        }
    }

    // MARK: Changes of the API

    private func changed(_ change: Change<Pod>) {
        let pod = change.object
        switch change {
        case .deleted: worker(of: pod.metadata.uid)?.vanish()
        default: worker(for: pod).update(pod)
        }
    }

    private func worker(of uid: String) -> PodWorker? { state.withLock { $0.workers[uid] } }

    private func worker(for pod: Pod) -> PodWorker {
        let worker = state.withLock { state -> (PodWorker, isNew: Bool) in
            if let worker = state.workers[pod.metadata.uid] { return (worker, false) }
            let worker = PodWorker(pod, parts)
            state.workers[pod.metadata.uid] = worker
            state.starting.append(worker)
            return (worker, true)
        }
        if worker.isNew { starting.raise() }
        return worker.0
    }

    private func ended(_ worker: PodWorker) {
        state.withLock { $0.workers[worker.uid] = nil }
    }

    /// The pod's worker, for whoever wants to talk to its containers.
    func worker(namespace: String, name: String) -> PodWorker? {
        state.withLock { state in
            state.workers.values.first { $0.pod.metadata.namespace == namespace && $0.pod.metadata.name == name }
        }
    }

    // MARK: Changes of the runtime

    private func relist() async {
        await pods.waitUntilSynced()
        var hasTidied = false
        var changedAt = ContinuousClock.now
        while !Task.isCancelled {
            do {
                let marks = try await view.podMarks()
                if notice(marks) { changedAt = .now }
                if !hasTidied { tidy(Set(marks.keys)) }
                hasTidied = true
            } catch {
                logger.warning("the runtime can't be listed", metadata: ["reason": "\(error)"])
            }
            do { try await Task.sleep(for: Self.relistInterval(quietFor: .now - changedAt)) } catch { return }
        }
    }

    /// - Returns: whether anything has changed.
    private func notice(_ marks: [String: Int]) -> Bool {
        let old = state.withLock { state in
            defer { state.marks = marks }
            return state.marks
        }
        for (uid, mark) in marks where old[uid] != mark {
            if let worker = worker(of: uid) { worker.wake() } else { adopt(uid) }
        }
        for uid in old.keys where marks[uid] == nil { worker(of: uid)?.wake() }
        return old != marks
    }

    /// What pods have left that ended while no kubelet was there: their volumes and logs.
    private func tidy(_ running: Set<String>) {
        let alive = running.union(pods.all.map(\.metadata.uid))
        let settings = parts.settings
        for folder in ["\(settings.rootFolder)/pods", settings.logFolder] {
            for name in (try? listFolder(folder)) ?? [] {
                guard let uid = name.split(separator: "_").last.map(String.init), !alive.contains(uid) else { continue }
                logger.info("removing what a pod has left", metadata: ["folder": "\(folder)/\(name)"])
                try? removeTree("\(folder)/\(name)")  // The next start tries again.
            }
        }
    }

    /// Containers of a pod that the API server doesn't have any more: they are stopped.
    private func adopt(_ uid: String) {
        guard !uid.isEmpty, !pods.all.contains(where: { $0.metadata.uid == uid }) else { return }
        logger.info("stopping containers of a pod that is gone", metadata: ["uid": "\(uid)"])
        var pod = Pod()
        pod.metadata.uid = uid
        pod.spec.terminationGracePeriodSeconds = 1
        worker(for: pod).vanish()
    }
}
