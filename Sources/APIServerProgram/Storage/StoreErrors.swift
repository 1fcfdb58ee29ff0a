import API
import APIMachinery
import APIServer
import EtcdAPI
import Schema

extension Status {
    /// What a client is told when the store refuses.
    init(store error: StoreError) {
        switch error {
        case .unavailable(let why): self = .serviceUnavailable("the store can't be reached: \(why)")
        case .deadlineExceeded(let why): self = .timeout("the store: \(why)")
        case .requestTooLarge: self = .tooLarge(limit: RequestBody.storeLimit)
        default: self = .internalError(error.message)
        }
    }
}

extension StoredObject {
    /// Nil for a value that isn't a document.
    convenience init?(_ pair: KeyValue, of resource: ServedResource) {
        guard let document = try? JSON(parsing: pair.value) else { return nil }
        self.init(document: document, revision: pair.modRevision, selectableFields: resource.selectableFields)
    }
}
