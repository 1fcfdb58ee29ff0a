/// When something was written: the store's revision, and which change of that revision's transaction it was.
public struct Revision: Hashable, Sendable, Comparable {
    public var main: Int
    /// Half a word: there are as many of these as versions, and no transaction makes four billion changes.
    private var shortSub: UInt32

    public var sub: Int {
        get { Int(shortSub) }
        set { shortSub = UInt32(clamping: newValue) }
    }

    public init(main: Int, sub: Int) {
        self.main = main
        shortSub = UInt32(clamping: sub)
    }

    public static func < (one: Revision, other: Revision) -> Bool { (one.main, one.sub) < (other.main, other.sub) }
}

/// One version of a key, or the mark of its deletion (a *tombstone*).
///
/// 48 bytes. This is most of what a store costs in memory.
public struct Version: Hashable, Sendable {
    public var revision: Revision
    private var shortNumber: UInt32
    /// Where the key's present life began. etcd calls a life a *generation*: it ends with a tombstone.
    public var createRevision: Int
    public var value: Value
    public var lease: Int

    /// Counts the writes of this life from 1; 0 for a tombstone. Nobody counts on beyond four billion.
    public var number: Int {
        get { Int(shortNumber) }
        set { shortNumber = UInt32(clamping: newValue) }
    }

    public var isTombstone: Bool { number == 0 }

    public init(
        revision: Revision, createRevision: Int, number: Int, value: Value, lease: Int
    ) {
        self.revision = revision
        self.createRevision = createRevision
        shortNumber = UInt32(clamping: number)
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
