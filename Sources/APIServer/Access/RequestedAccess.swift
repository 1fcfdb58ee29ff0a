package import APIServerContract

/// What a request needs to be permitted: its own words, nothing of its body.
extension AccessAttributes {
    /// Of a named object; without a namespace, of one that belongs to the whole cluster.
    package init(_ verb: String, group: String = "", _ resource: String, namespace: String = "", name: String) {
        self.init(verb: verb)
        self.group = group
        self.resource = resource
        self.namespace = namespace
        self.name = name
    }

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
