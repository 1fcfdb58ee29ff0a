import HTTP
import NIOHPACK

/// What a request's headers say about a call.
struct RequestHead {
    let path: String
    let isGRPC: Bool
    private let metadata: [(name: String, value: String)]
    private let timeout: Duration?

    init(_ fields: HPACKHeaders) {
        path = fields.first(name: ":path") ?? ""
        isGRPC = !path.isEmpty && (fields.first(name: "content-type") ?? "").hasPrefix("application/grpc")
        metadata = fields.map { ($0.name, $0.value) }
        timeout = fields.first(name: "grpc-timeout").flatMap { GRPC.timeout(parsing: $0) }
    }

    func call(from connection: GRPCServerConnection) -> GRPCCall {
        GRPCCall(
            path: path, metadata: metadata, commonName: connection.peer?.commonName,
            organizations: connection.peer?.organizations ?? [], remoteAddress: connection.remoteAddress,
            timeout: timeout)
    }
}
