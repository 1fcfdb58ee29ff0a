package import EtcdContract
import LabWorker

/// The whole frames of a log's file, or a snapshot's, whatever is in them.
///
/// Reading stops at the first frame that isn't whole. Is that a torn tail, which may be cut off, or corruption, which
/// must be refused? See ``FileHeader``.
package struct LogFrames: Sendable {
    package struct Payload: Sendable {
        package let offset: Int
        package let payload: ArraySlice<UInt8>
    }

    package let header: FileHeader
    package private(set) var frames: [Payload] = []
    /// The file's length up to which it is whole; what is behind is a torn tail.
    package private(set) var length = FileHeader.length
    /// With which the next frame is sealed.
    package private(set) var seal: Seal

    /// - Parameter isLast: only then a torn tail is possible.
    /// - Returns: nil for a last file that was cut off while its header was written: it holds nothing.
    package init?(_ bytes: [UInt8], kind: FileHeader.Kind = .log, isLast: Bool) throws(LogCorruption) {
        guard let header = FileHeader(bytes[...]), header.kind == kind else {
            if isLast, bytes.count < FileHeader.length + Frame.headerLength { return nil }
            throw LogCorruption(kind == .log ? "no header of a log" : "no header of a snapshot")
        }
        self.header = header
        seal = header.seal
        // Lab 02, step 2: yours to write.
        notWritten()
    }

    /// Torn tail or corruption?
    private func judge(_ bytes: [UInt8], isLast: Bool) throws(LogCorruption) {
        // Lab 02, step 2: yours to write.
        notWritten()
    }
}
