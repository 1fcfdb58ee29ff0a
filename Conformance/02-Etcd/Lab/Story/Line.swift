package import Conformance
package import EtcdContract

/// One line of a story about a store: what is done. The words are etcdctl's where it has any.
///
/// ```
/// put a 1 [lease=7] [prev] [keep-value] [keep-lease]       delete a | a..c | a* | * [prev]
/// get a | a..c | a* | * [@3] [limit=2] [by=mod] [desc] [keys] [count] [full] [min-mod=3] [max-create=5] …
/// txn if mod a = 3, version b > 0 then put a 2; get a else delete b
/// lease 7 [ttl=60]      revoke 7      compact 5      revision      restart
/// watch w a..c [from=3] [prev] [no-put] [no-delete]
/// next w [limit=1]      what one call gives            drain w      everything that is new
/// ```
package enum Line: Sendable {
    case apply(Command)
    /// - Parameter isFull: with revisions, version and lease.
    case range(RangeQuery, isFull: Bool)
    /// Without a beginning it sees what comes from now on.
    case watch(String, Watcher, isFromNow: Bool)
    case next(String, limit: Int)
    case drain(String)
    case revision
    case restart

    package init(_ text: String) throws(StoryError) {
        let words = Words(text)
        switch words.verb {
        case "put", "delete", "txn": self = .apply(.write(try Operation(text)))
        case "get": self = .range(try RangeQuery(words), isFull: words.has("full"))
        case "compact": self = .apply(.compact(revision: try words.number(1)))
        case "lease":
            self = .apply(.grantLease(id: try words.number(1), timeToLive: try words.number("ttl") ?? 60))
        case "revoke": self = .apply(.revokeLease(id: try words.number(1)))
        case "watch":
            let from = try words.number("from")
            var watcher = Watcher(try KeySpan(words.word(2)), from: from ?? 0)
            watcher.wantsPrevious = words.has("prev")
            watcher.wantsPuts = !words.has("no-put")
            watcher.wantsDeletions = !words.has("no-delete")
            self = .watch(try words.word(1), watcher, isFromNow: from == nil)
        case "next": self = .next(try words.word(1), limit: try words.number("limit") ?? 100)
        case "drain": self = .drain(try words.word(1))
        case "revision": self = .revision
        case "restart": self = .restart
        default: throw StoryError(text, "nobody knows how to do that")
        }
    }
}

/// A line's words: a verb, what it is about, then attributes as `name=value` or a name alone.
struct Words {
    let text: String
    private let words: [String]

    init(_ text: String) {
        self.text = text
        words = text.split(separator: " ").map(String.init)
    }

    var verb: String { words.first ?? "" }
    func has(_ word: String) -> Bool { words.contains(word) }

    func word(_ index: Int) throws(StoryError) -> String {
        guard index < words.count else { throw StoryError(text, "a word is missing") }
        return words[index]
    }

    func number(_ index: Int) throws(StoryError) -> Int {
        guard let number = Int(try word(index)) else { throw StoryError(text, "\(try word(index)) is no number") }
        return number
    }

    func value(_ name: String) -> String? {
        words.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    func number(_ name: String) throws(StoryError) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = Int(value) else { throw StoryError(text, "\(value) is no number") }
        return number
    }

    /// The revision behind an @.
    func revision() throws(StoryError) -> Int {
        guard let word = words.first(where: { $0.hasPrefix("@") }) else { return 0 }
        guard let number = Int(word.dropFirst()) else { throw StoryError(text, "\(word) is no revision") }
        return number
    }
}

extension KeySpan {
    /// `a`, `a..c`, `a..`, `a*` or `*`.
    init(_ text: String) throws(StoryError) {
        if text == "*" {
            self = .all
        } else if text.hasSuffix("*"), let last = text.dropLast().utf8.last {
            let prefix = Array(text.dropLast().utf8)
            self.init(prefix, rangeEnd: prefix.dropLast() + [last + 1])
        } else if let dots = text.firstRange(of: "..") {
            let end = Array(text[dots.upperBound...].utf8)
            self.init(Array(text[..<dots.lowerBound].utf8), rangeEnd: end.isEmpty ? [0] : end)
        } else {
            self.init(Array(text.utf8))
        }
    }
}
