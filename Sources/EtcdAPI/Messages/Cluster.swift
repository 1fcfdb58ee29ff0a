/// The members of the cluster (service Cluster).
package import Schema

package struct Member: Declared {
    package var id: UInt64 = 0
    package var name = ""
    package var peerURLs: [String] = []
    package var clientURLs: [String] = []
    package var isLearner = false
    package init() {}

    package static let schema = Schema<Self>("A member of the cluster.") {
        Field(1, "ID", \.id)
        Field(2, "name", \.name)
        Field(3, "peerURLs", \.peerURLs)
        Field(4, "clientURLs", \.clientURLs)
        Field(5, "isLearner", \.isLearner)
    }
}

package struct MemberListRequest: Declared {
    package var linearizable = false
    package init() {}

    package static let schema = Schema<Self>("All members.") {
        Field(1, "linearizable", \.linearizable)
    }
}

package struct MemberListResponse: Declared {
    package var header = ResponseHeader()
    package var members: [Member] = []
    package init() {}

    package static let schema = Schema<Self>("All members.") {
        Field(1, "header", \.header)
        Field(2, "members", \.members)
    }
}

package struct MemberAddRequest: Declared {
    package var peerURLs: [String] = []
    package var isLearner = false
    package init() {}

    package static let schema = Schema<Self>("A member to add, which has yet to be started.") {
        Field(1, "peerURLs", \.peerURLs)
        Field(2, "isLearner", \.isLearner)
    }
}

package struct MemberAddResponse: Declared {
    package var header = ResponseHeader()
    package var member = Member()
    package var members: [Member] = []
    package init() {}

    package static let schema = Schema<Self>("The new member, and all of them.") {
        Field(1, "header", \.header)
        Field(2, "member", \.member)
        Field(3, "members", \.members)
    }
}

/// The member to remove, or the learner to promote.
package struct MemberRequest: Declared {
    package var id: UInt64 = 0
    package init() {}
    package init(id: UInt64) { self.id = id }

    package static let schema = Schema<Self>("Which member is meant.") {
        Field(1, "ID", \.id)
    }
}

package struct MemberUpdateRequest: Declared {
    package var id: UInt64 = 0
    package var peerURLs: [String] = []
    package init() {}

    package static let schema = Schema<Self>("Where a member is reached from now on.") {
        Field(1, "ID", \.id)
        Field(2, "peerURLs", \.peerURLs)
    }
}
