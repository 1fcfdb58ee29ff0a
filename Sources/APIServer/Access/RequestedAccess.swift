package import APIServerContract

/// What a request needs to be permitted: its own words, nothing of its body.
extension AccessAttributes {
    package init(_ request: RequestInfo) {
        self.init(verb: request.verb.rawValue)
        guard request.isResource else {
            path = request.path
            return
        }
        group = request.group
        resource = request.resource
        subresource = request.subresource
        namespace = request.namespace
        name = request.name
    }
}
