public import Schema

/// What a kernel's packet filter does for one service: rules as values, in a language that is as small as can be.
///
/// ```
///   packet ─▶ entries[destination] ─▶ chain: rule, rule, rule … ─▶ translated: its destination is an endpoint's now,
///                    │ no entry         │ no rule translates it     and so are all later packets of the connection
///                    ▼                  ▼
///                refusals[destination]: rejected or dropped; none: the packet goes on as it is
/// ```
/// Only the first packet of a connection comes here. In a chain it meets the rules in their order:
///
/// - a rule whose condition doesn't hold is passed over;
/// - `masquerade` and `remember` do something, and the next rule follows;
/// - `go` continues in another chain and doesn't come back;
/// - `translate` is the end;
/// - `takeTurns` does the next of several actions, in turn; each such rule counts for itself, from its first packet on.
///
/// nftables has all of it under other names (`vmap`, `dnat`, `meta mark`, `update @set`, `numgen inc`), and much more.
public struct ServiceRules: Sendable, Hashable {
    /// The names of the chains in which packets for these destinations begin.
    public var entries: [Destination: String] = [:]
    public var chains: [String: [Rule]] = [:]
    /// What becomes of packets that nobody has translated.
    public var refusals: [Destination: Refusal] = [:]
    /// For each memory, after how many seconds of silence a client is forgotten. A memory outlives a change of the rules
    /// as long as there is one of its name.
    public var memories: [String: Int] = [:]

    public init() {}
}

public enum Transport: String, Sendable, Hashable { case tcp, udp }

/// Whom a packet is for.
public enum Destination: Sendable, Hashable {
    /// An address that isn't a machine's, and a port.
    case address(IPv4Address, Transport, Int)
    /// A port of the node itself, under any address of the node.
    case nodePort(Transport, Int)
}

/// Where a packet goes instead.
public struct Target: Sendable, Hashable, Comparable {
    public var address: IPv4Address
    public var port: Int

    public init(_ address: IPv4Address, _ port: Int) {
        self.address = address
        self.port = port
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.address, left.port) < (right.address, right.port)
    }
}

public enum Refusal: String, Sendable, Hashable {
    /// The client is told at once: connection refused.
    case reject
    /// The client is told nothing, and waits.
    case drop
}

/// One rule of a chain.
public struct Rule: Sendable, Hashable {
    public var condition: Condition
    public var action: Action

    public init(_ action: Action, if condition: Condition = .always) {
        self.condition = condition
        self.action = action
    }

    public enum Condition: Sendable, Hashable {
        case always
        /// The packet was sent by a process of this node itself: by none of its pods, and by nobody outside.
        case isFromThisNode
        /// The memory knows the packet's sender.
        case isRemembered(in: String)
    }

    public enum Action: Sendable, Hashable {
        /// The endpoint will see this node as the sender, so its answer comes back through this node.
        case masquerade
        /// Notes the packet's sender, and the time.
        case remember(in: String)
        case go(to: String)
        case translate(to: Target)
        /// At least one.
        case takeTurns([Action])
    }
}
