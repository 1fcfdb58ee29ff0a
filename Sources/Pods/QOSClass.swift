package import API
import Schema

/// How dear a pod is to its node: nothing asked for, goes first; asked for exactly what is allowed, goes last.
///
/// - *Guaranteed*: every container has a limit of CPU and of memory, and requests as much (a request that isn't said is
///   the limit).
/// - *BestEffort*: no container has a request or a limit of either.
/// - *Burstable*: all others.
///
/// Source: kubernetes.io, Concepts → Workloads → Pods → Pod Quality of Service Classes.
extension PodSpec {
    package var qosClass: PodQOSClass {
        // lab 06.3: begin
        let all = (containers + initContainers).map(\.resources)
        let computed = ["cpu", "memory"]
        if all.allSatisfy({ $0.sets(none: computed) }) { return .bestEffort }
        return all.allSatisfy { $0.fixes(computed) } ? .guaranteed : .burstable
        // lab 06.3: end
    }
}

extension ResourceRequirements {
    fileprivate func sets(none names: [String]) -> Bool {
        names.allSatisfy { (limits[$0] ?? .zero) == .zero && (requests[$0] ?? .zero) == .zero }
    }

    fileprivate func fixes(_ names: [String]) -> Bool {
        names.allSatisfy { name in
            guard let limit = limits[name], limit > .zero else { return false }
            return (requests[name] ?? limit) == limit
        }
    }
}
