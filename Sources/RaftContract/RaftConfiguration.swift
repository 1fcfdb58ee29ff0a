public import Schema

/// The settings of one member.
public struct RaftConfiguration: Declared {
    /// Its own name.
    public var id: MemberID = 0
    /// A follower that hears nothing for so many ticks, or up to twice as many (chance decides), becomes a candidate.
    public var electionTicks = 10
    /// A leader lets itself be heard every so many ticks.
    public var heartbeatTicks = 1
    /// Decides how long exactly election timeouts are; mixed with ``id``, so that members may share it. Below 2⁶³.
    public var seed: UInt64 = 0
    /// Whether a candidate first asks if it would be elected, before it disturbs anyone with a new term (§9.6 of the thesis).
    public var preVote = false
    /// Whether a leader that has not heard of a quorum for an election timeout steps down, and whether members that have
    /// heard of a leader lately ignore candidates (§6.2 and §4.2.3 of the thesis).
    public var checkQuorum = false
    /// An append has entries of at most so many bytes, but always one.
    public var maxBytesPerMessage = 1 << 20
    /// So many appends may be under way to a follower before it answers.
    public var maxMessagesInFlight = 256
    /// Proposals are refused while so much waits to be committed.
    public var maxUncommittedBytes = 1 << 30

    public init() {}

    public init(id: MemberID, seed: UInt64 = 0) {
        self.id = id
        self.seed = seed
    }

    public static let schema = Schema<Self>("The settings of one member.") {
        Field(nil, "id", \.id, always: true, "Its own name.")
        Field(nil, "electionTicks", \.electionTicks, always: true, "How long a follower waits for a leader.")
        Field(nil, "heartbeatTicks", \.heartbeatTicks, always: true, "How often a leader lets itself be heard.")
        Field(nil, "seed", \.seed, "Decides how long election timeouts are.")
        Field(nil, "preVote", \.preVote, always: true, "Whether candidates ask before they begin a term.")
        Field(nil, "checkQuorum", \.checkQuorum, always: true, "Whether leaders step down who aren't heard.")
        Field(nil, "maxBytesPerMessage", \.maxBytesPerMessage, always: true, "The limit of an append.")
        Field(nil, "maxMessagesInFlight", \.maxMessagesInFlight, always: true, "Appends before an answer.")
        Field(nil, "maxUncommittedBytes", \.maxUncommittedBytes, always: true, "The limit of what waits.")
    }
}
