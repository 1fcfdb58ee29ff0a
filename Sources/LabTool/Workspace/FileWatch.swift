internal import Glibc
internal import Linux

/// Waits until somebody has written a file in a folder or the folders below it (inotify(7)).
struct FileWatch: ~Copyable {
    private let descriptor: FileDescriptor
    private let folder: String

    init(folder: String) throws {
        let descriptor = FileDescriptor(owning: try systemCall("inotify_init1") { inotify_init1(Int32(IN_CLOEXEC)) })
        try Self.watch(folder, with: descriptor.number)
        self.folder = folder
        self.descriptor = descriptor
    }

    /// Returns when something has changed, and then nothing for a tenth of a second: editors write in several steps.
    func waitForChange() throws {
        var hasChanged = false
        repeat {
            hasChanged = try readNames(waiting: -1)
        } while !hasChanged
        while try readNames(waiting: 100) {}
        // Folders that are new are watched from now on.
        try Self.watch(folder, with: descriptor.number)
    }

    private static func watch(_ path: String, with number: Int32) throws {
        // Not IN_MODIFY: half a file helps nobody. Editors that write a new file and rename it: IN_MOVED_TO.
        let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE)
        try systemCall("inotify_add_watch", path) { inotify_add_watch(number, path, events) }
        for name in try listFolder(path) where !name.hasPrefix(".") && isFolder("\(path)/\(name)") {
            try watch("\(path)/\(name)", with: number)
        }
    }

    /// - Returns: true when a Swift file was among what changed; false at the end of the time, too.
    private func readNames(waiting milliseconds: Int32) throws -> Bool {
        var waiting = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        guard try systemCall("poll", folder, { poll(&waiting, 1, milliseconds) }) > 0 else { return false }
        let events = try descriptor.read(upTo: 64 * 1024)
        // The names lie in the records, filled up with zeros.
        return events.split(separator: 0).contains { $0.suffix(6).elementsEqual(".swift".utf8) }
    }
}
