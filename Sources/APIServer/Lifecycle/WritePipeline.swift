package import API
package import APIMachinery
import APIServerContract
import Objects
package import Schema

/// The way of every write from what a client sent to what is stored.
///
/// ```
/// create:  clean ─▶ defaults ─▶ admission ─▶ metadata, prepare ─▶ allocate ─▶ validate ─▶ ownership
/// update:  clean ─▶ defaults ─▶ admission ─▶ keep what is the server's, prepare ─▶ validate ─▶ ownership
/// status:  the old object with the new status, labels and annotations
/// ```
/// Pure: what it must know of other objects it asks through ``lookUp``, and time and randomness are passed in.
package struct WritePipeline: Sendable {
    /// An object as the cache has it: resource, namespace, name.
    package typealias LookUp = @Sendable (_ resource: String, _ namespace: String, _ name: String) -> JSON?
    /// All objects of a resource.
    package typealias ListAll = @Sendable (_ resource: String) -> [JSON]

    private let admission: Admission
    private let listAll: ListAll

    package init(lookUp: @escaping LookUp, listAll: @escaping ListAll) {
        admission = Admission(lookUp: lookUp)
        self.listAll = listAll
    }

    /// Drops what the kind doesn't have, checks types, writes amounts in one way, fills in the declared defaults.
    ///
    /// - Returns: the document, and the problems of a strict decoding: `unknown field "spec.foo"`.
    package func cleaned(_ document: JSON, _ resource: ServedResource) throws(Status) -> (JSON, problems: [String]) {
        var document = document
        document["apiVersion"] = .string(resource.kind.apiVersion)
        document["kind"] = .string(resource.kind.name)
        do {
            let shape = Shape.object(resource.shape)
            shape.dropNulls(&document)
            let unknown = shape.prune(&document).map { "unknown field \"\($0)\"" }
            try shape.check(document)
            shape.writeCanonically(&document)
            shape.fillDefaults(in: &document)
            return (document, unknown)
        } catch {
            throw .badRequest(
                "\(resource.kind.name) in version \"\(resource.kind.version)\" cannot be handled as a "
                    + "\(resource.kind.name): \(error)")
        }
    }

    // MARK: create

    /// - Parameters:
    ///   - sent: cleaned.
    ///   - manager: nil when the document already says who owns its fields.
    ///   - random: gives a number below its argument.
    package func created(
        _ sent: JSON, _ resource: ServedResource, namespace: String, birth: ObjectMetadata.Birth, manager: Manager?,
        random: (Int) -> Int
    ) throws(Status) -> JSON {
        var document = sent
        let strategy = resource.strategy
        ObjectMetadata.prepareForCreate(
            &document, birth: birth, namespace: resource.kind.isNamespaced ? namespace : "")
        if strategy.countsGenerations { Generation.begin(&document) }
        strategy.applyDefaults(&document)
        try admission.admitCreate(&document, resource.kind)
        strategy.prepareForCreate(&document)
        try allocate(&document, from: nil, resource, random)
        try refuse(
            MetadataValidation.validate(document, nameErrors: strategy.nameErrors)
                + RequiredMembers.missing(in: document, shape: resource.shape)
                + strategy.validate(document), document, resource)
        if let manager { Ownership.recordUpdate(&document, from: nil, by: manager, resource) }
        return document
    }

    // MARK: update

    /// - Parameters:
    ///   - sent: cleaned; the whole object, also when only a subresource is written.
    ///   - subresource: `status`, or empty.
    package func updated(
        _ sent: JSON, from old: JSON, _ resource: ServedResource, subresource: String, manager: Manager?,
        random: (Int) -> Int
    ) throws(Status) -> JSON {
        var document = sent
        let strategy = resource.strategy
        if subresource == "status" {
            document = StatusSubresource.written(sent, over: old)
            ObjectMetadata.prepareForUpdate(&document, from: old)
        } else {
            strategy.applyDefaults(&document)
            try admission.admitUpdate(&document, from: old, resource.kind)
            if resource.shape["status"] != nil { document = StatusSubresource.kept(document, from: old) }
            strategy.prepareForUpdate(&document, from: old)
            ObjectMetadata.prepareForUpdate(&document, from: old)
            if strategy.countsGenerations { Generation.goOn(&document, from: old) }
            try allocate(&document, from: old, resource, random)
        }
        document.resourceVersion = old.resourceVersion
        try refuse(
            MetadataValidation.validate(document, nameErrors: { _ in [] })
                + RequiredMembers.missing(in: document, shape: resource.shape)
                + strategy.validate(document) + strategy.validateUpdate(document, from: old), document, resource)
        if let manager { Ownership.recordUpdate(&document, from: old, by: manager, resource) }
        return document
    }

    // MARK: delete

    /// - Throws: for what must stay.
    package func admitDelete(_ resource: ServedResource, name: String) throws(Status) {
        try Admission.admitDelete(resource.kind, name: name)
    }

    private func allocate(
        _ document: inout JSON, from old: JSON?, _ resource: ServedResource, _ random: (Int) -> Int
    ) throws(Status) {
        let taken = {
            Set(listAll(resource.storageName).filter { $0.uid != document.uid }.flatMap(resource.strategy.claims))
        }
        var allocated = document
        try resource.strategy.allocate(&allocated, from: old, taken: taken, random: random)
        document = allocated
    }

    private func refuse(_ errors: [StatusCause], _ document: JSON, _ resource: ServedResource) throws(Status) {
        var known: Set<StatusCause> = []
        let errors = errors.filter { known.insert($0).inserted }
        guard errors.isEmpty else { throw .invalid(resource.kind, name: document.name, errors) }
    }
}
