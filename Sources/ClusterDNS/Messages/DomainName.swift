/// A name in the tree of names: `web.default.svc.cluster.local`, from leaf to root.
///
/// Two names that differ in upper and lower case of ASCII letters are the same name, but an answer repeats the
/// question's spelling: so a name keeps it, and compares without.
package struct DomainName: Hashable, Sendable, CustomStringConvertible {
    /// Without dots between them. A label may hold any byte; each stands for the character of that number.
    package let labels: [String]
    /// In lower case, with dots: what tables of names go by.
    package let key: String

    package init(labels: [String]) {
        self.labels = labels
        key = labels.joined(separator: ".").lowercased()
    }

    /// A dot at the end makes no difference.
    package init(_ text: String) {
        self.init(labels: text.split(separator: ".").map(String.init))
    }

    package static func == (left: Self, right: Self) -> Bool { left.key == right.key }
    package func hash(into hasher: inout Hasher) { hasher.combine(key) }

    package var description: String { labels.joined(separator: ".") + "." }

    /// The labels in front of `zone`, in lower case; nil when the name isn't in the zone.
    func labels(below zone: DomainName) -> [String]? {
        let count = labels.count - zone.labels.count
        guard count >= 0, DomainName(labels: Array(labels.dropFirst(count))) == zone else { return nil }
        return labels.prefix(count).map { $0.lowercased() }
    }
}
