package import API
package import APIMachinery
import APIServerContract
package import Schema

/// A resource as the server serves it: its kind's declaration, and what is special about it.
package struct ServedResource: Sendable {
    package let type: ResourceType
    package let strategy: any Strategy
    /// What a field selector may name.
    package let selectableFields: [SelectableField]

    package var kind: Kind { type.kind }
    package var shape: ObjectShape { type.shape }
    /// The resource's folder in the store, and its name in the watch cache.
    package var storageName: String { kind.plural }

    package init(_ type: ResourceType, strategy: any Strategy = PlainStrategy(), fields: [SelectableField] = []) {
        self.type = type
        self.strategy = strategy
        selectableFields = [SelectableField("metadata.name"), SelectableField("metadata.namespace")] + fields
    }

    /// A body must say what it is; a body for a path that takes one kind only may leave it out.
    package func checkKind(_ document: JSON) throws(Status) {
        guard document.object != nil else { throw .badRequest("the body is not an object") }
        if let sent = document["apiVersion"]?.string, sent != kind.apiVersion {
            throw .badRequest(
                "the API version in the data (\(sent)) does not match the expected API version (\(kind.apiVersion))")
        }
        if let sent = document["kind"]?.string, sent != kind.name {
            throw .badRequest("the kind in the data (\(sent)) does not match the expected kind (\(kind.name))")
        }
    }

    /// The cells of an object's row; an object that can't be read shows its name.
    package func cells(_ document: JSON, now: Time) -> [JSON] {
        do {
            return try type.cells(document, now)
        } catch {
            return type.columns.map { $0.format == "name" ? .string(document.name) : "<unreadable>" }
        }
    }
}

/// All resources that the server serves, by the words of their paths.
package struct ResourceRegistry: Sendable {
    package let all: [ServedResource]
    private let byPath: [Path: ServedResource]

    private struct Path: Hashable {
        let group: String
        let version: String
        let plural: String
    }

    package init(_ resources: [ServedResource]) {
        all = resources
        byPath = Dictionary(
            resources.map { (Path(group: $0.kind.group, version: $0.kind.version, plural: $0.kind.plural), $0) },
            uniquingKeysWith: { first, _ in first })
    }

    package func find(group: String, version: String, plural: String) -> ServedResource? {
        byPath[Path(group: group, version: version, plural: plural)]
    }

    package var stored: [ServedResource] { all.filter(\.kind.isStored) }
    package var kinds: [Kind] { all.map(\.kind) }
}

extension ResourceRegistry {
    /// The built-in resources, each with what is special about it.
    package static func builtIn(network: ServiceNetwork) -> ResourceRegistry {
        var strategies = strategies
        strategies["services"] = ServiceStrategy(network: network)
        return ResourceRegistry(
            Resources.all.map { type in
                ServedResource(
                    type, strategy: strategies[type.kind.plural] ?? PlainStrategy(),
                    fields: fields[type.kind.plural] ?? [])
            })
    }

    private static let strategies: [String: any Strategy] = [
        "pods": PodStrategy(),
        "namespaces": NamespaceStrategy(),
        "nodes": NodeStrategy(),
        "deployments": TemplateStrategy(),
        "replicasets": TemplateStrategy(),
        "replicationcontrollers": TemplateStrategy(hasPlainSelector: true, mayChangeSelector: true),
        "daemonsets": TemplateStrategy(),
        "statefulsets": TemplateStrategy(),
        "jobs": TemplateStrategy(requiresSelector: false),
        "configmaps": ConfigurationStrategy(),
        "secrets": ConfigurationStrategy(),
        "leases": RecordStrategy(),
        "endpoints": RecordStrategy(),
        "endpointslices": RecordStrategy(),
        "events": RecordStrategy(),
        "serviceaccounts": RecordStrategy(),
        "roles": RoleStrategy(isNamespaced: true),
        "rolebindings": RoleStrategy(isNamespaced: true),
        "clusterroles": RoleStrategy(isNamespaced: false),
        "clusterrolebindings": RoleStrategy(isNamespaced: false),
    ]

    private static let fields: [String: [SelectableField]] = [
        "pods": [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
            "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName",
        ].map { SelectableField($0, absent: $0 == "spec.hostNetwork" ? "false" : "") },
        "nodes": [SelectableField("spec.unschedulable", absent: "false")],
        "events": [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
            "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
            "reportingComponent", "source", "type",
        ].map { SelectableField($0) },
        "namespaces": [SelectableField("status.phase")],
        "secrets": [SelectableField("type")],
        "services": [SelectableField("spec.clusterIP"), SelectableField("spec.type")],
        "replicasets": [SelectableField("status.replicas", absent: "0")],
        "replicationcontrollers": [SelectableField("status.replicas", absent: "0")],
        "jobs": [SelectableField("status.successful", absent: "0")],
    ]
}
