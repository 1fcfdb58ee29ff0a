package import API
import Schema
package import Services
import ServicesContract

/// The older form: all addresses of a service in one Endpoints object of the service's name.
///
/// Pods that are being deleted are left out; those that aren't ready stand apart.
extension ServiceEndpoints {
    /// - Parameter old: what is there; nil: nothing yet.
    package func endpoints(replacing old: Endpoints?) -> Endpoints {
        var result = old ?? Endpoints()
        result.metadata.name = service.name
        result.metadata.namespace = service.namespace
        result.metadata.labels = service.metadata.labels
        if service.spec.clusterIP == "None" { result.metadata.labels["service.kubernetes.io/headless"] = "" }
        result.subsets = groups.compactMap(subset)
        return result
    }

    private func subset(_ group: EndpointGroup) -> EndpointSubset? {
        let publishesAll = service.spec.publishNotReadyAddresses
        let shown = group.endpoints.filter { publishesAll || $0.conditions.terminating != true }
        var subset = EndpointSubset()
        subset.addresses = shown.filter { $0.conditions.ready == true }.map(\.endpointAddress)
        subset.notReadyAddresses = shown.filter { $0.conditions.ready != true }.map(\.endpointAddress)
        subset.ports = group.ports.map(\.endpointPort)
        return shown.isEmpty ? nil : subset
    }
}

extension Endpoint {
    fileprivate var endpointAddress: EndpointAddress {
        var address = EndpointAddress()
        address.ip = addresses.first ?? ""
        address.hostname = hostname ?? ""
        address.nodeName = nodeName
        address.targetRef = targetRef
        return address
    }
}

extension EndpointSlicePort {
    fileprivate var endpointPort: EndpointPort {
        var result = EndpointPort()
        result.name = name ?? ""
        result.port = port ?? 0
        result.protocol = `protocol` ?? .tcp
        result.appProtocol = appProtocol
        return result
    }
}
