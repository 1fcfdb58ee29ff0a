package import EtcdContract

/// The write-ahead log: every command, in order, in files of which a new one begins with each snapshot.
///
/// ```
/// snapshot 1200 ──▶ log 1201 … ──▶ log 2407 … ──▶ log 3001 …
///                                                     ▲ only the last file may have a torn tail
/// ```
/// Each frame holds the commands that were made durable together (*group commit*): many writers, one `fdatasync`.
package enum LogSegment {
    package typealias Corruption = LogCorruption

    package struct Recovered: Sendable {
        package var commands: [Command] = []
        /// The file's length up to which it is whole; what is behind is a torn tail.
        package var length: Int
        package var writer: LogWriter
    }

    /// Reads a whole file of the log.
    ///
    /// - Parameter isLast: only then a torn tail is possible.
    /// - Returns: nil for a last file that was cut off while its header was written: it holds nothing.
    package static func recover(_ bytes: [UInt8], isLast: Bool) throws(Corruption) -> Recovered? {
        guard let frames = try LogFrames(bytes, isLast: isLast) else { return nil }
        var recovered = Recovered(length: frames.length, writer: LogWriter(frames.header, seal: frames.seal))
        for frame in frames.frames {
            do {
                var reader = ByteReader(frame.payload)
                let commands = try reader.list { reader throws(CodingError) in try reader.command() }
                recovered.commands += commands
                recovered.writer.nextIndex += commands.count
            } catch {
                throw Corruption("offset \(frame.offset): \(error)")
            }
        }
        return recovered
    }
}

/// Seals commands for the end of a file of the log. A value: who could not write a frame goes back to the writer before
/// it.
package struct LogWriter: Sendable {
    /// Of the next command.
    package internal(set) var nextIndex: Int
    package let header: FileHeader
    var seal: Seal

    package init(_ header: FileHeader) { self.init(header, seal: header.seal) }

    init(_ header: FileHeader, seal: Seal) {
        self.header = header
        nextIndex = header.index
        self.seal = seal
    }

    /// A frame with all these commands.
    package mutating func frame(_ commands: [Command]) -> [UInt8] {
        var writer = ByteWriter()
        writer.int(commands.count)
        for command in commands { writer.command(command) }
        nextIndex += commands.count
        return seal.frame(writer.bytes)
    }
}
