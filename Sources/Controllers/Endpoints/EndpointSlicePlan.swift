package import API
import Deployments
import Schema
package import Services
import ServicesContract

/// What to write so that a service's slices say which endpoints it has, with as few writes as possible.
///
/// Slices are small on purpose: when one pod of a thousand changes, one slice travels to every node, not a list of a
/// thousand. An endpoint stays in its slice; new ones go where there is room; a slice that has become empty is deleted.
///
/// A new slice's name follows from what is in it and how many there are, so that creating it twice, because the first
/// one isn't in the cache yet, fails instead of doubling the endpoints.
///
/// Source: kubernetes.io/docs/concepts/services-networking/endpoint-slices, "Distribution of EndpointSlices".
/// Left out compared with Kubernetes: IPv6, topology hints, slices half full being joined.
package struct EndpointSlicePlan: Sendable {
    package static let capacity = 100
    package static let serviceLabel = "kubernetes.io/service-name"
    package static let managerLabel = "endpointslice.kubernetes.io/managed-by"
    package static let manager = "endpointslice-controller.k8s.io"

    package private(set) var create: [EndpointSlice] = []
    package private(set) var update: [(from: EndpointSlice, to: EndpointSlice)] = []
    package private(set) var delete: [EndpointSlice] = []

    /// - Parameter slices: those of the service that this controller manages.
    package init(_ wanted: ServiceEndpoints, slices: [EndpointSlice]) {
        let live = slices.filter { !$0.metadata.isBeingDeleted }
        var names = Set(slices.map(\.name))
        var used: Set<String> = []
        for group in wanted.groups {
            let own = live.filter { $0.ports == group.ports && !used.contains($0.name) }
            used.formUnion(own.map(\.name))
            distribute(group, over: own, of: wanted.service, names: &names)
        }
        let unused = live.filter { !used.contains($0.name) }
        if wanted.groups.isEmpty {
            keepEmpty(unused, of: wanted.service, names: &names)
        } else {
            delete += unused
        }
    }

    private mutating func distribute(
        _ group: EndpointGroup, over slices: [EndpointSlice], of service: Service, names: inout Set<String>
    ) {
        var rest = Dictionary(group.endpoints.map { ($0.identity, $0) }) { first, _ in first }
        var edited = slices.map { slice in
            var slice = slice.dressed(for: service)
            slice.endpoints = slice.endpoints.compactMap { rest.removeValue(forKey: $0.identity) }
            return slice
        }
        var new = group.endpoints.filter { rest[$0.identity] != nil }[...]
        for index in edited.indices where !new.isEmpty {
            let room = Self.capacity - edited[index].endpoints.count
            edited[index].endpoints += new.prefix(room)
            new = new.dropFirst(room)
        }
        for (old, slice) in zip(slices, edited) where old != slice || slice.endpoints.isEmpty {
            if slice.endpoints.isEmpty { delete.append(old) } else { update.append((old, slice)) }
        }
        while !new.isEmpty {
            create.append(.new(of: service, ports: group.ports, Array(new.prefix(Self.capacity)), names: &names))
            new = new.dropFirst(Self.capacity)
        }
    }

    /// A service without endpoints has one slice that says so.
    private mutating func keepEmpty(_ slices: [EndpointSlice], of service: Service, names: inout Set<String>) {
        guard let kept = slices.first else {
            return create.append(.new(of: service, ports: [], [], names: &names))
        }
        delete += slices.dropFirst()
        var empty = kept.dressed(for: service)
        empty.endpoints = []
        empty.ports = []
        if empty != kept { update.append((kept, empty)) }
    }
}

extension Endpoint {
    fileprivate var identity: String { (addresses.first ?? "") + " " + (targetRef?.uid ?? "") }
}

extension EndpointSlice {
    fileprivate static func new(
        of service: Service, ports: [EndpointSlicePort], _ endpoints: [Endpoint], names: inout Set<String>
    ) -> EndpointSlice {
        var slice = EndpointSlice()
        slice.metadata.namespace = service.namespace
        slice.metadata.ownerReferences = [OwnerReference(controller: service)]
        slice.addressType = .ipv4
        slice.ports = ports
        slice.endpoints = endpoints
        var number = 0
        repeat {
            slice.metadata.name =
                service.name + "-" + Fingerprint.of(service.metadata.uid.json, ports.json, number.json)
            number += 1
        } while !names.insert(slice.name).inserted
        return slice.dressed(for: service)
    }

    /// With the labels that say whose it is.
    fileprivate func dressed(for service: Service) -> EndpointSlice {
        var slice = self
        slice.metadata.labels = service.metadata.labels
        slice.metadata.labels[EndpointSlicePlan.serviceLabel] = service.name
        slice.metadata.labels[EndpointSlicePlan.managerLabel] = EndpointSlicePlan.manager
        if service.spec.clusterIP == "None" { slice.metadata.labels["service.kubernetes.io/headless"] = "" }
        return slice
    }
}
