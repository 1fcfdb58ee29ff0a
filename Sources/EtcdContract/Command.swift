/// What the log records: everything that changes the store.
public enum Command: Hashable, Sendable {
    case write(Operation)
    case compact(revision: Int)
    /// The time to live is in seconds. When a lease expires is not the store's business: its owner revokes it.
    case grantLease(id: Int, timeToLive: Int)
    case revokeLease(id: Int)
}

/// Why the store refuses something; it is unchanged then.
public enum Refusal: Error, Hashable {
    case compacted(revision: Int)
    case futureRevision
    case emptyKey
    case duplicateKey
    case keyNotFound
    case valueProvided
    case leaseProvided
    case leaseNotFound
    case leaseExists
}
