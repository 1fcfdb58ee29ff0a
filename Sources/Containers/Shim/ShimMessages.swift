internal import Linux

/// What the runtime asks of a pod's shim. The other side, and the form on the wire, is PodShim/connection.c.
enum ShimRequest {
    case start(
        id: String, folder: String, log: String, namespace: String, flags: String, steps: [Step])
    case command(namespace: String, flags: String, steps: [Step])
    /// - Parameter flags: which of `i`, `o` and `e` go with it as descriptors.
    case attach(id: String, flags: String)
    case wait(id: String)
    case signal(id: String, Int32)
    case reopenLog(id: String)
    case quit

    var bytes: [UInt8] {
        var body: [UInt8] = []
        let letter = encode(into: &body)
        var bytes: [UInt8] = []
        bytes.append(number: UInt32(body.count))
        bytes.append(number: UInt32(letter.value))
        return bytes + body
    }

    private func encode(into body: inout [UInt8]) -> Unicode.Scalar {
        func fields(_ texts: String...) { for text in texts { body.append(field: text.utf8) } }
        switch self {
        case .start(let id, let folder, let log, let namespace, let flags, let steps):
            fields(id, folder, log, namespace, flags)
            for step in steps { step.encode(into: &body) }
            return "S"
        case .command(let namespace, let flags, let steps):
            fields(namespace, flags)
            for step in steps { step.encode(into: &body) }
            return "E"
        case .attach(let id, let flags):
            fields(id, flags)
            return "A"
        case .wait(let id):
            fields(id)
            return "W"
        case .signal(let id, let signal):
            fields(id, "\(signal)")
            return "K"
        case .reopenLog(let id):
            fields(id)
            return "R"
        case .quit:
            return "Q"
        }
    }

    var steps: [Step] {
        switch self {
        case .start(_, _, _, _, _, let steps), .command(_, _, let steps): steps
        default: []
        }
    }
}

/// What the shim answers: three numbers.
struct ShimAnswer {
    static let size = 12
    let process: Int32
    let step: Int32
    let errno: Int32

    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.size else { return nil }
        process = bytes.number(at: 0)
        step = bytes.number(at: 4)
        errno = bytes.number(at: 8)
    }
}

extension [UInt8] {
    func number(at offset: Int) -> Int32 {
        withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Int32.self) }
    }
}
