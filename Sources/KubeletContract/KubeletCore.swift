public import API
public import Schema

/// What decides for one pod on its node, without a node around it: objects, what the runtime says, and the present time
/// go in; what is to be done, and what is to be told, come out.
///
/// ```
///        ┌────────── the runtime is looked at again whenever anything may have changed ──────────┐
///        ▼                                                                                       │
///   plan(pod, observed) ──▶ actions, all at once ──▶ started / failed: how that went ─────────────┤
///        │                                                                                       │
///        └──▶ status(pod, observed) ──▶ the API server                                           │
///   nextProbe ──▶ a container is asked ──▶ probed: its answer ────────────────────────────────────┘
/// ```
/// The contract:
/// - What is decided follows from the arguments and from what was told before with `started`, `failed`, `follow` and
///   `probed`. A core that was told nothing yet (the kubelet was restarted) decides as well; it has forgotten only how often
///   containers have failed, and asks its probes again.
/// - Nothing depends on chance, on time that isn't passed in, or on the order of a dictionary.
/// - There is one core for each pod.
public protocol KubeletCore: Sendable {
    init()

    // MARK: What is to be done

    /// The next actions for a pod; the same input gives the same answer.
    /// - Parameter isStopping: the pod is being deleted, or isn't there any more.
    func plan(_ pod: Pod, _ observed: PodObservation, isStopping: Bool, now: Time) -> PodPlan

    /// How many seconds a container may take to end, from the first word about it to SIGKILL.
    func gracePeriod(_ pod: Pod, stopping container: String, because reason: StopReason) -> Int

    /// How many of them are left between SIGTERM and SIGKILL.
    /// - Parameters:
    ///   - period: the whole grace period.
    ///   - elapsed: what its preStop hook, and containers that had to end before it, have used.
    func secondsLeft(of period: Int, after elapsed: Int) -> Int

    // MARK: What is to be told

    func status(_ pod: Pod, _ observed: PodObservation, hostAddress: String, now: Time) -> PodStatus

    // MARK: What was done

    /// A container was started.
    /// - Parameter last: the one of the same name before, as it had ended.
    mutating func started(_ container: String, after last: PodObservation.Container?)

    /// A container couldn't be started: `ErrImagePull`, `CreateContainerConfigError`, `RunContainerError`.
    /// - Parameter container: nil when it is the sandbox that couldn't be made.
    mutating func failed(_ container: String?, image: String, reason: String, message: String, now: Time)

    // MARK: Probes

    /// A container runs, and is asked from now on as its spec says.
    mutating func follow(_ container: Container, id: String, since: Time)

    /// When to ask next; nil while this isn't asked at all.
    /// - Parameter id: of a container that is followed.
    func nextProbe(_ purpose: ProbePurpose, of id: String) -> Time?

    /// It was asked.
    mutating func probed(_ purpose: ProbePurpose, of id: String, success: Bool, now: Time)

    func outcome(_ purpose: ProbePurpose, of id: String) -> ProbeOutcome
}
