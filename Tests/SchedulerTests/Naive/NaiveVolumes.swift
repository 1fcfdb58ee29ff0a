import API
import Schema
import SchedulerContract

/// The rules about volumes a second time.
struct NaiveVolumes {
    let world: World
    let pod: Pod

    typealias Refusal = NaivePredicates.Refusal

    func refusal(of node: Node) -> Refusal? {
        if isTakenExclusively { return Refusal(predicate: .volumeRestrictions, isCurable: true) }
        if exceedsLimits(node) { return Refusal(predicate: .nodeVolumeLimits, isCurable: true) }
        if choices(on: node) == nil { return Refusal(predicate: .volumeBinding, isCurable: false) }
        if !isInZone(node) { return Refusal(predicate: .volumeZone, isCurable: false) }
        return nil
    }

    /// What each claim without a volume gets; nil when the pod can't have its volumes on the node.
    func choices(on node: Node) -> [String: String]? {
        var choices: [String: String] = [:]
        var waiting: [PersistentVolumeClaim] = []
        for name in World.claimNames(of: pod) {
            guard let claim = world.claim(name, of: pod) else { return nil }
            let selected = claim.metadata.annotations["volume.kubernetes.io/selected-node"]
            if !claim.spec.volumeName.isEmpty {
                guard let volume = world.volume(claim.spec.volumeName), reaches(volume, node) else { return nil }
            } else if let decided = world.setAside[claim.key] {
                if decided.volume.isEmpty ? decided.node != node.name : !reaches(decided.volume, node) { return nil }
                choices[name] = decided.volume
            } else if world.storageClass(of: claim)?.volumeBindingMode != "WaitForFirstConsumer" {
                return nil
            } else if let selected {
                if selected != node.name { return nil }
                choices[name] = ""
            } else {
                waiting.append(claim)
            }
        }
        for claim in waiting.sorted(by: { (size($0), $0.name) < (size($1), $1.name) }) {
            let free = world.volumes.filter { isFree($0, for: claim) && !choices.values.contains($0.name) }
            let best = free.filter { reaches($0, node) }.min { (size($0), $0.name) < (size($1), $1.name) }
            if best == nil, world.storageClass(of: claim)?.provisioner == "kubernetes.io/no-provisioner" { return nil }
            if best == nil, !isAllowed(world.storageClass(of: claim), node) { return nil }
            choices[claim.name] = best?.name ?? ""
        }
        return choices
    }

    func reaches(_ name: String, _ node: Node) -> Bool { world.volume(name).map { reaches($0, node) } ?? false }

    func reaches(_ volume: PersistentVolume, _ node: Node) -> Bool {
        volume.spec.nodeAffinity?.required?.matches(node) ?? true
    }

    private func isFree(_ volume: PersistentVolume, for claim: PersistentVolumeClaim) -> Bool {
        volume.spec.claimRef == nil && !world.setAside.values.contains { $0.volume == volume.name }
            && size(volume) >= size(claim) && volume.spec.storageClassName == claim.spec.storageClassName
            && claim.spec.accessModes.allSatisfy(volume.spec.accessModes.contains)
    }

    private func isAllowed(_ storageClass: StorageClass?, _ node: Node) -> Bool {
        guard let terms = storageClass?.allowedTopologies, !terms.isEmpty else { return true }
        return terms.contains { term in
            term.matchLabelExpressions.allSatisfy { $0.values.contains(node.metadata.labels[$0.key] ?? "-") }
        }
    }

    private func size(_ claim: PersistentVolumeClaim) -> Int { claim.spec.resources.requests["storage"]?.value ?? 0 }
    private func size(_ volume: PersistentVolume) -> Int { volume.spec.capacity["storage"]?.value ?? 0 }

    // MARK: - Beside the binding

    private var isTakenExclusively: Bool {
        World.claimNames(of: pod).contains { name in
            world.claim(name, of: pod)?.spec.accessModes.contains("ReadWriteOncePod") == true
                && world.pods.contains { $0.namespace == pod.namespace && World.claimNames(of: $0).contains(name) }
        }
    }

    private func exceedsLimits(_ node: Node) -> Bool {
        let attached = Set(world.pods(on: node).flatMap(attachments))
        let added = Set(attachments(of: pod)).subtracting(attached)
        return world.drivers.filter { $0.name == node.name }.flatMap(\.spec.drivers).contains { driver in
            guard let limit = driver.allocatable?.count else { return false }
            func count(_ all: Set<[String]>) -> Int { all.count { $0[0] == driver.name } }
            return count(added) > 0 && count(attached) + count(added) > limit
        }
    }

    /// Each as driver and handle.
    private func attachments(of pod: Pod) -> [[String]] {
        World.claimNames(of: pod).compactMap { name in
            guard let claim = world.claim(name, of: pod) else { return nil }
            let decided = world.setAside[claim.key]?.volume ?? ""
            let name = claim.spec.volumeName.isEmpty ? decided : claim.spec.volumeName
            if !name.isEmpty {
                return world.volume(name)?.spec.source.csi.map { [$0.driver, $0.volumeHandle] }
            }
            guard let storageClass = world.storageClass(of: claim),
                storageClass.volumeBindingMode == "WaitForFirstConsumer"
            else { return nil }
            return [storageClass.provisioner, claim.key]
        }
    }

    private func isInZone(_ node: Node) -> Bool {
        let key = "topology.kubernetes.io/zone"
        guard let zone = node.metadata.labels[key] else { return true }
        return World.claimNames(of: pod).allSatisfy { name in
            let volume = world.claim(name, of: pod).flatMap { world.volume($0.spec.volumeName) }
            return volume?.metadata.labels[key].map { $0.split(separator: "_").contains(Substring(zone)) } ?? true
        }
    }
}
