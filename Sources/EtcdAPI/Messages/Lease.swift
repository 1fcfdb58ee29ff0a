/// Leases: keys that live only as long as somebody renews their lease (service Lease).
package import Schema

package struct LeaseGrantRequest: Declared {
    /// Seconds.
    package var timeToLive = 0
    /// 0: the store chooses.
    package var id = 0
    package init() {}

    package init(timeToLive: Int, id: Int = 0) {
        self.timeToLive = timeToLive
        self.id = id
    }

    package static let schema = Schema<Self>("A lease to grant.") {
        Field(1, "TTL", \.timeToLive)
        Field(2, "ID", \.id)
    }
}

package struct LeaseGrantResponse: Declared {
    package var header = ResponseHeader()
    package var id = 0
    package var timeToLive = 0
    package var error = ""
    package init() {}

    package static let schema = Schema<Self>("The lease that was granted.") {
        Field(1, "header", \.header)
        Field(2, "ID", \.id)
        Field(3, "TTL", \.timeToLive)
        Field(4, "error", \.error)
    }
}

package struct LeaseRevokeRequest: Declared {
    package var id = 0
    package init() {}
    package init(id: Int) { self.id = id }

    package static let schema = Schema<Self>("The lease to end, and its keys with it.") {
        Field(1, "ID", \.id)
    }
}

package struct LeaseRevokeResponse: Declared {
    package var header = ResponseHeader()
    package init() {}

    package static let schema = Schema<Self>("The lease is gone.") {
        Field(1, "header", \.header)
    }
}

package struct LeaseKeepAliveRequest: Declared {
    package var id = 0
    package init() {}
    package init(id: Int) { self.id = id }

    package static let schema = Schema<Self>("The lease to renew.") {
        Field(1, "ID", \.id)
    }
}

package struct LeaseKeepAliveResponse: Declared {
    package var header = ResponseHeader()
    package var id = 0
    /// Seconds from now; 0 if the lease is gone.
    package var timeToLive = 0
    package init() {}

    package static let schema = Schema<Self>("How long the lease now lives.") {
        Field(1, "header", \.header)
        Field(2, "ID", \.id)
        Field(3, "TTL", \.timeToLive)
    }
}

package struct LeaseTimeToLiveRequest: Declared {
    package var id = 0
    package var keys = false
    package init() {}

    package init(id: Int, keys: Bool = false) {
        self.id = id
        self.keys = keys
    }

    package static let schema = Schema<Self>("Which lease to describe.") {
        Field(1, "ID", \.id)
        Field(2, "keys", \.keys)
    }
}

package struct LeaseTimeToLiveResponse: Declared {
    package var header = ResponseHeader()
    package var id = 0
    /// Seconds left; -1 if the lease is gone.
    package var timeToLive = 0
    package var grantedTimeToLive = 0
    package var keys: [Bytes] = []
    package init() {}

    package static let schema = Schema<Self>("A lease and its keys.") {
        Field(1, "header", \.header)
        Field(2, "ID", \.id)
        Field(3, "TTL", \.timeToLive)
        Field(4, "grantedTTL", \.grantedTimeToLive)
        Field(5, "keys", \.keys)
    }
}

package struct LeaseLeasesRequest: Declared {
    package init() {}
    package static let schema = Schema<Self>("All leases.") {}
}

package struct LeaseStatus: Declared {
    package var id = 0
    package init() {}
    package init(id: Int) { self.id = id }

    package static let schema = Schema<Self>("A lease.") {
        Field(1, "ID", \.id)
    }
}

package struct LeaseLeasesResponse: Declared {
    package var header = ResponseHeader()
    package var leases: [LeaseStatus] = []
    package init() {}

    package static let schema = Schema<Self>("All leases.") {
        Field(1, "header", \.header)
        Field(2, "leases", \.leases)
    }
}
