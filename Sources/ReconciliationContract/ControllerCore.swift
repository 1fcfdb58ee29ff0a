public import API
internal import Objects

/// A whole controller without its connections: changes go in, keys and writes come out.
///
/// ```
///   watches ── observe ──▶ keys ──▶ the work queue ──▶ reconcile ──▶ writes ──▶ API server
///      ▲                                                  (refused: failed)         │
///      └────────────────────────────────────────────────────────────────────────────┘
/// ```
/// This one copies ConfigMaps into other namespaces. What it must do, in seven sentences:
/// 1. A ConfigMap with the annotation `dinghy.dev/copy-to` is a *source*; the value is a label selector, as text. In every
///    namespace that the selector matches, other than the source's own, there is a copy of it.
/// 2. A *copy* has the source's name, `data` and `binaryData`, and the label `dinghy.dev/copied-from` with the source's
///    namespace as its value. A copy is no source.
/// 3. A copy that was changed is changed back; what others add to its labels and annotations stays.
/// 4. A copy where none should be is deleted: the source is gone, or going, or names other namespaces.
/// 5. A ConfigMap of the same name without that label, or with another value of it, is somebody else's, and is left alone.
/// 6. A selector that can't be understood changes nothing.
/// 7. Nothing is created in a namespace that is being deleted.
public protocol ControllerCore: Sendable {
    init()

    /// - Returns: the keys that are to be looked at because of this; too many do no harm, one too few does.
    mutating func observe(_ change: Change<ConfigMap>) -> [String]
    mutating func observe(_ change: Change<Namespace>) -> [String]

    /// What is to be written for this key now: nothing, too, as long as the cache doesn't show what was written before.
    mutating func reconcile(_ key: String, now: Moment) -> [Write]

    /// This one was refused, or wasn't sent.
    mutating func failed(_ write: Write)
}

/// The words of ``ControllerCore``'s first two sentences.
extension ConfigMap {
    public static let copyTo = "dinghy.dev/copy-to"
    public static let copiedFrom = "dinghy.dev/copied-from"

    /// The key of what this is a copy of.
    public var sourceKey: String? { metadata.labels[Self.copiedFrom].map { "\($0)/\(metadata.name)" } }

    /// Into which namespaces it is to be copied: a label selector.
    public var copySelector: String? { sourceKey == nil ? metadata.annotations[Self.copyTo] : nil }
}

/// Which namespaces a source asks for: `team=web,tier!=db`.
public struct CopySelector: Sendable {
    private let requirements: LabelRequirements

    /// Nil when the text can't be understood.
    public init?(_ text: String) {
        guard let requirements = try? LabelRequirements(parsing: text) else { return nil }
        self.requirements = requirements
    }

    public func matches(_ labels: [String: String]) -> Bool { requirements.matches(labels) }
}
