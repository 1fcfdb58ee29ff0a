package import API

/// What callers want to know of a refusal.
extension Status {
    package var isNotFound: Bool { code == 404 }
    package var isAlreadyExists: Bool { code == 409 && reason == .alreadyExists }
    /// Somebody else has written in the meantime: read again, decide again.
    package var isConflict: Bool { code == 409 && reason == .conflict }
    /// The resource version or continue token is too old: list again.
    package var isGone: Bool { code == 410 }
    package var isForbidden: Bool { code == 403 }
    package var isInvalid: Bool { code == 422 }
}
