import RaftContract

/// How long nothing was heard, in ticks, and how long that may last.
///
/// Each wait has another length, between once and twice the election timeout. If all waited equally long, all would become
/// candidates at once, vote for themselves, and nobody would win (§5.2 of the paper).
struct ElectionClock: Sendable {
    private let ticks: Int
    private var random: RandomSequence
    private(set) var elapsed = 0
    private var timeout = 0

    init(_ configuration: RaftConfiguration) {
        ticks = max(1, configuration.electionTicks)
        random = RandomSequence(seed: configuration.seed ^ (configuration.id &* 0xD134_2543_DE82_EF95))
        restart()
    }

    mutating func tick() { elapsed += 1 }

    mutating func restart() {
        elapsed = 0
        timeout = ticks + Int(random.next() % UInt64(ticks))
    }

    /// It is time for an election.
    var isOver: Bool { elapsed >= timeout }

    /// No member that waits as long as this one can have begun an election.
    var isYoung: Bool { elapsed < ticks }
}

/// Numbers that look random and follow from a seed: SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
/// Generators, 2014).
struct RandomSequence: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
