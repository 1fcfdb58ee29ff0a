import Glibc

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
