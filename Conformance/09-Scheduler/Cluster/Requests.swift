internal import API
internal import Client
internal import ConformanceStage
internal import Schema

extension Pod {
    /// The pod as a person would ask for it: with names and images, without what only the cluster may say.
    /// - Parameter nodes: by the name in the story, the name in the cluster.
    func asRequest(in namespace: String, on nodes: [String: String], selector: [String: String]) -> Pod {
        var pod = self
        pod.metadata.uid = ""
        pod.status = PodStatus()
        if pod.metadata.namespace == "default" { pod.metadata.namespace = namespace }
        pod.spec.nodeName = nodes[spec.nodeName] ?? spec.nodeName
        pod.spec.nodeSelector.merge(selector) { own, _ in own }
        if let priorityClass = PriorityClass(of: self) { pod.spec.priorityClassName = priorityClass.metadata.name }
        (pod.spec.priority, pod.spec.preemptionPolicy) = (nil, nil)
        for index in pod.spec.containers.indices { pod.spec.containers[index].become("main-\(index)") }
        for index in pod.spec.initContainers.indices { pod.spec.initContainers[index].become("first-\(index)") }
        return pod
    }
}

extension Container {
    fileprivate mutating func become(_ name: String) {
        (self.name, image, command) = (name, "busybox:1.36", ["sleep", "3600"])
        for (resource, amount) in resources.requests where resource.contains("/") {
            resources.limits[resource] = amount
        }
        for index in ports.indices { ports[index].name = "" }
    }
}

extension PriorityClass {
    /// What gives a pod the priority and the policy that it has in the story; nil for a pod without any.
    init?(of pod: Pod) {
        guard let priority = pod.spec.priority else { return nil }
        self.init()
        value = priority
        preemptionPolicy = pod.spec.preemptionPolicy
        let sign = priority < 0 ? "minus-" : ""
        metadata.name = "suite-\(sign)\(abs(priority))\(preemptionPolicy == .never ? "-never" : "")"
    }

    /// Makes sure that it is there.
    func set(_ client: ClusterClient) async throws {
        do { try await client.create(self) } catch let status as Status where status.isAlreadyExists {}
    }
}

extension Namespace {
    /// Makes sure that it is there, with these labels, and that pods can be made in it, even if no controller runs.
    func set(_ client: ClusterClient) async throws {
        do { try await client.create(self) } catch let status as Status where status.isAlreadyExists {
            let labels = JSON.object(JSONObject(metadata.labels.map { JSONObject.Member($0.key, .string($0.value)) }))
            try await client.patch(Namespace.self, metadata.name, .merge(["metadata": ["labels": labels]]))
        }
        try await client.ensureServiceAccount(in: metadata.name)
    }
}

extension JSON {
    /// Where a member of this document is that the other lacks: `.schedulingGates`, `.containers[0].ports`. Values are not
    /// compared: a server may write them in another way, and may leave out what is empty.
    func firstPath(missingIn other: JSON?) -> String? {
        guard let other else { return isEmpty ? nil : "" }
        if let object {
            for member in object.members {
                if let path = member.value.firstPath(missingIn: other[member.name]) { return ".\(member.name)\(path)" }
            }
        } else if let array {
            let others = other.array ?? []
            for (index, element) in array.enumerated() {
                let counterpart = index < others.count ? others[index] : nil
                if let path = element.firstPath(missingIn: counterpart) { return "[\(index)]\(path)" }
            }
        }
        return nil
    }

    private var isEmpty: Bool { object.map(\.isEmpty) ?? array.map(\.isEmpty) ?? false }
}
