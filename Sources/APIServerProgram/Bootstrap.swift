import API
import APIServer
import APIServerContract
import EtcdAPI
import Logging
import Schema

/// The objects without which a cluster can't begin: four namespaces, two priority classes, the roles that people bind, and
/// the Service that leads to the API itself.
///
/// Every API server makes sure of them at its start and keeps on doing so.
struct Bootstrap: Sendable {
    let writer: WriteHandler
    let registry: ResourceRegistry
    let settings: APIServerProgram.Settings
    let servers: LiveServers
    let logger: Logger

    private static let namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"]
    func run() async {
        while !Task.isCancelled, !writer.storage.cacher.isReady {
            try? await Task.sleep(for: .milliseconds(5))  // Cancellation is looked for above.
        }
        while !Task.isCancelled {
            for namespace in Self.namespaces {
                await ensure(Namespace.self, ["metadata": ["name": .string(namespace)]])
            }
            for (name, value) in PriorityClass.system {
                await ensure(PriorityClass.self, ["metadata": ["name": .string(name)], "value": value.json])
            }
            for role in DefaultRoles.clusterRoles { await ensure(ClusterRole.self, role) }
            for binding in DefaultRoles.clusterRoleBindings { await ensure(ClusterRoleBinding.self, binding) }
            await ensure(API.Service.self, service)
            let addresses = settings.serverCount > 1 ? await servers.renew() : [settings.advertiseAddress]
            await ensure(Endpoints.self, endpoints(addresses), keeping: "subsets")
            await ensure(EndpointSlice.self, endpointSlice(addresses), keeping: "endpoints")
            do { try await Task.sleep(for: LiveServers.interval) } catch { break }
        }
        await servers.leave()
    }

    /// - Parameter member: is to be as in the document, if the object is there already.
    private func ensure<Object: Resource>(
        _ type: Object.Type, _ document: JSON, keeping member: String? = nil
    ) async {
        guard let resource = registry.find(group: type.kind.group, version: type.kind.version, plural: type.kind.plural)
        else { return }
        let key = ObjectKey(resource: resource.storageName, namespace: document.namespace, name: document.name)
        var document = document
        document["apiVersion"] = .string(type.kind.apiVersion)
        document["kind"] = .string(type.kind.name)
        do {
            if writer.storage.cacher.get(key.resource, key.key) == nil {
                try await writer.create(document, resource)
            } else if let member {
                try await writer.keep(member, of: key, resource, as: document)
            }
        } catch  where error.reason == .alreadyExists {
            return
        } catch {
            logger.warning("bootstrap object not made", metadata: ["object": "\(key)", "reason": "\(error)"])
        }
    }

    // MARK: The Service `kubernetes`

    private var service: JSON {
        [
            "metadata": [
                "name": "kubernetes", "namespace": "default",
                "labels": ["component": "apiserver", "provider": "kubernetes"],
            ],
            "spec": [
                "clusterIP": .string(settings.serviceNetwork.address(1)), "type": "ClusterIP",
                "ports": [["name": "https", "port": 443, "protocol": "TCP", "targetPort": port]],
            ],
        ]
    }

    private var port: JSON { settings.port.json }

    private func endpoints(_ addresses: [String]) -> JSON {
        [
            "metadata": [
                "name": "kubernetes", "namespace": "default",
                "labels": ["endpointslice.kubernetes.io/skip-mirror": "true"],
            ],
            "subsets": [
                [
                    "addresses": .array(addresses.map { ["ip": .string($0)] }),
                    "ports": [["name": "https", "port": port, "protocol": "TCP"]],
                ]
            ],
        ]
    }

    private func endpointSlice(_ addresses: [String]) -> JSON {
        [
            "metadata": [
                "name": "kubernetes", "namespace": "default", "labels": ["kubernetes.io/service-name": "kubernetes"],
            ],
            "addressType": "IPv4",
            "endpoints": .array(addresses.map { ["addresses": [.string($0)], "conditions": ["ready": true]] }),
            "ports": [["name": "https", "port": port, "protocol": "TCP"]],
        ]
    }
}
