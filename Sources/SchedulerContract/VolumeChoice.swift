public import Schema

/// What becomes of a claim that has waited for its first consumer, now that this has a node.
///
/// A volume that exists is given to the claim (its `spec.claimRef`); otherwise the claim is told for which node its class
/// shall make one (its annotation `volume.kubernetes.io/selected-node`). Others do the rest: the controller that binds
/// volumes, and the provisioner.
/// Source: kubernetes.io, Storage Classes → Volume Binding Mode.
public struct VolumeChoice: Declared {
    /// The claim's name; its namespace is the pod's.
    public var claim = ""
    /// Empty when a volume shall be made.
    public var volume = ""

    public init() {}

    public init(claim: String, volume: String = "") {
        self.claim = claim
        self.volume = volume
    }

    public static let schema = Schema<Self>("What becomes of a claim.") {
        Field(nil, "claim", \.claim, required: true, "The claim's name.")
        Field(nil, "volume", \.volume, "The volume it gets; empty when one shall be made.")
    }
}
