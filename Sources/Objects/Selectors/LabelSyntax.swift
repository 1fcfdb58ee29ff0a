/// What label keys, label values and names of objects may look like, with Kubernetes' words for what they may not.
///
/// Each function returns the problems: none for what is right.
package enum LabelSyntax {
    /// A label's or annotation's key, a finalizer, a resource's name: `example.com/name`, at most 63 letters after the
    /// optional prefix.
    package static func problems(ofKey key: String) -> [String] {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1: return problems(ofNamePart: parts[0])
        case 2:
            let prefix =
                parts[0].isEmpty
                ? ["prefix part must be non-empty"] : problems(ofSubdomain: parts[0]).map { "prefix part \($0)" }
            return prefix + problems(ofNamePart: parts[1])
        default:
            return [
                "a qualified name \(qualifiedNameRule) with an optional DNS subdomain prefix and '/' "
                    + "(e.g. 'example.com/MyName')"
            ]
        }
    }

    private static func problems(ofNamePart name: String) -> [String] {
        if name.isEmpty { return ["name part must be non-empty"] }
        var problems: [String] = []
        if name.utf8.count > 63 { problems.append("name part must be no more than 63 characters") }
        if !isQualified(name) { problems.append("name part \(qualifiedNameRule)") }
        return problems
    }

    package static func problems(ofValue value: String) -> [String] {
        var problems: [String] = []
        if value.utf8.count > 63 { problems.append("must be no more than 63 characters") }
        if !value.isEmpty, !isQualified(value) {
            problems.append(
                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and "
                    + "must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', "
                    + "regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")
        }
        return problems
    }

    /// A DNS subdomain (RFC 1123), as most objects' names must be: labels of small letters, digits and `-`, with dots.
    package static func problems(ofSubdomain name: String) -> [String] {
        var problems: [String] = []
        if name.utf8.count > 253 { problems.append("must be no more than 253 characters") }
        if !name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ isDNSLabel($0.utf8) }) {
            problems.append(
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and "
                    + "must start and end with an alphanumeric character (e.g. 'example.com', regex used for "
                    + "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")
        }
        return problems
    }

    /// A DNS label (RFC 1123), as the names of namespaces and containers must be.
    package static func problems(ofDNSLabel name: String) -> [String] {
        var problems: [String] = []
        if name.utf8.count > 63 { problems.append("must be no more than 63 characters") }
        if !isDNSLabel(name.utf8) {
            problems.append(
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start "
                    + "and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for "
                    + "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')")
        }
        return problems
    }

    /// A DNS label that begins with a letter (RFC 1035), as the names of services must be.
    package static func problems(ofServiceName name: String) -> [String] {
        var problems: [String] = []
        if name.utf8.count > 63 { problems.append("must be no more than 63 characters") }
        let startsWithLetter = name.utf8.first.map { !$0.isDigit } ?? false
        if !startsWithLetter || !isDNSLabel(name.utf8) {
            problems.append(
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
                    + "character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used "
                    + "for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')")
        }
        return problems
    }

    private static let qualifiedNameRule =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
        + "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
        + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"

    private static func isQualified(_ name: String) -> Bool {
        guard let first = name.utf8.first, let last = name.utf8.last else { return false }
        return first.isAlphanumeric && last.isAlphanumeric
            && name.utf8.allSatisfy { $0.isAlphanumeric || "-_.".utf8.contains($0) }
    }

    private static func isDNSLabel(_ label: some BidirectionalCollection<UInt8>) -> Bool {
        guard let first = label.first, let last = label.last else { return false }
        return first != UInt8(ascii: "-") && last != UInt8(ascii: "-")
            && label.allSatisfy { $0.isDigit || $0.isSmallLetter || $0 == UInt8(ascii: "-") }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
    fileprivate var isSmallLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self }
    fileprivate var isAlphanumeric: Bool { isDigit || isSmallLetter || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self }
}
