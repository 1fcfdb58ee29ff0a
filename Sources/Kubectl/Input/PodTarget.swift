import API
import Client
import Schema

extension Session {
    /// The pods that are meant: `web-0`, `pod/web-0`, or by a workload's or service's selector `deploy/web`.
    func pods(_ word: String) async throws -> [JSON] {
        let kind = try mapper.kind("pods")
        guard word.contains("/") else { return [try await get(kind, word)] }
        let reference = try ResourceArguments([word], mapper).references[0]
        let object = try await get(reference.kind, reference.name ?? "")
        if reference.kind == kind { return [object] }
        let pods = try await list(kind, namespace: object.namespace, labels: try selector(of: object))
        guard !pods.isEmpty else {
            throw UsageError("error: no pods found for \(word)")
        }
        return pods.sorted { Self.rank($0) < Self.rank($1) }
    }

    /// Running before others, ready before others, then by name.
    private static func rank(_ pod: JSON) -> (Int, Int, String) {
        let conditions = pod[path: ["status", "conditions"]]?.array ?? []
        let isReady = conditions.contains { $0["type"] == "Ready" && $0["status"] == "True" }
        return (pod[path: ["status", "phase"]] == "Running" ? 0 : 1, isReady ? 0 : 1, pod.name)
    }

    /// Workloads have a LabelSelector; services and replication controllers plain labels.
    private func selector(of object: JSON) throws -> String {
        guard let selector = object[path: ["spec", "selector"]], let members = selector.object else {
            throw UsageError("error: cannot find pods of \(object["kind"]?.string ?? "") \"\(object.name)\"")
        }
        if members["matchLabels"] != nil || members["matchExpressions"] != nil {
            return try LabelSelector(json: selector).text
        }
        return try LabelSelector(matchLabels: [String: String](json: selector)).text
    }

    /// The container that is meant: the named one, the pod's default, or the first.
    static func container(of pod: JSON, named name: String?) throws -> String {
        let names = ["containers", "initContainers", "ephemeralContainers"].flatMap { list in
            (pod[path: ["spec", list]]?.array ?? []).compactMap { $0["name"]?.string }
        }
        if let name {
            guard names.contains(name) else {
                throw UsageError("error: container \(name) is not valid for pod \(pod.name)")
            }
            return name
        }
        if let name = pod[path: ["metadata", "annotations", "kubectl.kubernetes.io/default-container"]]?.string {
            return name
        }
        let first = names.first ?? ""
        let regular = pod[path: ["spec", "containers"]]?.array?.count ?? 0
        if regular > 1 { printError("Defaulted container \"\(first)\" out of: \(names.joined(separator: ", "))") }
        return first
    }
}
