import API
import Client
import CRI
import Kubelet
import Synchronization

/// Asks the containers of one pod how they are: a loop for each probe of each running container.
///
/// A probe ends with its container: a new container begins with fresh results.
final class Prober: Sendable {
    private struct Target: Hashable {
        let containerID: String
        let purpose: ProbeState.Purpose
    }

    private struct Work {
        let target: Target
        let probe: Probe
        let container: API.Container
        let address: String
    }

    private struct State {
        var known: Set<Target> = []
        var starting: [Work] = []
        /// Running containers; a loop whose container isn't among them ends.
        var running: Set<String> = []
        var states: [Target: ProbeState] = [:]
    }

    private let runtime: RuntimeClient
    private let state = Mutex(State())
    private let signal = Client.Signal()

    init(_ runtime: RuntimeClient) { self.runtime = runtime }

    /// Takes note of which containers run.
    func follow(_ pod: Pod, _ observation: PodObservation) {
        let address = observation.sandbox?.address ?? ""
        let running = observation.running
        let hasNew = state.withLock { state in
            state.running = Set(running.map(\.id))
            state.known = state.known.filter { state.running.contains($0.containerID) }
            for container in pod.spec.initContainers + pod.spec.containers {
                guard let current = observation.container(container.name), current.isRunning else { continue }
                for (purpose, probe) in container.probes {
                    let target = Target(containerID: current.id, purpose: purpose)
                    guard state.known.insert(target).inserted else { continue }
                    state.states[target] = ProbeState(probe, purpose)
                    state.starting.append(Work(target: target, probe: probe, container: container, address: address))
                }
            }
            state.states = state.states.filter { state.known.contains($0.key) }
            return !state.starting.isEmpty
        }
        if hasNew { signal.raise() }
    }

    /// - Parameters:
    ///   - report: is told a container's results, every time one has come in.
    ///   - failed: is told of each failure, and why.
    func run(
        _ report: @escaping @Sendable (_ containerID: String, ProbeResults) -> Void,
        failed: @escaping @Sendable (_ container: String, ProbeState.Purpose, _ reason: String) -> Void
    ) async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                let starting = state.withLock { state in
                    defer { state.starting = [] }
                    return state.starting
                }
                for work in starting {
                    report(work.target.containerID, results(of: work.target.containerID))
                    group.addTask { await self.loop(work, report, failed) }
                }
                await signal.wait()
            }
        }
    }

    private func loop(
        _ work: Work, _ report: @Sendable (String, ProbeResults) -> Void,
        _ failed: @Sendable (String, ProbeState.Purpose, String) -> Void
    ) async {
        let id = work.target.containerID
        let period = Duration.seconds(max(1, work.probe.periodSeconds == 0 ? 10 : work.probe.periodSeconds))
        do {
            try await Task.sleep(for: .seconds(work.probe.initialDelaySeconds))
            while state.withLock({ $0.running.contains(id) && $0.states[work.target] != nil }) {
                // Liveness and readiness wait for the startup probe; a startup probe that has succeeded is done.
                if isDue(work) {
                    let failure = await ProbeRunner(runtime: runtime).failure(
                        of: work.probe, work.container, id: id, address: work.address)
                    state.withLock { $0.states[work.target]?.record(success: failure == nil) }
                    if let failure { failed(work.container.name, work.target.purpose, failure) }
                    report(id, results(of: id))
                }
                try await Task.sleep(for: isStarting(id) ? min(period, .seconds(1)) : period)
            }
        } catch {
            return  // Cancelled: the pod's worker has ended.
        }
    }

    private func isDue(_ work: Work) -> Bool {
        let startup = state.withLock { $0.states[Target(containerID: work.target.containerID, purpose: .startup)] }
        if work.target.purpose == .startup { return startup?.outcome != .success }
        return startup == nil || startup?.outcome == .success
    }

    private func isStarting(_ id: String) -> Bool {
        let startup = state.withLock { $0.states[Target(containerID: id, purpose: .startup)] }
        return startup != nil && startup?.outcome != .success
    }

    private func results(of id: String) -> ProbeResults {
        state.withLock { state in
            func outcome(_ purpose: ProbeState.Purpose) -> ProbeOutcome {
                state.states[Target(containerID: id, purpose: purpose)]?.outcome ?? .none
            }
            return ProbeResults(
                startup: outcome(.startup), liveness: outcome(.liveness), readiness: outcome(.readiness))
        }
    }
}

extension API.Container {
    fileprivate var probes: [(ProbeState.Purpose, Probe)] {
        [(.startup, startupProbe), (.liveness, livenessProbe), (.readiness, readinessProbe)].compactMap {
            purpose, probe in
            probe.map { (purpose, $0) }
        }
    }
}
