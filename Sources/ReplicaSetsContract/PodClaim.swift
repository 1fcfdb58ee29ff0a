public import API

/// Whose pods are whose, from one set's point of view.
public struct PodClaim: Hashable, Sendable {
    /// The set's, by their owner reference.
    public var owned: [Pod]
    /// To be given the set as their controller.
    public var adopt: [Pod]
    /// To lose the set as their controller.
    public var release: [Pod]

    public init(owned: [Pod] = [], adopt: [Pod] = [], release: [Pod] = []) {
        self.owned = owned
        self.adopt = adopt
        self.release = release
    }
}
