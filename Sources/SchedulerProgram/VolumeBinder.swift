import API
import Client
import SchedulerContract
import Schema

/// Writes what was decided on a pod's claims; others do the rest, and the watches tell when it is done.
///
/// A volume is given to its claim by naming it in the volume's `claimRef`: from then on no other claim can have it, also if
/// this scheduler dies. Of a volume that is to be made only the node is written to the claim: its provisioner has waited for
/// that. What somebody else has changed meanwhile is refused, not overwritten.
struct VolumeBinder: Sendable {
    let client: ClusterClient

    struct Refusal: Error, CustomStringConvertible {
        var description: String
    }

    func bind(_ choices: [VolumeChoice], of pod: Pod, on node: String) async throws {
        for choice in choices {
            let claim = try await client.get(
                PersistentVolumeClaim.self, choice.claim, namespace: pod.metadata.namespace)
            if choice.volume.isEmpty {
                try await announce(node, to: claim)
            } else {
                try await give(choice.volume, to: claim)
            }
        }
    }

    private func announce(_ node: String, to claim: PersistentVolumeClaim) async throws {
        var changed = claim
        changed.metadata.annotations["volume.kubernetes.io/selected-node"] = node
        try await client.patch(from: claim, to: changed, ifUnchanged: true)
    }

    private func give(_ name: String, to claim: PersistentVolumeClaim) async throws {
        let volume = try await client.get(PersistentVolume.self, name)
        if let owner = volume.spec.claimRef, owner.name != claim.name || owner.namespace != claim.namespace {
            throw Refusal(description: "volume \(name) is claim \(owner.namespace)/\(owner.name)'s")
        }
        if volume.spec.claimRef?.uid == claim.metadata.uid { return }
        var changed = volume
        // Whoever unbinds the claim may take it off again: nobody but a scheduler has put it there.
        if volume.spec.claimRef == nil { changed.metadata.annotations["pv.kubernetes.io/bound-by-controller"] = "yes" }
        changed.spec.claimRef = reference(to: claim)
        try await client.patch(from: volume, to: changed, ifUnchanged: true)
    }

    private func reference(to claim: PersistentVolumeClaim) -> ObjectReference {
        var reference = ObjectReference()
        (reference.kind, reference.apiVersion) = ("PersistentVolumeClaim", "v1")
        (reference.namespace, reference.name) = (claim.metadata.namespace, claim.metadata.name)
        (reference.uid, reference.resourceVersion) = (claim.metadata.uid, claim.metadata.resourceVersion)
        return reference
    }
}
