/// When something was written: the store's revision, and which change of that revision's transaction it was.
public struct Revision: Hashable, Sendable, Comparable {
    public var main: Int
    public var sub: Int

    public init(main: Int, sub: Int) {
        self.main = main
        self.sub = sub
    }

    public static func < (one: Revision, other: Revision) -> Bool { (one.main, one.sub) < (other.main, other.sub) }
}

/// One version of a key, or the mark of its deletion (a *tombstone*).
public struct Version: Hashable, Sendable {
    public var revision: Revision
    /// Where the key's present life began. etcd calls a life a *generation*: it ends with a tombstone.
    public var createRevision: Int
    /// Counts the writes of this life from 1; 0 for a tombstone.
    public var number: Int
    public var value: [UInt8]
    public var lease: Int

    public var isTombstone: Bool { number == 0 }

    public init(
        revision: Revision, createRevision: Int, number: Int, value: [UInt8], lease: Int
    ) {
        self.revision = revision
        self.createRevision = createRevision
        self.number = number
        self.value = value
        self.lease = lease
    }

    /// The mark of a deletion.
    public static func tombstone(_ revision: Revision) -> Version {
        Version(revision: revision, createRevision: 0, number: 0, value: [], lease: 0)
    }
}

/// A key as a reader sees it.
public struct Entry: Hashable, Sendable {
    public var key: Key
    public var version: Version

    public init(key: Key, version: Version) {
        self.key = key
        self.version = version
    }
}
