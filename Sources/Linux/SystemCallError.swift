internal import Glibc

/// A system call that failed: which, on what, and the kernel's reason.
///
/// ```
/// mount /var/lib/pods/web: Operation not permitted
/// ```
package struct SystemCallError: Error, Hashable, CustomStringConvertible {
    /// The call's name, as in section 2 of the manual.
    package let call: String
    /// What it was made on; empty when there is nothing to name.
    package let path: String
    /// As in errno(3).
    package let errno: Int32

    package init(_ call: String, _ path: String = "", errno: Int32) {
        self.call = call
        self.path = path
        self.errno = errno
    }

    package var description: String { (path.isEmpty ? call : "\(call) \(path)") + ": " + reason }

    /// Somebody still uses it (EBUSY).
    package var isBusy: Bool { errno == EBUSY }

    /// Nothing has this name (ENOENT).
    package var isMissing: Bool { errno == ENOENT }

    /// The kernel's reason alone: `No such file or directory`.
    package var reason: String { String(cString: strerror(errno)) }
}

/// Makes a system call, again when a signal interrupted it.
///
/// - Parameter body: makes the call once; -1 means that it failed and set `errno`.
@discardableResult
package func systemCall<Result: SignedInteger>(
    _ call: String, _ path: String = "", _ body: () -> Result
) throws(SystemCallError) -> Result {
    while true {
        let result = body()
        if result != -1 { return result }
        let reason = errno
        if reason != EINTR { throw SystemCallError(call, path, errno: reason) }
    }
}

/// Passes over some reasons for failure: what was asked for is so already.
package func tolerating(
    _ reasons: Int32..., when body: () throws(SystemCallError) -> Void
) throws(SystemCallError) {
    do { try body() } catch {
        if !reasons.contains(error.errno) { throw error }
    }
}
