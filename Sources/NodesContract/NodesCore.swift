public import API
public import Schema

/// What decides about nodes that don't answer, without a cluster around it: objects and the present time go in,
/// decisions come out.
///
/// ```
///   lease, status ──▶ observe: for how long may it be silent? ──0──▶ silenced: nobody knows how it is
///                                                                        │
///        zones: is it the node, or is it us? ──▶ turn: may its pods go now? ──▶ tainted: what keeps pods off
///                                                                        │
///                     each of its pods ──▶ eviction: does it stay, and for how long?
/// ```
/// The contract:
/// - Each function answers for itself: whoever asks puts the answers together, writes to the API server, and reads from a
///   cache that its watch fills.
/// - Nothing depends on chance, on time that isn't passed in, or on the order of a dictionary.
/// - Times are whole seconds of one clock, the one of whoever asks. Other machines' clocks may say anything.
public protocol NodesCore: Sendable {
    init(_ configuration: NodesConfiguration)

    /// Notes the signs of life that a node gives: a lease that is renewed, a heartbeat in its status.
    /// - Returns: for how many seconds the node may still be silent; 0 or less means that it was so for too long.
    mutating func observe(_ node: Node, _ lease: Lease?, now: Time) -> Int

    /// The node is gone.
    mutating func forget(_ node: String)

    /// The node as it must be shown when nobody hears from it.
    func silenced(_ node: Node, now: Time) -> Node

    /// A pod as it must be shown when its node is silent.
    func silenced(_ pod: Pod, now: Time) -> Pod

    /// The node with the taints that follow from its conditions; those that others have set stay as they are.
    /// - Parameter evicting: its pods are to go, if it isn't ready.
    func tainted(_ node: Node, evicting: Bool, now: Time) -> Node

    /// What the node's NoExecute taints mean for one of its pods.
    func eviction(of pod: Pod, from node: Node, now: Time) -> TaintEviction

    /// How the zones are, by their names, and how fast pods may be evicted in each.
    /// - Parameter nodes: all that there are.
    func zones(_ nodes: [Node]) -> [Zone]

    /// Whether it is the node's turn to lose its pods.
    /// - Returns: in how many seconds to ask again. 0: now, and the turn is taken with that. Nil: not as long as the zone
    ///   is in this state.
    mutating func turn(of node: String, in zone: Zone, now: Time) -> Int?

    /// The subnet of the node's pods: the one that it has, the one it was given before, or one that is free and is its own
    /// from now on. Nil: none is left.
    mutating func subnet(of node: Node) -> String?

    /// The node is gone, and its subnet is free again.
    mutating func releaseSubnet(of node: Node)
}
