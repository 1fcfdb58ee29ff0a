internal import Conformance
internal import Glibc
internal import Linux
internal import Schema

/// Lets a program in a node's network namespace reach the API server, which listens in the harness's: under the same
/// address, so that its certificate and the kubeconfig stay right.
///
/// ```
///   node's namespace   lo: 127.0.0.1:37251 ◀── the program under test
///                              │ a socket that was made there
///   harness ───────────────────┴──▶ 127.0.0.1:37251, the API server
/// ```
struct Relay: Sendable {
    private let listener: AsyncDescriptor
    private let address: String
    private let port: Int
    private let own: String

    /// - Parameters:
    ///   - server: `https://ADDRESS:PORT`; the address is a number, and the node's `lo` has it.
    ///   - namespace: of the node.
    init(to server: String, in namespace: String) throws {
        (address, port) = try Self.parts(of: server)
        own = "/proc/self/ns/net"
        listener = try AsyncDescriptor(try listening(on: address, port, .tcp, in: namespace))
    }

    static func parts(of server: String) throws -> (address: String, port: Int) {
        let parts = server.replacing("https://", with: "").split { ":/".contains($0) }.map(String.init)
        guard parts.count >= 2, IPv4Address(parts[0]) != nil, let port = Int(parts[1]) else {
            throw Undecided("the API server's address must be https://ADDRESS:PORT, with a number: \(server)")
        }
        return (parts[0], port)
    }

    /// Until it is cancelled.
    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            while true {
                let inside = try AsyncDescriptor(try await accepted(from: listener))
                group.addTask { try? await carry(inside) }
            }
        }
    }

    private func carry(_ inside: AsyncDescriptor) async throws {
        let (address, port) = (address, port)
        let outside = try AsyncDescriptor(
            try socket(.tcp, in: own) { number in
                try withInternetAddress(address, port) { pointer, length in
                    try systemCall("connect", "\(address):\(port)") { connect(number, pointer, length) }
                }
            })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await copy(from: inside, to: outside) }
            group.addTask { try await copy(from: outside, to: inside) }
            try await group.next()
            group.cancelAll()
        }
    }

    private func copy(from source: AsyncDescriptor, to sink: AsyncDescriptor) async throws {
        while true {
            let bytes = try await source.read()
            if bytes.isEmpty { return }
            try await sink.write(bytes)
        }
    }
}
