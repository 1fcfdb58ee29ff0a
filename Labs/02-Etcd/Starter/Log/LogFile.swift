package import EtcdContract

/// One file of the log as its contract wants it: a header and a chain of frames, whatever they hold.
package struct LogFile: LogCore {
    private let header: FileHeader
    private var seal: Seal

    package init(salt: UInt64, index: Int) {
        header = FileHeader(kind: .log, salt: salt, index: index)
        seal = header.seal
    }

    private init(_ frames: LogFrames) {
        header = frames.header
        seal = frames.seal
    }

    package var beginning: [UInt8] { header.bytes }

    package mutating func record(_ payload: [UInt8]) -> [UInt8] { seal.frame(payload) }

    package mutating func open(_ bytes: [UInt8]) -> [UInt8]? { seal.open(bytes[...]).map { Array($0.payload) } }

    package static func recover(_ bytes: [UInt8], isLast: Bool) throws(LogCorruption) -> RecoveredLog<LogFile>? {
        guard let frames = try LogFrames(bytes, isLast: isLast) else { return nil }
        return RecoveredLog(
            payloads: frames.frames.map { Array($0.payload) }, length: frames.length, file: LogFile(frames))
    }
}
