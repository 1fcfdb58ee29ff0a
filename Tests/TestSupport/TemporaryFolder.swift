import Linux

/// Runs `body` with a new folder, which is removed afterwards, whatever happens.
public func withTemporaryFolder<Result>(
    _ body: (_ path: String) async throws -> Result
) async throws -> Result {
    let path = try makeTemporaryFolder()
    defer { try? removeTree(path) }
    return try await body(path)
}

/// A new folder below `/tmp`; the caller removes it.
public func makeTemporaryFolder() throws -> String {
    try Linux.makeTemporaryFolder("dinghy-test")
}
