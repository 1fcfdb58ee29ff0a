/// Watching a range of keys: one stream carries many watches (service Watch).
package import Schema

package enum WatchRequest: Declared {
    case none
    case create(WatchCreateRequest)
    case cancel(WatchCancelRequest)
    case progress(WatchProgressRequest)

    package init() { self = .none }

    package static let schema = Schema<Self>("Create a watch, cancel it, or ask how far it is.") {
        Field(1, "create_request", \.asCreate)
        Field(2, "cancel_request", \.asCancel)
        Field(3, "progress_request", \.asProgress)
    }

    private var asCreate: WatchCreateRequest? {
        get { if case .create(let request) = self { request } else { nil } }
        set { self = newValue.map(Self.create) ?? self }
    }
    private var asCancel: WatchCancelRequest? {
        get { if case .cancel(let request) = self { request } else { nil } }
        set { self = newValue.map(Self.cancel) ?? self }
    }
    private var asProgress: WatchProgressRequest? {
        get { if case .progress(let request) = self { request } else { nil } }
        set { self = newValue.map(Self.progress) ?? self }
    }
}

package struct WatchFilter: WireEnum {
    package var rawValue = 0
    package init() {}
    package static let noPut = WatchFilter(rawValue: 0)
    package static let noDelete = WatchFilter(rawValue: 1)
}

package struct WatchCreateRequest: Declared {
    package var key: [UInt8] = []
    package var rangeEnd: [UInt8] = []
    /// The first revision to see; 0 for the next one.
    package var startRevision = 0
    /// Wants a batch without events now and then.
    package var progressNotify = false
    package var filters: [WatchFilter] = []
    package var prevKV = false
    package var watchID = 0
    package var fragment = false
    package init() {}

    package init(
        key: [UInt8], rangeEnd: [UInt8] = [], startRevision: Int = 0, prevKV: Bool = false, progressNotify: Bool = false
    ) {
        self.key = key
        self.rangeEnd = rangeEnd
        self.startRevision = startRevision
        self.prevKV = prevKV
        self.progressNotify = progressNotify
    }

    /// All keys with the prefix.
    package init(prefix: [UInt8], startRevision: Int = 0, prevKV: Bool = false, progressNotify: Bool = false) {
        self.init(
            key: prefix.isEmpty ? KeyRange.unbounded : prefix, rangeEnd: KeyRange.end(ofPrefix: prefix),
            startRevision: startRevision, prevKV: prevKV, progressNotify: progressNotify)
    }

    package static let schema = Schema<Self>("What to watch, and from when.") {
        Field(1, "key", \.key.wire)
        Field(2, "range_end", \.rangeEnd.wire)
        Field(3, "start_revision", \.startRevision)
        Field(4, "progress_notify", \.progressNotify)
        Field(5, "filters", \.filters)
        Field(6, "prev_kv", \.prevKV)
        Field(7, "watch_id", \.watchID)
        Field(8, "fragment", \.fragment)
    }
}

package struct WatchCancelRequest: Declared {
    package var watchID = 0
    package init() {}
    package init(watchID: Int) { self.watchID = watchID }

    package static let schema = Schema<Self>("The watch to end.") {
        Field(1, "watch_id", \.watchID)
    }
}

package struct WatchProgressRequest: Declared {
    package init() {}
    package static let schema = Schema<Self>("How far is the stream?") {}
}

package struct WatchResponse: Declared {
    package var header = ResponseHeader()
    /// -1 where the whole stream is meant.
    package var watchID = 0
    package var created = false
    package var canceled = false
    /// Not zero: the watch wanted history that is gone before this revision.
    package var compactRevision = 0
    package var cancelReason = ""
    package var fragment = false
    package var events: [Event] = []
    package init() {}

    package static let schema = Schema<Self>("What happened to a watch, or what it saw.") {
        Field(1, "header", \.header)
        Field(2, "watch_id", \.watchID)
        Field(3, "created", \.created)
        Field(4, "canceled", \.canceled)
        Field(5, "compact_revision", \.compactRevision)
        Field(6, "cancel_reason", \.cancelReason)
        Field(7, "fragment", \.fragment)
        Field(11, "events", \.events)
    }
}
