package import EtcdContract

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
        // lab 02.2: begin
        while let frame = seal.open(bytes[length...]) {
            frames.append(Payload(offset: length, payload: frame.payload))
            length += frame.length
        }
        if length < bytes.count { try judge(bytes, isLast: isLast) }
        // lab 02.2: end
    }

    /// Torn tail or corruption?
    private func judge(_ bytes: [UInt8], isLast: Bool) throws(LogCorruption) {
        // lab 02.2: begin
        if !isLast { throw LogCorruption("offset \(length): broken, and later files follow") }
        // At this very place, too: a whole frame that isn't the next one says that one is missing.
        if Frame.isAnywhere(in: bytes[length...], salt: seal) {
            throw LogCorruption("offset \(length): broken, and what follows is whole")
        }
        // lab 02.2: end
    }
}
