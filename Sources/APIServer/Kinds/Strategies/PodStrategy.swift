package import API
import APIServerContract
import Pods
package import Schema

/// Pods: they wait for a node when they are made, and hardly anything of their spec may change afterwards.
package struct PodStrategy: Strategy {
    package init() {}

    package func applyDefaults(_ document: inout JSON) {
        guard var spec = document["spec"] else { return }
        PodDefaults.apply(to: &spec)
        document["spec"] = spec
    }

    package func prepareForCreate(_ document: inout JSON) {
        var status: JSON = ["phase": "Pending"]
        status["qosClass"] = (try? Pod(document: document)).map { .string($0.spec.qosClass.rawValue) }
        document["status"] = status
    }

    /// What the kubelet says about the pod's addresses and containers is written through `status` only.
    package func prepareForUpdate(_ document: inout JSON, from old: JSON) {
        document["status"] = old["status"]
    }

    package func gracePeriod(of document: JSON) -> Int {
        document[path: ["spec", "terminationGracePeriodSeconds"]]?.integer ?? 30
    }

    package func validate(_ document: JSON) -> [StatusCause] {
        PodValidation.errors(spec: document["spec"] ?? [:], at: "spec")
    }

    package func validateUpdate(_ document: JSON, from old: JSON) -> [StatusCause] {
        var before = old["spec"] ?? [:]
        var after = document["spec"] ?? [:]
        Self.blankMutable(&before)
        Self.blankMutable(&after)
        guard before != after else { return [] }
        return [
            .forbidden(
                "spec",
                "pod updates may not change fields other than `spec.containers[*].image`,"
                    + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to "
                    + "existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was "
                    + "previously negative)")
        ]
    }

    /// Takes out what may change.
    private static func blankMutable(_ spec: inout JSON) {
        for name in ["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "schedulingGates"] {
            spec[name] = nil
        }
        for list in ["containers", "initContainers"] {
            guard let containers = spec[list]?.array else { continue }
            spec[list] = .array(
                containers.map { container in
                    var container = container
                    container["image"] = nil
                    return container
                })
        }
    }
}

/// Defaults of a pod's spec that depend on other members, wherever a pod's spec stands.
///
/// Source: `SetDefaults_*` of k8s.io/kubernetes/pkg/apis/core/v1.
package enum PodDefaults {
    package static func apply(to spec: inout JSON) {
        let sharesHostNetwork = spec["hostNetwork"]?.bool == true
        for list in ["initContainers", "containers"] {
            guard let containers = spec[list]?.array else { continue }
            spec[list] = .array(containers.map { defaulted($0, sharesHostNetwork: sharesHostNetwork) })
        }
        if let volumes = spec["volumes"]?.array { spec["volumes"] = .array(volumes.map(defaulted(volume:))) }
        if spec["securityContext"] == nil { spec["securityContext"] = [:] }
        if let account = spec["serviceAccountName"] { spec["serviceAccount"] = account }
        if spec["serviceAccountName"] == nil, let account = spec["serviceAccount"] {
            spec["serviceAccountName"] = account
        }
    }

    private static func defaulted(_ container: JSON, sharesHostNetwork: Bool) -> JSON {
        var container = container
        if container["imagePullPolicy"] == nil {
            container["imagePullPolicy"] = pullPolicy(container["image"]?.string ?? "")
        }
        if container["resources"] == nil { container["resources"] = [:] }
        if let limits = container[path: ["resources", "limits"]]?.object {
            for limit in limits.members where container[path: ["resources", "requests", limit.name]] == nil {
                container[path: ["resources", "requests", limit.name]] = limit.value
            }
        }
        if sharesHostNetwork, let ports = container["ports"]?.array {
            container["ports"] = .array(
                ports.map { port in
                    var port = port
                    if port["hostPort"] == nil { port["hostPort"] = port["containerPort"] }
                    return port
                })
        }
        return container
    }

    /// A volume that doesn't say what it is, is an empty folder.
    private static func defaulted(volume: JSON) -> JSON {
        guard let object = volume.object, object.names.allSatisfy({ $0 == "name" }) else { return volume }
        return .object(JSONObject(object.members + [.init("emptyDir", [:])]))
    }

    /// An image that may be another one tomorrow is asked for each time.
    private static func pullPolicy(_ image: String) -> JSON {
        if image.contains("@") { return "IfNotPresent" }
        let name = image.split(separator: "/").last ?? ""
        let tag = name.split(separator: ":", maxSplits: 1).dropFirst().first ?? "latest"
        return tag == "latest" ? "Always" : "IfNotPresent"
    }
}
