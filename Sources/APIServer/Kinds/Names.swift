/// The rules for names: what may stand in a URL path, a host name, a label.
///
/// Source: kubernetes.io/docs/concepts/overview/working-with-objects/names; the messages are apimachinery's
/// (k8s.io/apimachinery/pkg/util/validation).
package enum Names {
    /// RFC 1123: labels of lower-case letters, digits and `-`, joined by dots, at most 253 characters.
    package static func subdomainErrors(_ name: String) -> [String] {
        if name.utf8.count > 253 { return ["must be no more than 253 characters"] }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        if labels.allSatisfy(isLabel) { return [] }
        return [
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
                + "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
                + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
        ]
    }

    /// RFC 1123: one label, at most 63 characters.
    package static func labelErrors(_ name: String) -> [String] {
        if name.utf8.count > 63 { return ["must be no more than 63 characters"] }
        if isLabel(name[...]) { return [] }
        return [
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and "
                + "end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
                + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
        ]
    }

    /// RFC 1035: a label that begins with a letter; a Service's name.
    package static func hostLabelErrors(_ name: String) -> [String] {
        if name.utf8.count > 63 { return ["must be no more than 63 characters"] }
        if isLabel(name[...]), let first = name.utf8.first, isLower(first) { return [] }
        return [
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
                + "character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for "
                + "validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
        ]
    }

    /// What may stand as one step of a URL path: RBAC's names.
    package static func pathSegmentErrors(_ name: String) -> [String] {
        if name == "." || name == ".." { return ["may not be '\(name)'"] }
        return ["/", "%"].filter { name.contains($0) }.map { "may not contain '\($0)'" }
    }

    /// The key of a label or annotation: `name` or `prefix/name`.
    package static func qualifiedNameErrors(_ key: String) -> [String] {
        let parts = key.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        if parts.count > 2 || parts.isEmpty { return [qualifiedNameRule] }
        if parts.count == 2, parts[0].isEmpty { return ["prefix part must be non-empty"] }
        let prefixErrors = parts.count == 2 ? subdomainErrors(String(parts[0])).map { "prefix part \($0)" } : []
        guard let name = parts.last, !name.isEmpty else { return prefixErrors + ["name part must be non-empty"] }
        if name.utf8.count > 63 { return prefixErrors + ["name part must be no more than 63 characters"] }
        return prefixErrors + (isQualified(name) ? [] : ["name part \(nameRule)"])
    }

    package static func labelValueErrors(_ value: String) -> [String] {
        if value.utf8.count > 63 { return ["must be no more than 63 characters"] }
        if value.isEmpty || isQualified(value[...]) { return [] }
        return [
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must "
                + "start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex "
                + "used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
        ]
    }

    /// `A_B`: the keys of a ConfigMap or Secret.
    package static func configKeyErrors(_ key: String) -> [String] {
        if key.utf8.count > 253 { return ["must be no more than 253 characters"] }
        if key == "." || key == ".." || key.hasPrefix("..") { return ["must not be '.', '..' or start with '..'"] }
        if !key.isEmpty, key.utf8.allSatisfy({ isAlphanumeric($0) || "-_.".utf8.contains($0) }) { return [] }
        return [
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or "
                + "'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
        ]
    }

    private static let nameRule =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
        + "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
        + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
    private static let qualifiedNameRule =
        "a qualified name \(nameRule) with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"

    private static func isLabel(_ label: Substring) -> Bool {
        guard let first = label.utf8.first, let last = label.utf8.last, label.utf8.count <= 253 else { return false }
        return isLowerOrDigit(first) && isLowerOrDigit(last)
            && label.utf8.allSatisfy { isLowerOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isQualified(_ name: Substring) -> Bool {
        guard let first = name.utf8.first, let last = name.utf8.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && name.utf8.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) }
    }

    private static func isLower(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte }
    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
    private static func isLowerOrDigit(_ byte: UInt8) -> Bool { isLower(byte) || isDigit(byte) }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLowerOrDigit(byte) || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
    }
}
