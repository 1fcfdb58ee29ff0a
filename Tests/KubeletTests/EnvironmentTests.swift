import API
import Kubelet
import Schema
import Testing

@Suite("What a container is given: variables, fields, resolver, limits")
struct EnvironmentTests {
    @Test(
        "$(NAME) is replaced, $$ is a dollar sign, and what isn't known stays",
        arguments: [
            ("$(A)", "1"), ("x$(A)$(B)y", "x12y"), ("$$(A)", "$(A)"), ("$(C)", "$(C)"), ("$", "$"), ("$(A", "$(A"),
            ("a$b", "a$b"), ("$$$(A)", "$1"),
        ])
    func expansion(text: String, expected: String) {
        #expect(Environment.expand(text) { ["A": "1", "B": "2"][$0] } == expected)
    }

    @Test("env wins over envFrom, envFrom over services; a variable may use those before it")
    func precedence() throws {
        var given = container("a")
        var from = EnvFromSource()
        from.prefix = "P_"
        from.configMapRef = ConfigMapEnvSource()
        from.configMapRef?.name = "map"
        given.envFrom = [from]
        given.env = [variable("P_x", "mine"), variable("SUM", "$(P_x)+$(WEB_1_SERVICE_HOST)")]
        let values = try self.values(given)
        #expect(values["P_x"] == "mine" && values["P_y"] == "2" && values["SUM"] == "mine+10.96.0.7")
        #expect(values["WEB_1_SERVICE_PORT"] == "80" && values["WEB_1_SERVICE_PORT_HTTP"] == "80")
    }

    @Test("a reference that leads nowhere is an error, unless it is optional", arguments: ["map", "none"], ["x", "z"])
    func references(name: String, key: String) throws {
        var given = container("a")
        var reference = ConfigMapKeySelector()
        reference.name = name
        reference.key = key
        given.env = [variable("V", "")]
        given.env[0].valueFrom = EnvVarSource()
        given.env[0].valueFrom?.configMapKeyRef = reference
        let isThere = name == "map" && key == "x"
        if isThere {
            #expect(try values(given)["V"] == "1")
        } else {
            #expect(throws: Environment.Missing.self) { try values(given) }
            given.env[0].valueFrom?.configMapKeyRef?.optional = true
            #expect(try values(given)["V"] == nil)
        }
    }

    private func variable(_ name: String, _ value: String) -> EnvVar {
        var variable = EnvVar()
        variable.name = name
        variable.value = value
        return variable
    }

    private func values(_ given: Container) throws -> [String: String] {
        var service = Service()
        service.metadata.name = "web-1"
        service.spec.clusterIP = "10.96.0.7"
        var port = ServicePort()
        port.name = "http"
        port.port = 80
        service.spec.ports = [port]
        let sources = Environment.Sources(configMap: map, secret: { _ in nil }, services: [service])
        let environment = try Environment(given, of: pod("a"), fields: fields(pod("a")), sources)
        return Dictionary(environment.variables.map { ($0.name, $0.value) }) { _, last in last }
    }

    // MARK: Fields

    @Test(
        "the downward API by path",
        arguments: [
            ("metadata.name", "web"), ("metadata.uid", "u1"), ("metadata.labels['app']", "x \"y\""),
            ("metadata.labels['none']", ""), ("metadata.labels", "app=\"x \\\"y\\\"\"\ntier=\"1\""),
            ("status.podIP", "10.244.1.2"), ("status.hostIP", "172.30.0.3"), ("spec.containers", nil),
        ])
    func fieldPaths(path: String, expected: String?) {
        var given = pod("a")
        given.metadata.labels = ["tier": "1", "app": "x \"y\""]
        #expect(fields(given).field(path) == expected)
    }

    @Test(
        "limits in units of the divisor, rounded up; the node's where none is set",
        arguments: [
            ("limits.cpu", "", "1"), ("limits.cpu", "1m", "250"), ("limits.memory", "1Mi", "512"),
            ("requests.cpu", "1m", "250"),
        ])
    func resources(name: String, divisor: String, expected: String) throws {
        var given = pod("a")
        given.spec.containers[0].resources.limits = ["cpu": try Quantity("250m")]
        var selector = ResourceFieldSelector()
        selector.resource = name
        if !divisor.isEmpty { selector.divisor = try Quantity(divisor) }
        #expect(fields(given).resource(selector, container: "a") == expected)
    }
}

@Sendable func map(_ name: String) -> ConfigMap? {
    guard name == "map" else { return nil }
    var map = ConfigMap()
    map.data = ["x": "1", "y": "2"]
    return map
}

func fields(_ pod: Pod) -> PodFields {
    PodFields(
        pod, podAddress: "10.244.1.2", hostAddress: "172.30.0.3",
        allocatable: ["cpu": Quantity(2), "memory": Quantity(512 << 20)])
}
