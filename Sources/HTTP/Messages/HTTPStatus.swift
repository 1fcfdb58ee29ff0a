/// A status code (RFC 9110, section 15): `404`, or `.notFound`.
package struct HTTPStatus: Sendable, Hashable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    package let code: Int

    package init(_ code: Int) { self.code = code }
    package init(integerLiteral code: Int) { self.code = code }

    package static let switchingProtocols: Self = 101
    package static let ok: Self = 200
    package static let created: Self = 201
    package static let badRequest: Self = 400
    package static let unauthorized: Self = 401
    package static let forbidden: Self = 403
    package static let notFound: Self = 404
    package static let methodNotAllowed: Self = 405
    package static let conflict: Self = 409
    package static let tooLarge: Self = 413
    package static let internalError: Self = 500
    package static let unavailable: Self = 503

    package var isSuccess: Bool { (200..<300).contains(code) }
    package var description: String { "\(code)" }
}

/// A request's method, in capitals as on the wire.
package struct HTTPMethod: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let name: String

    package init(_ name: String) { self.name = name }
    package init(stringLiteral name: String) { self.name = name }

    package static let get: Self = "GET"
    package static let head: Self = "HEAD"
    package static let post: Self = "POST"
    package static let put: Self = "PUT"
    package static let patch: Self = "PATCH"
    package static let delete: Self = "DELETE"
    package static let options: Self = "OPTIONS"

    package var description: String { name }
}
