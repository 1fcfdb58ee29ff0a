/// The rules for names that only the API server asks for; those of labels and objects are `LabelSyntax`'s.
///
/// Each function returns the problems, none for what is right. The messages are Kubernetes' own
/// (k8s.io/apimachinery/pkg/util/validation).
package enum Names {
    /// What may stand as one step of a URL path: RBAC's names.
    package static func pathSegmentErrors(_ name: String) -> [String] {
        if name == "." || name == ".." { return ["may not be '\(name)'"] }
        return ["/", "%"].filter { name.contains($0) }.map { "may not contain '\($0)'" }
    }

    /// `A_B`: the keys of a ConfigMap or Secret.
    package static func configKeyErrors(_ key: String) -> [String] {
        if key.utf8.count > 253 { return ["must be no more than 253 characters"] }
        if key == "." { return ["must not be '.'"] }
        if key == ".." { return ["must not be '..'"] }
        if key.hasPrefix("..") { return ["must not start with '..'"] }
        if !key.isEmpty, key.utf8.allSatisfy({ isAlphanumeric($0) || "-_.".utf8.contains($0) }) { return [] }
        return [
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or "
                + "'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
        ]
    }

    /// A container port's name (RFC 6335): `http`, `dns-tcp`.
    package static func portErrors(_ name: String) -> [String] {
        let letters = Array(name.utf8)
        let hyphen = UInt8(ascii: "-")
        var errors: [String] = []
        if letters.count > 15 { errors.append("must be no more than 15 characters") }
        if !letters.allSatisfy({ isLower($0) || isDigit($0) || $0 == hyphen }) {
            errors.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
        }
        if !letters.contains(where: isLower) { errors.append("must contain at least one letter (a-z)") }
        if name.contains("--") { errors.append("must not contain consecutive hyphens") }
        if letters.first == hyphen || letters.last == hyphen { errors.append("must not begin or end with a hyphen") }
        return errors
    }

    /// An environment variable's name, by the relaxed rule of Kubernetes 1.32.
    package static func environmentErrors(_ name: String) -> [String] {
        let isRight = !name.isEmpty && name.utf8.allSatisfy { 32...126 ~= $0 && $0 != UInt8(ascii: "=") }
        return isRight
            ? []
            : [
                "a valid environment variable name must consist only of printable ASCII characters other than '='"
            ]
    }

    private static func isLower(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte }
    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLower(byte) || isDigit(byte) || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
    }
}
