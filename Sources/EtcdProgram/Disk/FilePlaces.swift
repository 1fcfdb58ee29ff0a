internal import Glibc
internal import Linux
internal import Synchronization

/// A file as a row of places of equal size, each taken or free. What is longer takes several in a row.
///
/// ```
/// [ taken ][ hole ][ taken ······· taken ][ hole ][ taken ] ─▶ grows only when no hole fits
/// ```
/// A free place costs nothing: the file system has a hole there.
final class FilePlaces: Sendable {
    private let file: any ScratchFile
    private let unit: Int
    private let onFailure: @Sendable (any Error) -> Void
    private let books = Mutex(Books())

    fileprivate struct Books {
        /// Where places begin that are free, by how many units they have.
        var free: [Int: [Int]] = [:]
        var end = 0
        var taken = 0
        /// The last write failed.
        var isFailing = false
    }

    /// - Parameters:
    ///   - unit: of a place's size, in bytes.
    ///   - onFailure: is told when writing begins to fail.
    init(_ file: any ScratchFile, unit: Int, onFailure: @escaping @Sendable (any Error) -> Void) {
        self.file = file
        self.unit = unit
        self.onFailure = onFailure
    }

    /// What is taken, in bytes.
    var size: Int { books.withLock(\.taken) }

    /// - Returns: where they are now; nil if there is no room on the disk.
    func write(_ bytes: [UInt8]) -> Range<Int>? {
        let units = units(of: bytes.count)
        let start = books.withLock { $0.takePlace(units, of: unit) }
        let place = start..<start + bytes.count
        do { try file.write(bytes, at: start) } catch {
            giveBack(place)
            let isNew = books.withLock { books in
                defer { books.isFailing = true }
                return !books.isFailing
            }
            if isNew { onFailure(error) }
            return nil
        }
        books.withLock { $0.isFailing = false }
        return place
    }

    /// Ends the process if they can't be read: what else could be said of a value would not be true.
    func read(_ range: Range<Int>) -> [UInt8] {
        do { return try file.read(range) } catch {
            try? FileDescriptor(duplicating: 2).write(Array("a value can't be read back: \(error)\n".utf8))
            exit(70)
        }
    }

    func giveBack(_ place: Range<Int>) {
        // Where that fails the space is used again all the same, by the next who gets the place.
        try? file.discard(place)
        let units = units(of: place.count)
        books.withLock { books in
            books.free[units, default: []].append(place.lowerBound)
            books.taken -= units * unit
        }
    }

    private func units(of count: Int) -> Int { (count + unit - 1) / unit }
}

extension FilePlaces.Books {
    fileprivate mutating func takePlace(_ units: Int, of unit: Int) -> Int {
        taken += units * unit
        if let start = free[units]?.popLast() { return start }
        defer { end += units * unit }
        return end
    }
}
