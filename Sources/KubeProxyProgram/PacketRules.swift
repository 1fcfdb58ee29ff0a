internal import KubeProxy
internal import Linux
internal import PodNetwork

/// The kernel's table of packet rules, through the program `nft`, in the network namespace of this process.
struct PacketRules: Sendable {
    /// The path of the program.
    let nft: String

    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    /// Applies a change: all of it at once or, when this throws, nothing.
    func apply(_ change: Change) async throws {
        if !change.text.isEmpty { try await run(["-f", "-"], input: change.text) }
        if change.goneUDPEndpoints.isEmpty { return }
        let endpoints = change.goneUDPEndpoints.map { FlowEndpoint(address: $0.address, port: $0.port) }
        try NetlinkSocket.connectionTracking().forgetUDPFlows(answeredBy: Set(endpoints))
    }

    /// False when somebody removed the table.
    func areInPlace() async -> Bool {
        (try? await run(["list", "chain", "ip", "kube-proxy", "services"], input: "")) != nil
    }

    private func run(_ arguments: [String], input: String) async throws {
        let result = try await runProgram(nft, arguments, input: Array(input.utf8), takesErrors: true)
        guard result.status == 0 else { throw Refused(description: String(result.text.prefix(2000))) }
    }
}
