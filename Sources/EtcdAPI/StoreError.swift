/// What a store refuses, with etcd's words and gRPC codes (rpctypes/error.go), because clients compare them.
package enum StoreError: Error, Hashable {
    /// History before this revision is gone (0: not known which). Start again from the present.
    case compacted(revision: Int)
    case futureRevision
    /// The quota or the disk is exhausted: writes are refused until the alarm is disarmed, reads go on.
    case noSpace
    case emptyKey
    case duplicateKey
    case keyNotFound
    case valueProvided
    case leaseProvided
    case tooManyOperations
    case requestTooLarge
    case leaseNotFound
    case leaseExists
    case leaseTimeToLiveTooLarge
    /// The consumer of a watch doesn't keep up. Resume behind the last batch's revision.
    case slowWatcher
    case unimplemented(String)
    /// The store can't be reached or is stopping. A write may have happened or not.
    case unavailable(String)
    /// The store was asked and didn't answer in time. A write may have happened or not.
    case deadlineExceeded(String)
    /// Anything else, with its gRPC code.
    case other(code: Int, message: String)

    private struct Entry {
        let error: StoreError
        let code: Int
        let message: String
    }

    /// Codes: 3 invalid argument, 5 not found, 8 resource exhausted, 9 failed precondition, 11 out of range.
    private static let entries: [Entry] = [
        Entry(error: .compacted(revision: 0), code: 11, message: "mvcc: required revision has been compacted"),
        Entry(error: .futureRevision, code: 11, message: "mvcc: required revision is a future revision"),
        Entry(error: .noSpace, code: 8, message: "mvcc: database space exceeded"),
        Entry(error: .emptyKey, code: 3, message: "key is not provided"),
        Entry(error: .duplicateKey, code: 3, message: "duplicate key given in txn request"),
        Entry(error: .keyNotFound, code: 3, message: "key not found"),
        Entry(error: .valueProvided, code: 3, message: "value is provided"),
        Entry(error: .leaseProvided, code: 3, message: "lease is provided"),
        Entry(error: .tooManyOperations, code: 3, message: "too many operations in txn request"),
        Entry(error: .requestTooLarge, code: 3, message: "request is too large"),
        Entry(error: .leaseNotFound, code: 5, message: "requested lease not found"),
        Entry(error: .leaseExists, code: 9, message: "lease already exists"),
        Entry(error: .leaseTimeToLiveTooLarge, code: 11, message: "too large lease TTL"),
    ]

    /// The error that a gRPC status stands for.
    package init(code: Int, message: String) {
        let words = message.hasPrefix("etcdserver: ") ? String(message.dropFirst("etcdserver: ".count)) : message
        if let entry = Self.entries.first(where: { $0.message == words }) {
            self = entry.error
        } else {
            switch code {
            case 4: self = .deadlineExceeded(message)
            case 12: self = .unimplemented(message)
            case 14: self = .unavailable(message)
            default: self = .other(code: code, message: message)
            }
        }
    }

    private var entry: Entry? {
        let plain = if case .compacted = self { StoreError.compacted(revision: 0) } else { self }
        return Self.entries.first { $0.error == plain }
    }

    /// The gRPC status code.
    package var code: Int {
        switch self {
        case .deadlineExceeded: 4
        case .slowWatcher: 8
        case .unimplemented: 12
        case .unavailable: 14
        case .other(let code, _): code
        default: entry?.code ?? 2
        }
    }

    package var message: String {
        switch self {
        case .slowWatcher: "etcdserver: watcher is too slow"
        case .unimplemented(let message), .unavailable(let message), .deadlineExceeded(let message),
            .other(_, let message):
            message
        default: "etcdserver: " + (entry?.message ?? "unknown error")
        }
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String { message }
}
