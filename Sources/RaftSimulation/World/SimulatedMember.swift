internal import RaftContract

/// A machine with a member on it: the core, and all that the contract leaves to its caller.
///
/// A reference, because it is one of few things that are changed many thousand times a second.
final class SimulatedMember<Core: DrivenCore> {
    let id: MemberID
    /// Nil while the machine is down.
    var core: Core?
    var status = RaftStatus()
    var disk: Disk
    var machine: KeyValueMachine
    var applied: EntryPosition
    /// As of what was applied.
    var membership: Membership

    /// How often it was started; what was on its way to an earlier life doesn't arrive.
    var life = 0
    var isPaused = false
    /// It has applied its own removal, and was switched off for good.
    var isRemoved = false
    /// What arrived while it was paused.
    var waiting: [Event] = []

    /// The output whose writes are on their way to the disk.
    var working: RaftOutput?
    /// The core was called since its last output.
    var mayHaveOutput = false
    /// Snapshots that have come along with messages.
    var received: [(index: LogIndex, machine: KeyValueMachine)] = []

    var proposals: [(position: EntryPosition, ticket: Ticket)] = []
    var questions: [(context: UInt64, ticket: Ticket, committed: LogIndex)] = []
    /// Answered by the core, but not applied so far yet.
    var readable: [(index: LogIndex, ticket: Ticket)] = []

    /// Of virtual time; differs from member to member when clocks drift.
    var tickEvery = Plan.tick
    var syncTakes = 2...20
    var fuse: CrashPoint?
    /// What the recording says it is.
    var part = Recording.Part.follower
    var partTerm = 0

    init(_ id: MemberID, _ persisted: Persisted, keys: Int) {
        self.id = id
        machine = KeyValueMachine(keys: keys)
        disk = Disk(DiskImage(persisted: persisted, machine: machine))
        applied = EntryPosition(term: 0, index: 0)
        membership = persisted.snapshot.membership
    }

    var isUp: Bool { core != nil }

    /// Nothing remains but the disk.
    func loseMemory() {
        (core, working, fuse, mayHaveOutput, isPaused) = (nil, nil, nil, false, false)
        (received, proposals, questions, readable, waiting) = ([], [], [], [], [])
        let snapshot = disk.image.persisted.snapshot
        machine = disk.image.machine
        applied = EntryPosition(term: snapshot.term, index: snapshot.index)
        membership = snapshot.membership
        (part, partTerm) = (.down, 0)
        life += 1
    }
}

/// Where a crash can strike while an output is worked off.
enum CrashPoint: String, Hashable, Sendable, CaseIterable {
    /// Nothing of the output is on disk; prompt messages have left.
    case beforeWrite
    /// Written, but not synced: any beginning of it may survive.
    case beforeSync
    /// All of it is on disk, but no message has left.
    case beforeSend
}

/// A client's call, as it is told apart from the client's others.
struct Ticket: Hashable, Sendable {
    var client: Int
    var sequence: Int
}

/// What can happen next.
enum Event {
    case tick(Int, life: Int)
    case arrives(RaftMessage, KeyValueMachine?, recorded: Int?)
    case unreachable(Int, MemberID, life: Int)
    case synced(Int, life: Int)
    case crashes(Int, life: Int)
    case restarts(Int, life: Int)
    case resumes(Int, life: Int)
    case clientWakes(Int)
    case request(Ticket, at: Int)
    case reply(Ticket, Reply)
    case givesUp(Ticket)
    case trouble
    case troubleEnds(Trouble)
    case administrates
    case calm
}

/// What a client hears.
enum Reply {
    case answer(Register.Answer)
    /// It hasn't happened and never will: here or elsewhere it may be tried again.
    case no(leader: MemberID?)
}
