package import Schema

/// Why a container isn't there: an image that can't be had, a command that doesn't exist.
///
/// It is tried again after a while, as after a crash. First the error itself is shown, and then that it is waited.
package struct StartFailure: Sendable, Hashable {
    /// In Kubernetes' words: `ErrImagePull`, `CreateContainerConfigError`, `RunContainerError`…
    package var reason: String
    package var message: String
    /// Another image is another matter, and tried at once.
    package var image: String
    /// Not tried again before.
    package var retryAt: Time
    /// Until then the error itself is shown, and then that it is waited for the next try.
    package var shownUntil: Time
    package var count: Int

    private static let secondsShown = 2

    package init(reason: String, message: String, image: String = "", previous: StartFailure?, now: Time) {
        self.reason = reason
        self.message = message
        self.image = image
        let previous = previous?.image == image ? previous : nil
        count = (previous?.count ?? 0) + 1
        // What is missing in the configuration may be there at any time; looking costs little.
        let isCheap = reason == "CreateContainerConfigError"
        retryAt = now + CrashLoopBackOff.delay(count: isCheap ? 1 : count)
        shownUntil = now + Self.secondsShown
    }

    /// Only the first failure is news.
    func isBackingOff(at now: Time) -> Bool { count > 1 || now >= shownUntil }
    /// Seconds between this try and the next.
    var delay: Int { retryAt - shownUntil + Self.secondsShown }
    /// When there is something to do about it, or something else to say.
    func wake(after now: Time) -> Time { isBackingOff(at: now) ? retryAt : shownUntil }
}
