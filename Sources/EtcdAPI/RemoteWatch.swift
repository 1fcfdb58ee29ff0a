import GRPC
import Synchronization

/// A watch on a stream of its own. The stream's window is the only buffer: what isn't read isn't sent.
final class RemoteWatch: WatchSource {
    private let stream: GRPCStream<WatchRequest, WatchResponse>

    init(_ stream: GRPCStream<WatchRequest, WatchResponse>) { self.stream = stream }

    func next() async throws(StoreError) -> WatchBatch? {
        let response: WatchResponse?
        do { response = try await stream.responses.next() } catch is CancellationError { return nil } catch {
            throw StoreError(error)
        }
        guard let response else { throw .streamEnded }
        if response.canceled { throw StoreError(response) }
        // The header tells of the store, which may be further than a watch that catches up.
        return WatchBatch(
            revision: response.events.last?.kv.modRevision ?? response.header.revision, events: response.events)
    }

    func requestProgress() async throws(StoreError) {
        do { try await stream.requests.write(.progress(WatchProgressRequest())) } catch { throw StoreError(error) }
    }
}
