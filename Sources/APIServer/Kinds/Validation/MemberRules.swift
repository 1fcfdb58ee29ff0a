package import API
package import Schema

/// The rules for single members that many kinds have: numbers in a range, one of some words, ports.
///
/// A member that isn't there breaks none of them: whether it must be there is another rule. The messages are
/// Kubernetes' own (k8s.io/kubernetes/pkg/apis/core/validation).
extension JSON {
    package func notNegative(_ name: String, at field: String) -> [StatusCause] {
        guard let value = self[name], let number = value.integer, number < 0 else { return [] }
        return [.invalid("\(field).\(name)", value: value, "must be greater than or equal to 0")]
    }

    package func between(_ name: String, _ range: ClosedRange<Int>, at field: String) -> [StatusCause] {
        guard let value = self[name], let number = value.integer, !range.contains(number) else { return [] }
        return [
            .invalid(
                "\(field).\(name)", value: value,
                "must be between \(range.lowerBound) and \(range.upperBound), inclusive")
        ]
    }

    package func portNumber(_ name: String, at field: String) -> [StatusCause] {
        between(name, 1...65535, at: field)
    }

    /// A port is given by its number, or by the name that a container has for it.
    package func portNumberOrName(_ name: String, at field: String) -> [StatusCause] {
        guard let text = self[name]?.string else { return portNumber(name, at: field) }
        return Names.portErrors(text).map { .invalid("\(field).\(name)", value: .string(text), $0) }
    }

    package func oneOf(_ name: String, _ supported: [String], at field: String) -> [StatusCause] {
        guard let text = self[name]?.string, !text.isEmpty, !supported.contains(text) else { return [] }
        return [.notSupported("\(field).\(name)", value: .string(text), supported: supported)]
    }

    package static let transports = ["SCTP", "TCP", "UDP"]

    /// The elements of a list, each with its place: `spec.containers[0]`.
    package func elements(_ name: String, at field: String) -> [(value: JSON, place: String)] {
        (self[name]?.array ?? []).enumerated().map { ($1, "\(field).\(name)[\($0)]") }
    }

    /// The string of a member; empty when it has none.
    package func text(_ name: String) -> String { self[name]?.string ?? "" }
}
