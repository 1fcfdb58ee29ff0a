import EtcdContract

/// A list of versions that costs little memory: a store has millions of them.
///
/// ```
/// one        in the index itself: nearly every key has just one
/// several    an array, which grows by a sixteenth instead of twofold
///            what the versions of a life have in common, its beginning and its lease, is said once
/// ```
enum Versions: Hashable, Sendable {
    case one(Version)
    case several(PackedVersions)
}

extension Versions: RandomAccessCollection {
    var startIndex: Int { 0 }

    var endIndex: Int {
        switch self {
        case .one: 1
        case .several(let versions): versions.count
        }
    }

    subscript(index: Int) -> Version {
        switch self {
        case .one(let version):
            precondition(index == 0, "there is one version")
            return version
        case .several(let versions): return versions[index]
        }
    }
}

extension Versions: RangeReplaceableCollection {
    init() { self = .several(PackedVersions()) }

    mutating func replaceSubrange(_ range: Range<Int>, with versions: some Collection<Version>) {
        let old = self
        self = Versions()
        reserveCapacity(old.count - range.count + versions.count)
        for version in old[..<range.lowerBound] { append(version) }
        for version in versions { append(version) }
        for version in old[range.upperBound...] { append(version) }
    }

    mutating func reserveCapacity(_ count: Int) {
        if count > 1 { changePacked { $0.reserveCapacity(count) } }
    }

    mutating func append(_ version: Version) {
        if case .several(let versions) = self, versions.isEmpty, versions.capacity == 0 {
            self = .one(version)
        } else {
            changePacked { $0.append(version) }
        }
    }

    mutating func setValue(_ value: Value, at index: Int) {
        if case .one(var version) = self {
            version.value = value
            self = .one(version)
        } else {
            changePacked { $0.setValue(value, at: index) }
        }
    }

    private mutating func changePacked(_ change: (inout PackedVersions) -> Void) {
        var packed = PackedVersions()
        switch self {
        case .one(let version): packed.append(version)
        case .several(let versions): packed = versions
        }
        // From here on the array has one owner, and isn't copied.
        self = .several(PackedVersions())
        change(&packed)
        self = .several(packed)
    }
}

/// Versions, 32 bytes each and not 48.
struct PackedVersions: Hashable, Sendable {
    private struct Item: Hashable {
        var value: Value
        var revision: Int
        var sub: UInt32
        var number: UInt32
    }

    /// What versions have in common from one on, up to the next run's.
    private struct Run: Hashable {
        var first: Int
        var createRevision: Int
        var lease: Int
    }

    private var items: [Item] = []
    private var runs: [Run] = []
}

extension PackedVersions {
    var count: Int { items.count }
    var capacity: Int { items.capacity }
    var isEmpty: Bool { items.isEmpty }

    subscript(index: Int) -> Version {
        let item = items[index]
        // Nearly always there is one run, or the last is meant.
        let run = runs[runs.count == 1 ? 0 : runs.partition { $0.first > index } - 1]
        return Version(
            revision: Revision(main: item.revision, sub: Int(item.sub)), createRevision: run.createRevision,
            number: Int(item.number), value: item.value, lease: run.lease)
    }

    mutating func append(_ version: Version) {
        if runs.last.map({ ($0.createRevision, $0.lease) == (version.createRevision, version.lease) }) != true {
            if runs.count == runs.capacity { runs.reserveCapacity(runs.count + 1 + runs.count / 8) }
            runs.append(Run(first: count, createRevision: version.createRevision, lease: version.lease))
        }
        if count == capacity { items.reserveCapacity(count + 2 + count / 16) }
        items.append(
            Item(
                value: version.value, revision: version.revision.main, sub: UInt32(clamping: version.revision.sub),
                number: UInt32(clamping: version.number)))
    }

    mutating func reserveCapacity(_ count: Int) { items.reserveCapacity(count) }
    mutating func setValue(_ value: Value, at index: Int) { items[index].value = value }
}
