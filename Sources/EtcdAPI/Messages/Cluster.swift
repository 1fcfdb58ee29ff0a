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
