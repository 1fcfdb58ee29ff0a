import Linux
import Schema

/// The present time, as objects' metadata have it. A parameter, so that tests can stop it.
struct Clock: Sendable {
    let now: @Sendable () -> Time

    static let system = Clock(now: { Time(seconds: Int(realNanoseconds() / 1_000_000_000)) })
}

/// What must be unlike anything else: uids, and the letters behind a `generateName`.
struct Identities: Sendable {
    /// A number below its argument.
    let number: @Sendable (Int) -> Int

    static let random = Identities(number: { Int.random(in: 0..<max(1, $0)) })

    /// Without vowels and easily confused digits, so that no word and no doubt comes out.
    private static let letters = Array("bcdfghjklmnpqrstvwxz2456789")

    func suffix() -> String { String((0..<5).map { _ in Self.letters[number(Self.letters.count)] }) }

    /// A random UUID, version 4 (RFC 9562).
    func uid() -> String {
        var bytes = (0..<16).map { _ in UInt8(number(256)) }
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
        return groups.joined(separator: "-")
    }
}

/// Runs a body for at most some time; returns either way.
func withTimeLimit(_ limit: Duration, _ body: @escaping @Sendable () async -> Void) async {
    await withTaskGroup(of: Void.self) { group in
        group.addTask { await body() }
        // Ends early when the group is cancelled, which is all that can go wrong.
        group.addTask { try? await Task.sleep(for: limit) }
        await group.next()
        group.cancelAll()
    }
}
