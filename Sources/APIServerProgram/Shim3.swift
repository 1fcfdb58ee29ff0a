import EtcdAPI
struct RemoteStore {
    init(_ c: Configuration) throws(StoreError) {}
    struct Configuration { var endpoints: [String]; var authority: [UInt8]?; var certificate: [UInt8]?; var privateKey: [UInt8]? }
}
extension RemoteStore: KeyValueStore {
    func range(_ request: RangeRequest) async throws(StoreError) -> RangeResponse { throw .unavailable("") }
    func put(_ request: PutRequest) async throws(StoreError) -> PutResponse { throw .unavailable("") }
    func deleteRange(_ request: DeleteRangeRequest) async throws(StoreError) -> DeleteRangeResponse { throw .unavailable("") }
    func transaction(_ request: TxnRequest) async throws(StoreError) -> TxnResponse { throw .unavailable("") }
    func compact(_ request: CompactionRequest) async throws(StoreError) -> CompactionResponse { throw .unavailable("") }
    func watch(_ request: WatchCreateRequest) async throws(StoreError) -> WatchStream { throw .unavailable("") }
    func leaseGrant(_ request: LeaseGrantRequest) async throws(StoreError) -> LeaseGrantResponse { throw .unavailable("") }
    func leaseRevoke(_ request: LeaseRevokeRequest) async throws(StoreError) -> LeaseRevokeResponse { throw .unavailable("") }
    func leaseKeepAlive(_ request: LeaseKeepAliveRequest) async throws(StoreError) -> LeaseKeepAliveResponse { throw .unavailable("") }
    func leaseTimeToLive(_ request: LeaseTimeToLiveRequest) async throws(StoreError) -> LeaseTimeToLiveResponse { throw .unavailable("") }
    func leaseLeases(_ request: LeaseLeasesRequest) async throws(StoreError) -> LeaseLeasesResponse { throw .unavailable("") }
    func status() async throws(StoreError) -> StatusResponse { throw .unavailable("") }
}
