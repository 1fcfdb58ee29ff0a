package import API
package import KubeletContract

/// How long a container may take to end.
///
/// ```
///   ├── preStop hook ──┤── SIGTERM … the process tidies up … ──┤ SIGKILL
///   ├──────────────────── grace period ────────────────────────┤
/// ```
/// The hook's time counts. A container that has to wait for others, as sidecars have, gets what they leave of it. What is
/// left is never less than two seconds, so that a process which ends well on SIGTERM can.
/// Source: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle, "Termination of Pods"; for probes: KEP-2238.
package struct GracePeriod: Sendable, Hashable {
    package static let standard = 30
    package static let minimum = 2

    /// In seconds, from the first word about it to SIGKILL.
    package let seconds: Int

    /// Of a deletion its own; of a probe's failure the probe's; in all other cases the pod's.
    package init(_ pod: Pod, stopping name: String, because reason: StopReason) {
        let container = (pod.spec.initContainers + pod.spec.containers).first { $0.name == name }
        let probe: Probe? =
            switch reason {
            case .livenessProbe: container?.livenessProbe
            case .startupProbe: container?.startupProbe
            default: nil
            }
        seconds = Self.seconds(pod, ofProbe: probe?.terminationGracePeriodSeconds)
    }

    /// Whose word counts?
    private static func seconds(_ pod: Pod, ofProbe own: Int?) -> Int {
        // lab 08.4: begin
        pod.metadata.deletionGracePeriodSeconds ?? own ?? pod.spec.terminationGracePeriodSeconds ?? standard
        // lab 08.4: end
    }

    package init(seconds: Int) { self.seconds = seconds }

    /// A deletion without a grace period leaves no time for hooks.
    package var allowsHook: Bool { seconds > 0 }

    /// Between SIGTERM and SIGKILL.
    /// - Parameter elapsed: seconds since the first word about it.
    package func left(after elapsed: Int) -> Int {
        // lab 08.4: begin
        max(Self.minimum, seconds - elapsed)
        // lab 08.4: end
    }
}
