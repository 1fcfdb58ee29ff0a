/// Users and roles: there are none, and that is what can be asked (service Auth).
package import Schema

package struct AuthStatusRequest: Declared {
    package init() {}
    package static let schema = Schema<Self>("Are there users?") {}
}

package struct AuthStatusResponse: Declared {
    package var header = ResponseHeader()
    package var enabled = false
    /// Grows with each change of users and roles, from 1.
    package var authRevision: UInt64 = 1
    package init() {}

    package static let schema = Schema<Self>("Whether calls are checked against users and roles.") {
        Field(1, "header", \.header)
        Field(2, "enabled", \.enabled)
        Field(3, "authRevision", \.authRevision)
    }
}
