import Glibc

/// Where a symbolic link leads.
package func readLink(_ path: String) throws(SystemCallError) -> String {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = try systemCall("readlink", path) {
        buffer.withUnsafeMutableBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { letters in
                guard let start = letters.baseAddress else { return 0 }
                return readlink(path, start, letters.count)
            }
        }
    }
    return String(decoding: buffer.prefix(count), as: UTF8.self)
}

package func makeLink(_ path: String, to target: String) throws(SystemCallError) {
    _ = try systemCall("symlink", path) { symlink(target, path) }
}

/// Replaces what may stand under the new name, at once.
package func renameFile(_ path: String, to newPath: String) throws(SystemCallError) {
    _ = try systemCall("rename", path) { rename(path, newPath) }
}

package func removeFile(_ path: String) throws(SystemCallError) {
    _ = try systemCall("unlink", path) { unlink(path) }
}

package func changeMode(_ path: String, _ mode: UInt32) throws(SystemCallError) {
    _ = try systemCall("chmod", path) { chmod(path, mode) }
}
