package import EtcdContract

/// The store as a list of versions in the order in which they were written, as other programs keep it.
extension MultiVersionStore {
    package typealias Place = (revision: Revision, key: Key)

    /// Where versions are that are kept, oldest first.
    package func places(where isMeant: (Version) -> Bool = { _ in true }) -> [Place] {
        var places: [Place] = []
        for (key, history) in index.entries(in: .all) {
            for version in history.versions where isMeant(version) { places.append((version.revision, key)) }
        }
        places.sort { $0.revision < $1.revision }
        return places
    }

    package func version(of key: Key, at revision: Revision) -> Version? {
        index[key]?.change(at: revision.main)?.version
    }

    /// - Parameter versions: in any order.
    /// - Throws: ``CodingError`` if there are two versions of one revision, or two leases of one number.
    package init(
        revision: Int, compactRevision: Int, leases: [(id: Int, timeToLive: Int)],
        versions: [(key: Key, version: Version)]
    ) throws(CodingError) {
        self.init()
        self.revision = revision
        self.compactRevision = compactRevision
        for (id, timeToLive) in leases {
            do { try self.leases.grant(id, timeToLive: timeToLive) } catch {
                throw CodingError(description: "lease \(id) twice")
            }
        }
        var histories: [Key: History] = [:]
        var newest = Revision(main: 0, sub: 0)
        for (key, version) in versions.sorted(by: { $0.version.revision < $1.version.revision }) {
            guard version.revision > newest else {
                throw CodingError(description: "revision \(newest.main).\(newest.sub) twice")
            }
            newest = version.revision
            histories[key, default: History()].append(version)
        }
        for (key, history) in histories.sorted(by: { $0.key < $1.key }) { try restore((key, history)) }
        restoreChanges()
    }
}
