/// The file format of bbolt, in which a stock etcd keeps its data, and in which backups are exchanged.
///
/// ```
/// page 0   page 1   page 2      page 3 …
/// meta     meta     free pages  leaves: keys and values │ branches: first key and number of each child │ …
///
/// page     id (8) │ kind (2) │ count (2) │ further pages that it takes (4) │ elements │ their keys and values
/// meta     magic (4) │ version (4) │ page size (4) │ flags (4) │ root (8) │ sequence (8) │ page of the free list (8)
///          │ pages in the file (8) │ transaction (8) │ FNV-1a of all before it (8)
/// ```
/// Each *bucket* is a B+ tree of its own. The tree that the metas point to has the buckets' names for keys, and for each
/// value the page of that bucket's root. All numbers have their lowest byte first.
///
/// Source: github.com/etcd-io/bbolt, page.go, db.go (meta), bucket.go.
enum BoltPage {
    static let size = 4096
    static let headerLength = 16
    static let elementLength = 16
    /// Of a bucket's value: its root's page, and a sequence number.
    static let bucketLength = 16
    static let magic: UInt32 = 0xED0C_DAED
    static let version: UInt32 = 2
    static let metaLength = 64
    /// Of an element that stands for a bucket.
    static let bucketFlag: UInt32 = 1

    enum Kind: UInt16 {
        case branch = 0x01
        case leaf = 0x02
        case meta = 0x04
        case freeList = 0x10
    }

    /// How many pages so many bytes take.
    static func count(for bytes: Int) -> Int { (bytes + size - 1) / size }

    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return sum
    }
}
