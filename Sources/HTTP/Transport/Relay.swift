/// Carries bytes between two peers, in both directions, until both have finished or one has broken off: how the API
/// server passes an exec session on to a kubelet.
package func relay(_ one: some ByteTransport, _ other: some ByteTransport) async {
    await withTaskGroup(of: Bool.self) { group in
        group.addTask { await copy(from: one, to: other) }
        group.addTask { await copy(from: other, to: one) }
        for await isWhole in group where !isWhole { group.cancelAll() }
    }
    await one.close()
    await other.close()
}

/// Whether all of it arrived. The end of one side's bytes is told to the other.
private func copy(from source: some ByteTransport, to target: some ByteTransport) async -> Bool {
    do {
        while let bytes = try await source.read() { try await target.write(bytes) }
        await target.finish()
        return true
    } catch { return false }
}
