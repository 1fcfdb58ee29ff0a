import Glibc
import Linux

/// An open file that is read from where one left off; closed when nobody needs it.
final class FileDescriptorBox {
    private let descriptor: CInt
    private var offset = 0
    /// Device and inode: two descriptors with the same are of the same file.
    let identity: [UInt64]

    init(_ path: String) throws(SystemCallError) {
        descriptor = try systemCall("open", path) { open(path, O_RDONLY | O_CLOEXEC) }
        var status = stat()
        _ = fstat(descriptor, &status)
        identity = [UInt64(status.st_dev), UInt64(status.st_ino)]
    }

    deinit { close(descriptor) }

    var size: Int {
        get throws(SystemCallError) {
            var status = stat()
            _ = try systemCall("fstat") { fstat(descriptor, &status) }
            return Int(status.st_size)
        }
    }

    func seek(to offset: Int) { self.offset = offset }

    func read(upTo count: Int) throws(SystemCallError) -> [UInt8] {
        let bytes = try read(from: offset, upTo: count)
        offset += bytes.count
        return bytes
    }

    func read(from place: Int, upTo count: Int) throws(SystemCallError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let descriptor = descriptor
        let got = try systemCall("pread") {
            bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, off_t(place)) }
        }
        bytes.removeLast(count - got)
        return bytes
    }
}
