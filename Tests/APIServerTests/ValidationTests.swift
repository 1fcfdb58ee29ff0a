import API
import APIMachinery
@testable import APIServer
import APIServerContract
import Schema
import Testing

@Suite("Validation")
struct ValidationTests {
    /// What is wrong with a pod of which the container has these members more.
    private static func container(_ members: JSON) -> [String] {
        var container: JSON = ["name": "main", "image": "web"]
        for member in members.object?.members ?? [] { container[member.name] = member.value }
        return spec(["containers": [container], "volumes": [["name": "data", "emptyDir": [:]]]])
    }

    private static func spec(_ spec: JSON) -> [String] {
        PodValidation.errors(spec: spec, at: "spec").map { "\($0.field): \($0.message)" }
    }

    @Test(
        "of containers",
        arguments: [
            (["ports": [["containerPort": 0]]], "spec.containers[0].ports[0].containerPort: Required value"),
            (
                ["ports": [["containerPort": 70000]]],
                "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive"
            ),
            (
                ["ports": [["containerPort": 1, "name": "a"], ["containerPort": 2, "name": "a"]]],
                "spec.containers[0].ports[1].name: Duplicate value: \"a\""
            ),
            (
                ["ports": [["containerPort": 1, "protocol": "ICMP"]]],
                "spec.containers[0].ports[0].protocol: Unsupported value: \"ICMP\": supported values: \"SCTP\", \"TCP\", \"UDP\""
            ),
            (["image": ""], "spec.containers[0].image: Required value"),
            (
                ["imagePullPolicy": "Sometimes"],
                "spec.containers[0].imagePullPolicy: Unsupported value: \"Sometimes\": supported values: "
                    + "\"Always\", \"IfNotPresent\", \"Never\""
            ),
            (
                ["volumeMounts": [["name": "none", "mountPath": "/a"]]],
                "spec.containers[0].volumeMounts[0].name: Not found: \"none\""
            ),
            (
                ["volumeMounts": [["name": "data", "mountPath": "/a"], ["name": "data", "mountPath": "/a"]]],
                "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/a\": must be unique"
            ),
            (
                ["livenessProbe": ["periodSeconds": 1]],
                "spec.containers[0].livenessProbe: Required value: must specify a handler type"
            ),
            (
                ["readinessProbe": ["exec": ["command": ["true"]], "tcpSocket": ["port": 80]]],
                "spec.containers[0].readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type"
            ),
            (
                ["livenessProbe": ["tcpSocket": ["port": 80], "successThreshold": 2]],
                "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1"
            ),
            (
                ["resources": ["limits": ["cpu": "1"], "requests": ["cpu": "1500m"]]],
                "spec.containers[0].resources.requests: Invalid value: \"1500m\": must be less than or equal to cpu limit of 1"
            ),
            (
                ["resources": ["limits": ["memory": "-1"]]],
                "spec.containers[0].resources.limits[memory]: Invalid value: \"-1\": must be greater than or equal to 0"
            ),
            (
                ["env": [["name": "a=b"]]],
                "spec.containers[0].env[0].name: Invalid value: \"a=b\": a valid environment variable name must consist "
                    + "only of printable ASCII characters other than '='"
            ),
            (
                ["env": [["name": "A", "value": "b", "valueFrom": ["fieldRef": ["fieldPath": "metadata.name"]]]]],
                "spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty"
            ),
            (
                ["lifecycle": ["preStop": [:]]],
                "spec.containers[0].lifecycle.preStop: Required value: must specify a handler type"
            ),
        ] as [(JSON, String)])
    func containers(members: JSON, error: String) { #expect(Self.container(members) == [error]) }

    @Test(
        "of pods",
        arguments: [
            ([:], "spec.containers: Required value"),
            (
                ["restartPolicy": "Often"],
                "spec.restartPolicy: Unsupported value: \"Often\": supported values: \"Always\", \"OnFailure\", \"Never\""
            ),
            (
                ["dnsPolicy": "None"],
                "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"
            ),
            (["volumes": [["name": "a"]]], "spec.volumes[0]: Required value: must specify a volume type"),
            (
                ["volumes": [["name": "a", "emptyDir": [:], "hostPath": ["path": "/"]]]],
                "spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type"
            ),
            (
                ["tolerations": [["operator": "Equal", "value": "a"]]],
                "spec.tolerations[0].operator: Invalid value: \"Equal\": operator must be Exists when `key` is empty, "
                    + "which means \"match all values and all keys\""
            ),
            (
                ["tolerations": [["key": "a", "operator": "Exists", "effect": "Never"]]],
                "spec.tolerations[0].effect: Unsupported value: \"Never\": supported values: \"NoSchedule\", "
                    + "\"PreferNoSchedule\", \"NoExecute\""
            ),
        ] as [(JSON, String)])
    func pods(members: JSON, error: String) {
        var spec = members
        if members != [:] { spec["containers"] = [["name": "main", "image": "web"]] }
        #expect(Self.spec(spec) == [error])
    }

    @Test(
        "of services",
        arguments: [
            ([:], "spec.ports: Required value"),
            (["ports": [["port": 80], ["port": 81, "name": "b"]]], "spec.ports[0].name: Required value"),
            (["ports": [["port": 0]]], "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive"),
            (
                ["type": "NodePort", "ports": [["port": 80, "nodePort": 80]]],
                "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid "
                    + "ports is 30000-32767"
            ),
            (
                ["clusterIP": "10.1.2.3", "ports": [["port": 80]]],
                "spec.clusterIPs: Invalid value: [\"10.1.2.3\"]: failed to allocate IP 10.1.2.3: the provided IP (10.1.2.3) "
                    + "is not in the valid range. The range of valid IPs is 10.96.0.0/16"
            ),
            (["type": "ExternalName"], "spec.externalName: Required value"),
            (
                ["type": "Internal", "ports": [["port": 80]]],
                "spec.type: Unsupported value: \"Internal\": supported values: \"ClusterIP\", \"ExternalName\", "
                    + "\"LoadBalancer\", \"NodePort\""
            ),
        ] as [(JSON, String)])
    func services(spec: JSON, error: String) throws {
        let strategy = ServiceStrategy(network: try ServiceNetwork("10.96.0.0/16"))
        #expect(strategy.validate(["spec": spec]).map { "\($0.field): \($0.message)" } == [error])
    }
}
