package import Schema

/// The addresses that Services get: `10.96.0.0/16`.
///
/// Left out: networks of another size than /16, and IPv6.
package struct ServiceNetwork: Sendable, Hashable, CustomStringConvertible {
    private let prefix: String
    /// How many addresses there are beside the network's own and the last one.
    package let size = 65534

    package init(_ text: String) throws(DecodeError) {
        let parts = text.split(separator: "/")
        let numbers = (parts.first ?? "").split(separator: ".").compactMap { UInt8($0) }
        guard parts.count == 2, parts[1] == "16", numbers.count == 4, numbers[2] == 0, numbers[3] == 0 else {
            throw DecodeError("service network \"\(text)\" is not of the form A.B.0.0/16")
        }
        prefix = "\(numbers[0]).\(numbers[1])"
    }

    /// - Parameter number: from 1 to ``size``.
    package func address(_ number: Int) -> String { "\(prefix).\(number >> 8).\(number & 255)" }

    package var description: String { "\(prefix).0.0/16" }

    package func contains(_ address: String) -> Bool { address.hasPrefix(prefix + ".") }
}
