/// One file of the write-ahead log: a beginning, then *records*, each sealed by a checksum over itself and the one before.
///
/// ```
///   beginning │ record │ record │ record │ rec           what a crash leaves behind
///                                          ▲ torn: was never acknowledged, may be dropped
/// ```
/// What a record holds is not the log's business: bytes. The contract:
/// - ``record(_:)`` gives the bytes that belong behind what was given before; the caller writes them and waits for the
///   disk before it acknowledges what they hold, and before it asks for the next.
/// - ``open(_:)`` is the other direction, for one record.
/// - ``recover(_:isLast:)`` reads a whole file after a crash. Everything that was acknowledged comes back, in order, or
///   nothing does: a broken record *behind* which nothing is whole was never acknowledged; one *before* whole ones was, and
///   what it held is lost, so the file is refused.
public protocol LogCore: Sendable {
    /// A file in which nothing is recorded yet.
    /// - Parameters:
    ///   - salt: random, different for each file: without it, a value that looks like a record could be taken for one.
    ///   - index: the number of the first command.
    init(salt: UInt64, index: Int)

    /// What stands before the first record.
    var beginning: [UInt8] { get }

    /// The next record's bytes.
    mutating func record(_ payload: [UInt8]) -> [UInt8]

    /// What the record holds with which these bytes begin; nil if there is no whole one, or it isn't the next of this
    /// file. Only then the file has moved on behind it.
    mutating func open(_ bytes: [UInt8]) -> [UInt8]?

    /// Reads a file.
    /// - Parameter isLast: only the last file of a log can have a torn end.
    /// - Returns: nil for a last file that was cut off before its beginning was whole: it holds nothing.
    static func recover(_ bytes: [UInt8], isLast: Bool) throws(LogCorruption) -> RecoveredLog<Self>?
}

/// What was read from a file of the log.
public struct RecoveredLog<File: LogCore>: Sendable {
    public var payloads: [[UInt8]]
    /// Up to where the file is whole, in bytes; what is behind is a torn end, to be cut off.
    public var length: Int
    /// To go on behind the last whole record.
    public var file: File

    public init(payloads: [[UInt8]] = [], length: Int, file: File) {
        self.payloads = payloads
        self.length = length
        self.file = file
    }
}

/// What can't be repaired by dropping a torn end: something that was acknowledged is lost.
public struct LogCorruption: Error, Hashable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
