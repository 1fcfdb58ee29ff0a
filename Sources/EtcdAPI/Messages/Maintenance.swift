/// A member's state and upkeep (service Maintenance).
package import Schema

package struct StatusRequest: Declared {
    package init() {}
    package static let schema = Schema<Self>("How is the member?") {}
}

package struct StatusResponse: Declared {
    package var header = ResponseHeader()
    package var version = ""
    /// Bytes on disk.
    package var dbSize = 0
    package var leader: UInt64 = 0
    package var raftIndex: UInt64 = 0
    package var raftTerm: UInt64 = 0
    package var raftAppliedIndex: UInt64 = 0
    package var errors: [String] = []
    /// Bytes that a freshly written store would have.
    package var dbSizeInUse = 0
    package var isLearner = false
    package init() {}

    package static let schema = Schema<Self>("How the member is.") {
        Field(1, "header", \.header)
        Field(2, "version", \.version)
        Field(3, "dbSize", \.dbSize)
        Field(4, "leader", \.leader)
        Field(5, "raftIndex", \.raftIndex)
        Field(6, "raftTerm", \.raftTerm)
        Field(7, "raftAppliedIndex", \.raftAppliedIndex)
        Field(8, "errors", \.errors)
        Field(9, "dbSizeInUse", \.dbSizeInUse)
        Field(10, "isLearner", \.isLearner)
    }
}

package struct AlarmType: WireEnum {
    package var rawValue = 0
    package init() {}
    package static let none = AlarmType(rawValue: 0)
    package static let noSpace = AlarmType(rawValue: 1)
    package static let corrupt = AlarmType(rawValue: 2)
}

package struct AlarmAction: WireEnum {
    package var rawValue = 0
    package init() {}
    package static let get = AlarmAction(rawValue: 0)
    package static let activate = AlarmAction(rawValue: 1)
    package static let deactivate = AlarmAction(rawValue: 2)
}

package struct AlarmRequest: Declared {
    package var action = AlarmAction.get
    package var memberID: UInt64 = 0
    package var alarm = AlarmType.none
    package init() {}

    package static let schema = Schema<Self>("Ask for alarms, raise one, or disarm one.") {
        Field(1, "action", \.action)
        Field(2, "memberID", \.memberID)
        Field(3, "alarm", \.alarm)
    }
}

package struct AlarmMember: Declared {
    package var memberID: UInt64 = 0
    package var alarm = AlarmType.none
    package init() {}

    package static let schema = Schema<Self>("An alarm and who raised it.") {
        Field(1, "memberID", \.memberID)
        Field(2, "alarm", \.alarm)
    }
}

package struct AlarmResponse: Declared {
    package var header = ResponseHeader()
    package var alarms: [AlarmMember] = []
    package init() {}

    package static let schema = Schema<Self>("The alarms.") {
        Field(1, "header", \.header)
        Field(2, "alarms", \.alarms)
    }
}

package struct DefragmentRequest: Declared {
    package init() {}
    package static let schema = Schema<Self>("Give disk space back.") {}
}

package struct DefragmentResponse: Declared {
    package var header = ResponseHeader()
    package init() {}

    package static let schema = Schema<Self>("Disk space is given back.") {
        Field(1, "header", \.header)
    }
}

package struct MoveLeaderRequest: Declared {
    package var targetID: UInt64 = 0
    package init() {}
    package init(targetID: UInt64) { self.targetID = targetID }

    package static let schema = Schema<Self>("Who is to lead.") {
        Field(1, "targetID", \.targetID)
    }
}

package struct MoveLeaderResponse: Declared {
    package var header = ResponseHeader()
    package init() {}

    package static let schema = Schema<Self>("It leads.") {
        Field(1, "header", \.header)
    }
}
