package import API
package import KubeletContract
package import Schema

/// The rules of this module, put together as the contract wants them: what suites and labs see.
///
/// The kubelet's program uses the rules one by one: its pods' workers the decision, the report and the memory, its prober
/// the probes.
package struct DefaultKubeletCore: KubeletCore {
    private var memory = PodMemory()
    /// By container id.
    private var probes: [String: ContainerProbes] = [:]

    package init() {}

    package func plan(_ pod: Pod, _ observed: PodObservation, isStopping: Bool, now: Time) -> PodPlan {
        PodDecision(pod, observed, memory, isStopping: isStopping, now: now).plan
    }

    package func gracePeriod(_ pod: Pod, stopping container: String, because reason: StopReason) -> Int {
        GracePeriod(pod, stopping: container, because: reason).seconds
    }

    package func secondsLeft(of period: Int, after elapsed: Int) -> Int {
        GracePeriod(seconds: period).left(after: elapsed)
    }

    package func status(_ pod: Pod, _ observed: PodObservation, hostAddress: String, now: Time) -> PodStatus {
        PodReport(pod, observed, memory, hostAddress: hostAddress, now: now).status()
    }

    package mutating func started(_ container: String, after last: PodObservation.Container?) {
        memory.started(container, after: last)
    }

    package mutating func failed(_ container: String?, image: String, reason: String, message: String, now: Time) {
        if let container {
            memory.failed(container, image: image, reason: reason, message: message, now: now)
        } else {
            memory.sandboxFailed(reason: reason, message: message, now: now)
        }
    }

    package mutating func follow(_ container: Container, id: String, since: Time) {
        let followed = ContainerProbes(container, since: since)
        probes[id] = followed
        memory.probes[id] = followed.results
    }

    package func nextProbe(_ purpose: ProbePurpose, of id: String) -> Time? { probes[id]?.next(purpose) }

    package mutating func probed(_ purpose: ProbePurpose, of id: String, success: Bool, now: Time) {
        probes[id]?.record(purpose, success: success, at: now)
        memory.probes[id] = probes[id]?.results
    }

    package func outcome(_ purpose: ProbePurpose, of id: String) -> ProbeOutcome {
        probes[id]?.outcome(purpose) ?? .none
    }
}
