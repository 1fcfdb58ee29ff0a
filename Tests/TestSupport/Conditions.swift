import Glibc

/// What a test needs of the machine: `@Test(.enabled(if: Requirements.isRoot, "needs root"))`.
public enum Requirements {
    public static let isRoot = geteuid() == 0

    /// True when a program of this name can be run.
    public static func has(_ program: String) -> Bool {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin"]
        return folders.contains { access("\($0)/\(program)", X_OK) == 0 }
    }
}

/// Waits until a condition holds, looking every 20 ms.
/// - Throws: ``TimeLimitExceeded`` when it doesn't hold within the time.
public func eventually(
    _ what: String, within limit: Duration = .seconds(10), _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw TimeLimitExceeded(what: what, limit: limit) }
        try await Task.sleep(for: .milliseconds(20))
    }
}

public struct TimeLimitExceeded: Error, CustomStringConvertible {
    public let what: String
    public let limit: Duration

    public var description: String { "not within \(limit): \(what)" }
}
