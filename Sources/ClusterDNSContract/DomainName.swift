/// A name in the tree of names: `web.default.svc.cluster.local.`, from leaf to root.
///
/// Two names that differ in upper and lower case of ASCII letters are the same name, but an answer repeats the
/// question's spelling: so a name keeps it, and compares without. Source: RFC 1035, sections 2.3.3 and 5.1; RFC 4343.
public struct DomainName: Hashable, Sendable, CustomStringConvertible {
    /// Without dots between them. A label may hold any byte; each stands for the character of that number.
    public let labels: [String]
    /// The name as a text in lower case: what tables of names go by.
    public let key: String

    public init(labels: [String]) {
        self.labels = labels
        key = Self.text(labels).lowercased()
    }

    /// A dot at the end makes no difference; `\.` is a dot in a label, `\032` the byte 32.
    public init(_ text: String) {
        var labels = [""]
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case ".": labels.append("")
            case "\\":
                let digits = String(Substring(rest.prefix(3)))
                if let byte = UInt8(digits), digits.count == 3 {
                    labels[labels.count - 1].unicodeScalars.append(Unicode.Scalar(byte))
                    rest = rest.dropFirst(3)
                } else if let next = rest.popFirst() {
                    labels[labels.count - 1].unicodeScalars.append(next)
                }
            default: labels[labels.count - 1].unicodeScalars.append(scalar)
            }
        }
        self.init(labels: labels.filter { !$0.isEmpty })
    }

    public static func == (left: Self, right: Self) -> Bool { left.key == right.key }
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }

    /// With a dot at its end, and everything escaped that isn't a letter's, a digit's or a sign's byte.
    public var description: String { Self.text(labels) }

    private static func text(_ labels: [String]) -> String {
        labels.isEmpty ? "." : labels.map { escaped($0) + "." }.joined()
    }

    private static func escaped(_ label: String) -> String {
        if label.utf8.allSatisfy({ 33...126 ~= $0 && $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "\\") }) {
            return label
        }
        return label.unicodeScalars.map { scalar in
            if scalar == "." || scalar == "\\" { return "\\\(scalar)" }
            if 33...126 ~= scalar.value { return "\(scalar)" }
            let digits = String(scalar.value)
            return "\\" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        }.joined()
    }

    /// The labels in front of `zone`, in lower case; nil when the name isn't in the zone.
    public func labels(below zone: DomainName) -> [String]? {
        let count = labels.count - zone.labels.count
        guard count >= 0, DomainName(labels: Array(labels.dropFirst(count))) == zone else { return nil }
        return labels.prefix(count).map { $0.lowercased() }
    }
}
