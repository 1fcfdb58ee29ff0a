package import Etcd
package import EtcdContract

/// What to do about segments of which nearly nothing is left.
///
/// Between a thousand values that come and go stands one that stays: its whole segment stays. When the file is more than
/// twice as long as what it holds, the values in segments that are less than half full are put again, behind all others;
/// the segments go by themselves then. So the file needs at most about twice the space of the values, and each byte that
/// is written again gives back at least another one.
extension ValueFile {
    /// Less than this isn't worth it, in segments.
    private static let least = 8

    /// - Returns: the versions whose values should be put again.
    package func scattered(in store: MultiVersionStore) -> [MultiVersionStore.Place] {
        guard size > 2 * store.size + Self.least * segmentSize else { return [] }
        let current = ObjectIdentifier(currentPlace)
        let bytes = store.bytesByPlace
        let emptyish = Set(bytes.filter { $0.value < segmentSize / 2 && $0.key != current }.keys)
        return store.places { $0.value.place.map { emptyish.contains(ObjectIdentifier($0)) } ?? false }
    }

    package func putAgain(_ value: Value) -> Value { put(value.bytes) }
}
