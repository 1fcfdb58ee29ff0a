/// What happened in a run, kept so that somebody can look at it: the material of a ``TimelinePage``.
///
/// A run is recorded only when it is to be shown. Since the same seed gives the same run, a simulation is first run
/// without, and the one run that failed once more with.
package struct Recording: Sendable {
    /// In the order in which they happened.
    package var marks: [Mark] = []
    package var messages: [MessageMark] = []
    /// What each member's disk and memory held in the end.
    package var logs: [LogPicture.Log] = []
    package var members: [UInt64] = []

    package init() {}

    package struct Mark: Sendable {
        package var time: Int
        package var kind: Kind
        /// The member that it is about; nil for what concerns all.
        package var member: UInt64?
        package var text: String
    }

    package enum Kind: Sendable, Hashable {
        /// The member's part from now on.
        case role(Part)
        /// Something written beside the lane.
        case note
        case commit
        case crash
        case restart
        case pause
        case resume
        /// Something that befalls the network or the machines.
        case fault
        case client
        case violation
    }

    package enum Part: Sendable, Hashable { case follower, candidate, leader, learner, down }

    package struct MessageMark: Sendable {
        package var from: UInt64
        package var to: UInt64
        package var sent: Int
        /// Nil while it is on its way, and for ever when it was lost.
        package var arrived: Int?
        package var isLost = false
        package var kind: MessageKind
        package var text: String
    }

    package enum MessageKind: String, Sendable, Hashable, CaseIterable { case vote, append, heartbeat, snapshot }

    package mutating func add(_ kind: Kind, _ member: UInt64? = nil, _ text: String, at time: Int) {
        marks.append(Mark(time: time, kind: kind, member: member, text: text))
    }

    /// The last part of the run, from a moment on: parts that members already have stay known.
    package func since(_ beginning: Int) -> Recording {
        var rest = self
        var parts: [UInt64: Mark] = [:]
        for mark in marks where mark.time < beginning {
            if case .role = mark.kind, let member = mark.member { parts[member] = mark }
        }
        rest.marks =
            members.compactMap { parts[$0] }.map { mark in
                var mark = mark
                mark.time = beginning
                return mark
            } + marks.filter { $0.time >= beginning }
        rest.messages = messages.filter { $0.sent >= beginning }
        return rest
    }
}
