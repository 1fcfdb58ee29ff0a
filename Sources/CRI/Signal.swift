package import Schema

/// The signal that asks a container to end. CRI numbers the names in the alphabet's order, unlike any kernel.
package struct Signal: FieldValue, Hashable {
    /// CRI's number; 0 leaves it to the image, or else to SIGTERM.
    package var number = 0

    package init() {}
    package init(number: Int) { self.number = number }

    /// - Parameter name: `SIGTERM`, as `lifecycle.stopSignal` has it.
    package init?(named name: String) {
        guard let index = Self.names.firstIndex(of: name) else { return nil }
        number = index + 1
    }

    package static let runtimeDefault = Signal()
    package var name: String? { Self.names.indices.contains(number - 1) ? Self.names[number - 1] : nil }

    /// Number 1 and following. Left out: the real-time signals, 35 to 65.
    private static let names = [
        "SIGABRT", "SIGALRM", "SIGBUS", "SIGCHLD", "SIGCLD", "SIGCONT", "SIGFPE", "SIGHUP", "SIGILL", "SIGINT",
        "SIGIO", "SIGIOT", "SIGKILL", "SIGPIPE", "SIGPOLL", "SIGPROF", "SIGPWR", "SIGQUIT", "SIGSEGV", "SIGSTKFLT",
        "SIGSTOP", "SIGSYS", "SIGTERM", "SIGTRAP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGUSR1", "SIGUSR2",
        "SIGVTALRM", "SIGWINCH", "SIGXCPU", "SIGXFSZ",
    ]

    package static var shape: Shape { .integer }
    package var isZero: Bool { number == 0 }
    package var json: JSON { number.json }
    package init(json: JSON) throws(DecodeError) { number = try Int(json: json) }

    package mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        try number.readProtobuf(from: &reader, wire: wire)
    }

    package func writeProtobuf(number field: Int, into writer: inout ProtobufWriter) {
        number.writeProtobuf(number: field, into: &writer)
    }
}
