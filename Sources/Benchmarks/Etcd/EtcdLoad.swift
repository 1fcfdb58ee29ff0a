import GRPC
import Glibc
import HTTP
import Linux
import Schema

/// Calls of some clients at once for some time: each client has a connection of its own, to one of the members in turn,
/// and makes its next call when the last one is answered. One thread plays all of them.
struct EtcdLoad {
    let endpoints: [Endpoint]
    let clients: Int

    /// What came of it.
    struct Rate {
        let perSecond: Double
        let times: Times

        /// "11,351/s p99 12.3 ms"
        var text: String { "\(Int(perSecond))/s p99 \(times.quantile(0.99).tenths)" }
    }

    /// - Parameter requests: made one after the other, by whichever client is free, and then from the beginning again.
    func run<Request: Declared, Response: Declared>(
        for time: Duration, _ method: GRPCMethod<Request, Response>, _ requests: [Request]
    ) async throws -> Rate {
        let messages = requests.map(\.protobuf)
        let ports = endpoints.compactMap(\.port)
        return try await blocking { [clients] in
            let connections = try (0..<clients).map {
                try LoadConnection(port: ports[$0 % ports.count], path: method.path)
            }
            return try Self.run(connections, messages, for: time)
        }
    }

    private static func run(
        _ connections: [LoadConnection], _ messages: [[UInt8]], for time: Duration
    ) throws -> Rate {
        // Connecting isn't measured.
        for connection in connections {
            try connection.call(messages[0])
            while try !connection.receive() {}
        }
        var next = 0
        func call(_ connection: LoadConnection) throws {
            try connection.call(messages[next % messages.count])
            next += 1
        }
        var times = Times()
        let start = ContinuousClock.now
        var begins = [ContinuousClock.Instant](repeating: start, count: connections.count)
        for connection in connections { try call(connection) }
        var open = connections.count
        var waiting = connections.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        while open > 0 {
            guard poll(&waiting, nfds_t(waiting.count), 30_000) > 0 else { throw BenchmarkError("no answer for 30 s") }
            for number in waiting.indices where waiting[number].revents != 0 {
                guard try connections[number].receive() else { continue }
                let end = ContinuousClock.now
                times.add(end - begins[number])
                begins[number] = end
                if end < start + time { try call(connections[number]) } else { open -= 1 }
            }
        }
        return Rate(perSecond: Double(times.count) / (ContinuousClock.now - start).seconds, times: times)
    }
}
