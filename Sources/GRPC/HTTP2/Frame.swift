import NIOCore

/// What HTTP/2 is made of: frames, each with a head of nine bytes. Source: RFC 9113, section 4.1.
///
/// ```
/// length (3) │ kind (1) │ flags (1) │ stream (4) │ payload
/// ```
struct Frame {
    enum Kind: UInt8 {
        case data = 0
        case headers, priority, resetStream, settings, pushPromise, ping, goAway, windowUpdate, continuation
    }

    struct Flags: OptionSet {
        let rawValue: UInt8

        /// On DATA and HEADERS: this side has nothing more to say on the stream.
        static let endStream = Flags(rawValue: 0x1)
        /// On SETTINGS and PING: the answer to one.
        static let acknowledgement = Flags(rawValue: 0x1)
        static let endHeaders = Flags(rawValue: 0x4)
        static let padded = Flags(rawValue: 0x8)
        static let priority = Flags(rawValue: 0x20)
    }

    static let headLength = 9
    /// The largest payload that everybody takes; we never ask for more.
    static let maximumLength = 16_384
    /// What a client says before its first frame.
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    /// Nil for a kind that is not known, which is to be passed over.
    let kind: Kind?
    let flags: Flags
    /// 0 for what concerns the connection as a whole.
    let stream: UInt32
    var payload: ByteBuffer
}

/// Why a connection or a stream is ended. Source: RFC 9113, section 7.
enum HTTP2Code: UInt32 {
    case noError = 0
    case protocolError, internalError, flowControlError, settingsTimeout, streamClosed, frameSizeError, refusedStream
    case cancel, compressionError, connectError, enhanceYourCalm
}

/// The other side has broken the protocol in a way that ends the connection.
struct HTTP2Failure: Error {
    let code: HTTP2Code
    let reason: String

    init(_ code: HTTP2Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}

// MARK: - In

/// Cuts what a socket gives into frames, behind the preface if one is to come.
struct FrameReader {
    private var buffer = ByteBuffer()
    private var preface: ArraySlice<UInt8>

    init(expectsPreface: Bool) { preface = expectsPreface ? Frame.preface[...] : [] }

    mutating func add(_ bytes: ByteBuffer) { buffer.receive(bytes) }

    /// The next whole frame.
    mutating func next() throws(HTTP2Failure) -> Frame? {
        try readPreface()
        let start = buffer.readerIndex
        guard preface.isEmpty, let word = buffer.getInteger(at: start, as: UInt32.self) else { return releaseRest() }
        let length = Int(word >> 8)
        guard length <= Frame.maximumLength else { throw HTTP2Failure(.frameSizeError, "a frame of \(length) bytes") }
        guard buffer.readableBytes >= Frame.headLength + length,
            let (flags, stream) = buffer.getMultipleIntegers(at: start + 4, as: (UInt8, UInt32).self)
        else { return nil }
        buffer.moveReaderIndex(forwardBy: Frame.headLength)
        return Frame(
            kind: Frame.Kind(rawValue: UInt8(truncatingIfNeeded: word)), flags: Frame.Flags(rawValue: flags),
            stream: stream & 0x7fff_ffff, payload: buffer.readSlice(length: length) ?? ByteBuffer())
    }

    private mutating func readPreface() throws(HTTP2Failure) {
        while let expected = preface.first, let byte = buffer.readInteger(as: UInt8.self) {
            guard byte == expected else { throw HTTP2Failure(.protocolError, "no HTTP/2") }
            preface.removeFirst()
        }
    }

    /// The socket's buffer can be used again when nobody holds it.
    private mutating func releaseRest() -> Frame? {
        if buffer.readableBytes == 0 { buffer = ByteBuffer() }
        return nil
    }
}

extension ByteBuffer {
    /// Puts what was received behind what is left to read; what was read before it mustn't pile up.
    mutating func receive(_ bytes: ByteBuffer) {
        if readableBytes == 0 { return self = bytes }
        discardReadBytes()
        writeImmutableBuffer(bytes)
    }
}

extension Frame {
    /// The payload of DATA or HEADERS without padding and priority.
    func content() throws(HTTP2Failure) -> ByteBuffer {
        if flags.isDisjoint(with: [.padded, .priority]) { return payload }
        var content = payload
        var padding = 0
        if flags.contains(.padded) { padding = Int(content.readInteger(as: UInt8.self) ?? .max) }
        if kind == .headers, flags.contains(.priority), content.readSlice(length: 5) == nil { padding = .max }
        guard padding <= content.readableBytes, let inner = content.readSlice(length: content.readableBytes - padding)
        else { throw HTTP2Failure(.protocolError, "more padding than payload") }
        return inner
    }
}

// MARK: - Out

extension ByteBuffer {
    mutating func writeFrameHead(_ kind: Frame.Kind, flags: Frame.Flags = [], stream: UInt32 = 0, length: Int) {
        // An answer's three frames have room in this.
        if capacity == 0 { reserveCapacity(256) }
        writeMultipleIntegers(UInt32(length) << 8 | UInt32(kind.rawValue), flags.rawValue, stream)
    }

    mutating func writeWindowUpdate(stream: UInt32, by size: Int) {
        writeFrameHead(.windowUpdate, stream: stream, length: 4)
        writeInteger(UInt32(size))
    }

    mutating func writeReset(stream: UInt32, _ code: HTTP2Code) {
        writeFrameHead(.resetStream, stream: stream, length: 4)
        writeInteger(code.rawValue)
    }

    mutating func writeGoAway(lastStream: UInt32, _ code: HTTP2Code) {
        writeFrameHead(.goAway, length: 8)
        writeMultipleIntegers(lastStream, code.rawValue)
    }

    mutating func writeSettings(_ settings: [(HTTP2Setting, UInt32)]) {
        writeFrameHead(.settings, length: 6 * settings.count)
        for (setting, value) in settings { writeMultipleIntegers(setting.rawValue, value) }
    }

    mutating func writeAcknowledgement(_ kind: Frame.Kind, _ payload: ByteBuffer = ByteBuffer()) {
        writeFrameHead(kind, flags: .acknowledgement, length: payload.readableBytes)
        writeImmutableBuffer(payload)
    }
}

/// Source: RFC 9113, section 6.5.2.
enum HTTP2Setting: UInt16 {
    case headerTableSize = 1
    case enablePush, maximumConcurrentStreams, initialWindowSize, maximumFrameSize, maximumHeaderListSize
}
