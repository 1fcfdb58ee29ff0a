/// The beginning and the end of what a program prints, however much that is.
struct CapturedOutput: Sendable {
    private static let most = 32 * 1024

    private var beginning: [UInt8] = []
    private var end: [UInt8] = []
    private var leftOut = 0

    mutating func append(_ bytes: [UInt8]) {
        let room = Self.most - beginning.count
        beginning += bytes.prefix(room)
        end += bytes.dropFirst(room)
        let surplus = end.count - Self.most
        // Not with each byte: moving the rest costs.
        guard surplus > Self.most else { return }
        end.removeFirst(surplus)
        leftOut += surplus
    }

    var text: String {
        let (first, last) = (String(decoding: beginning, as: UTF8.self), String(decoding: end, as: UTF8.self))
        return leftOut == 0 ? first + last : "\(first)\n… \(leftOut) bytes left out …\n\(last)"
    }
}
