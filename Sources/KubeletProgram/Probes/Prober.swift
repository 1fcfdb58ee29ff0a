import API
import CRI
import Client
import Kubelet
import KubeletContract
import Schema
import Synchronization

/// Asks the containers of one pod how they are: a loop for each probe of each running container.
///
/// Whom to ask when is ``ContainerProbes``' matter; here is the clock. It counts from when the container was first seen
/// running. A probe ends with its container: a new container begins with fresh results.
final class Prober: Sendable {
    private struct Work {
        let id: String
        let purpose: ProbePurpose
        let probe: Probe
        let container: API.Container
        let address: String
    }

    /// One running container.
    private struct Patient {
        var probes: ContainerProbes
        let since: ContinuousClock.Instant
        /// Seconds since then.
        var now: Time { Time(seconds: Int((ContinuousClock.now - since).components.seconds)) }
    }

    private struct State {
        var starting: [Work] = []
        /// By id: running containers; a loop whose container isn't among them ends.
        var patients: [String: Patient] = [:]
    }

    private let runtime: RuntimeClient
    private let state = Mutex(State())
    private let signal = Client.Signal()

    /// How soon a probe that waits for the startup probe looks whether it still has to.
    private static let pause = Duration.milliseconds(200)

    init(_ runtime: RuntimeClient) { self.runtime = runtime }

    /// Takes note of which containers run.
    func follow(_ pod: Pod, _ observation: PodObservation) {
        let running = Set(observation.running.map(\.id))
        let address = observation.sandbox?.address ?? ""
        let hasNew = state.withLock { state in
            state.patients = state.patients.filter { running.contains($0.key) }
            for container in pod.spec.initContainers + pod.spec.containers {
                guard let current = observation.container(container.name), current.isRunning,
                    !container.probes.isEmpty, state.patients[current.id] == nil
                else { continue }
                state.patients[current.id] = Patient(probes: ContainerProbes(container, since: Time()), since: .now)
                state.starting += container.probes.map { purpose, probe in
                    Work(id: current.id, purpose: purpose, probe: probe, container: container, address: address)
                }
            }
            return !state.starting.isEmpty
        }
        if hasNew { signal.raise() }
    }

    /// - Parameters:
    ///   - report: is told a container's results, every time one has come in.
    ///   - failed: is told of each failure, and why.
    func run(
        _ report: @escaping @Sendable (_ containerID: String, ProbeResults) -> Void,
        failed: @escaping @Sendable (_ container: String, ProbePurpose, _ reason: String) -> Void
    ) async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                let starting = state.withLock { state in
                    defer { state.starting = [] }
                    return state.starting
                }
                for work in starting {
                    if let results = results(of: work.id) { report(work.id, results) }
                    group.addTask { await self.loop(work, report, failed) }
                }
                await signal.wait()
            }
        }
    }

    private func loop(
        _ work: Work, _ report: @Sendable (String, ProbeResults) -> Void,
        _ failed: @Sendable (String, ProbePurpose, String) -> Void
    ) async {
        while let due = due(work) {
            do { try await Task.sleep(until: due) } catch { return }  // Cancelled: the pod's worker has ended.
            guard let now = dueNow(work) else { continue }
            let failure = await ProbeRunner(runtime: runtime).failure(
                of: work.probe, work.container, id: work.id, address: work.address)
            guard let results = record(work, success: failure == nil, at: now) else { return }
            if let failure { failed(work.container.name, work.purpose, failure) }
            report(work.id, results)
        }
    }

    /// When to ask, or to look again; nil when there is no more to ask: of a container that is about to be stopped, too.
    private func due(_ work: Work) -> ContinuousClock.Instant? {
        state.withLock { state in
            guard let patient = state.patients[work.id], !patient.probes.hasFailed(work.purpose) else { return nil }
            guard let next = patient.probes.next(work.purpose) else {
                return work.purpose == .startup ? nil : .now + Self.pause
            }
            return max(patient.since + .seconds(next.seconds), .now)
        }
    }

    /// The time, when it is that of this probe.
    private func dueNow(_ work: Work) -> Time? {
        state.withLock { state in
            guard let patient = state.patients[work.id], let next = patient.probes.next(work.purpose) else {
                return nil
            }
            return next <= patient.now ? patient.now : nil
        }
    }

    /// - Returns: what all of the container's probes say now; nil when it doesn't run any more.
    private func record(_ work: Work, success: Bool, at now: Time) -> ProbeResults? {
        state.withLock { state in
            state.patients[work.id]?.probes.record(work.purpose, success: success, at: now)
            return state.patients[work.id]?.probes.results
        }
    }

    private func results(of id: String) -> ProbeResults? { state.withLock { $0.patients[id]?.probes.results } }
}

extension ContainerProbes {
    /// The container will be stopped for what this probe has said.
    fileprivate func hasFailed(_ purpose: ProbePurpose) -> Bool {
        purpose != .readiness && outcome(purpose) == .failure
    }
}

extension API.Container {
    fileprivate var probes: [(ProbePurpose, Probe)] {
        [(.startup, startupProbe), (.liveness, livenessProbe), (.readiness, readinessProbe)].compactMap {
            purpose, probe in
            probe.map { (purpose, $0) }
        }
    }
}
