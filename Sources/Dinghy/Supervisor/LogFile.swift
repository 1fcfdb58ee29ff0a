import Glibc
import Linux

/// What a component writes on its standard output and error, bounded: 8 MiB now and as much of before.
///
/// The component holds the file open, so it can't be renamed away: the contents are copied beside it, and the file is
/// made empty. It is open for appending, so the component goes on at its beginning.
struct LogFile {
    static let limit: Int64 = 8 << 20
    let path: String

    func open() throws -> FileDescriptor {
        try FileDescriptor(open: path, O_WRONLY | O_CREAT | O_APPEND)
    }

    func rotateIfLarge() throws {
        var status = stat()
        guard stat(path, &status) == 0, status.st_size > Self.limit else { return }
        try writeFile(path + ".1", try readFile(path))
        try systemCall("truncate", path) { truncate(path, 0) }
    }

    /// The last lines, for somebody who has to find out why it ended.
    static func tail(of path: String, lines count: Int) -> [String] {
        guard let bytes = try? readFile(path) else { return [] }
        let text = String(decoding: bytes.suffix(count * 400), as: UTF8.self)
        return text.split(separator: "\n").suffix(count).map(String.init)
    }
}
