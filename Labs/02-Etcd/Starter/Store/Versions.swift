import EtcdContract

/// A list of versions that costs little memory: nearly every key has just one, and that needs no array of its own.
///
/// ```
/// one        in the index itself
/// several    an array, which grows by an eighth instead of twofold: there are millions of versions
/// ```
enum Versions: Hashable, Sendable {
    case one(Version)
    case several([Version])
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
    init() { self = .several([]) }

    mutating func replaceSubrange(_ range: Range<Int>, with versions: some Collection<Version>) {
        var all: [Version] = []
        all.reserveCapacity(count - range.count + versions.count)
        all += self[..<range.lowerBound]
        all += versions
        all += self[range.upperBound...]
        self = all.count == 1 ? .one(all[0]) : .several(all)
    }

    mutating func change(at index: Int, _ change: (inout Version) -> Void) {
        switch self {
        case .one(var version):
            change(&version)
            self = .one(version)
        case .several(var versions):
            // From here on the array has one owner, and isn't copied.
            self = .several([])
            change(&versions[index])
            self = .several(versions)
        }
    }

    mutating func append(_ version: Version) {
        switch self {
        case .one(let first): self = .several([first, version])
        case .several(var versions):
            if versions.isEmpty {
                self = .one(version)
                return
            }
            self = .several([])
            if versions.count == versions.capacity { versions.reserveCapacity(versions.count + 2 + versions.count / 8) }
            versions.append(version)
            self = .several(versions)
        }
    }
}
