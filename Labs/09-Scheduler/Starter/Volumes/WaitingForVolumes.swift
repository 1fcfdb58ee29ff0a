import API
import SchedulerContract

/// From the decision on a pod to its binding, when its claims have no volumes yet.
///
/// What was chosen for the claims is set aside at once, and the pod counts as running on its node; it is bound when the
/// claims are. If that fails, or takes too long, everything is given back, and the pod takes its turn again.
/// Source: kubernetes.io, Scheduling Framework → Reserve, PreBind.
extension DefaultScheduler {
    /// What is to be done for the pod's claims on the node; empty when they have volumes, or nobody asks for them.
    func volumeChoices(for info: PodInfo, on slot: Int) -> [VolumeChoice] {
        guard rules[info.schedulerName]?.profile.predicates.contains(.volumeBinding) == true else { return [] }
        return VolumeBinding(info, in: cluster)?.choices(on: slot, in: cluster) ?? []
    }

    mutating func setAside(
        _ choices: [VolumeChoice], for info: PodInfo, on node: String, now: SchedulerInstant
    ) -> SchedulerAction {
        cluster.volumes.reserve(choices, for: info, on: node)
        let seconds = rules[info.schedulerName]?.profile.bindTimeoutSeconds ?? 0
        waits.begin(info.uid, until: now + .seconds(seconds))
        return .bindVolumes(info.pod, node: node, choices)
    }

    /// Claims or volumes have changed: is anybody's wait over?
    mutating func review(_ object: ClusterObject) {
        let pods: [String] =
            switch object {
            case .persistentVolumeClaim(let claim): cluster.volumes.podsWaiting(for: claim)
            case .persistentVolume(let volume): cluster.volumes.podsWaiting(for: volume)
            default: []
            }
        for uid in pods {
            guard let info = assumed[uid]?.info, let slot = cluster.slot(ofPod: uid),
                let outcome = cluster.volumes.outcome(for: info, on: cluster.nodes[slot])
            else { continue }
            waits.end(uid, outcome)
        }
    }

    mutating func bindNextWithVolumes(now: SchedulerInstant) -> SchedulerAction? {
        guard let (uid, outcome) = waits.next(now: now), let pod = assumed[uid]?.info.pod,
            let node = cluster.name(ofNodeOf: uid)
        else { return nil }
        switch outcome {
        case .bound: return .bind(pod, node: node)
        case .failed(let why):
            bindingFailed(pod, now: now)
            return .failed(pod, "binding volumes: \(why)")
        }
    }
}
