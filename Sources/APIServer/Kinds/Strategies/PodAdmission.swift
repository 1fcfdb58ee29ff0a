package import API
import APIServerContract
import Schema

/// What the cluster adds to a pod when it is made: an identity, a priority, tolerations.
///
/// - ServiceAccount: the pod runs as an account of its namespace, `default` if it names none, and finds the account's
///   token, the cluster's certificate and its namespace under `/var/run/secrets/kubernetes.io/serviceaccount`.
/// - Priority: the number of its PriorityClass.
/// - DefaultTolerationSeconds: it stays five minutes on a node that isn't ready.
struct PodAdmission: Sendable {
    static let mountPath = "/var/run/secrets/kubernetes.io/serviceaccount"

    let lookUp: WritePipeline.LookUp

    func admit(_ pod: inout JSON) throws(Status) {
        try addAccount(&pod)
        try addPriority(&pod)
        addTolerations(&pod)
    }

    // MARK: Service account

    private func addAccount(_ pod: inout JSON) throws(Status) {
        let name = pod[path: ["spec", "serviceAccountName"]]?.string ?? "default"
        pod[path: ["spec", "serviceAccountName"]] = .string(name)
        pod[path: ["spec", "serviceAccount"]] = .string(name)
        guard let account = lookUp("serviceaccounts", pod.namespace, name) else {
            throw .forbidden(
                Pod.kind, name: pod.name,
                "error looking up service account \(pod.namespace)/\(name): serviceaccount \"\(name)\" not found")
        }
        let wantsToken =
            pod[path: ["spec", "automountServiceAccountToken"]]?.bool
            ?? account["automountServiceAccountToken"]?.bool ?? true
        if wantsToken { mountToken(&pod) }
    }

    private func mountToken(_ pod: inout JSON) {
        let volume = "kube-api-access"
        var isMounted = false
        for list in ["initContainers", "containers"] {
            guard let containers = pod[path: ["spec", list]]?.array else { continue }
            pod[path: ["spec", list]] = .array(
                containers.map { container in
                    var mounts = container["volumeMounts"]?.array ?? []
                    guard !mounts.contains(where: { $0["mountPath"]?.string == Self.mountPath }) else {
                        return container
                    }
                    mounts.append(["name": .string(volume), "readOnly": true, "mountPath": .string(Self.mountPath)])
                    isMounted = true
                    var container = container
                    container["volumeMounts"] = .array(mounts)
                    return container
                })
        }
        guard isMounted else { return }
        var volumes = pod[path: ["spec", "volumes"]]?.array ?? []
        volumes.removeAll { $0["name"]?.string == volume }
        pod[path: ["spec", "volumes"]] = .array(volumes + [["name": .string(volume), "projected": Self.projected]])
    }

    private static let projected: JSON = [
        "sources": [
            ["serviceAccountToken": ["expirationSeconds": 3607, "path": "token"]],
            ["configMap": ["name": "kube-root-ca.crt", "items": [["key": "ca.crt", "path": "ca.crt"]]]],
            [
                "downwardAPI": [
                    "items": [
                        ["path": "namespace", "fieldRef": ["apiVersion": "v1", "fieldPath": "metadata.namespace"]]
                    ]
                ]
            ],
        ],
        "defaultMode": 420,
    ]

    // MARK: Priority

    private func addPriority(_ pod: inout JSON) throws(Status) {
        let name = pod[path: ["spec", "priorityClassName"]]?.string ?? ""
        guard !name.isEmpty else {
            pod[path: ["spec", "priority"]] = 0
            pod[path: ["spec", "preemptionPolicy"]] = "PreemptLowerPriority"
            return
        }
        guard let priority = value(ofPriorityClass: name) else {
            throw .forbidden(Pod.kind, name: pod.name, "no PriorityClass with name \(name) was found")
        }
        pod[path: ["spec", "priority"]] = priority.json
        let policy = lookUp("priorityclasses", "", name)?["preemptionPolicy"]
        pod[path: ["spec", "preemptionPolicy"]] = policy ?? "PreemptLowerPriority"
    }

    private func value(ofPriorityClass name: String) -> Int? {
        PriorityClass.system.first { $0.name == name }?.value
            ?? lookUp("priorityclasses", "", name)?["value"]?.integer
    }

    // MARK: Tolerations

    private func addTolerations(_ pod: inout JSON) {
        var tolerations = pod[path: ["spec", "tolerations"]]?.array ?? []
        for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
            let tolerates = tolerations.contains { toleration in
                let named = toleration["key"]?.string ?? ""
                let effect = toleration["effect"]?.string ?? ""
                return (named.isEmpty || named == key) && (effect.isEmpty || effect == "NoExecute")
            }
            guard !tolerates else { continue }
            tolerations.append([
                "key": .string(key), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300,
            ])
        }
        pod[path: ["spec", "tolerations"]] = .array(tolerations)
    }
}

extension PriorityClass {
    /// For what a cluster, or a node, can't do without: known from the first pod on, and there as objects, too.
    package static let system = [
        (name: "system-cluster-critical", value: 2_000_000_000), (name: "system-node-critical", value: 2_000_001_000),
    ]
}
