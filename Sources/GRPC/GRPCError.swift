/// How a call ended, when not well: what the trailers `grpc-status` and `grpc-message` say.
package struct GRPCError: Error, Hashable, Sendable, CustomStringConvertible {
    package var code: GRPCCode
    package var message: String

    package init(_ code: GRPCCode, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "\(code): \(message)" }
}

/// The status codes of gRPC, with their numbers on the wire.
package enum GRPCCode: Int, Sendable {
    case ok = 0
    case cancelled, unknown, invalidArgument, deadlineExceeded, notFound, alreadyExists, permissionDenied
    case resourceExhausted, failedPrecondition, aborted, outOfRange, unimplemented, `internal`, unavailable
    case dataLoss, unauthenticated
}
