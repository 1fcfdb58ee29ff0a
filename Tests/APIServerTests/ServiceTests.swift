import Schema
import Testing

@Suite("Services over HTTP", .timeLimit(.minutes(1)))
struct ServiceTests {
    private func service(_ name: String, type: String = "ClusterIP", port: JSON = ["port": 80]) -> JSON {
        ["metadata": ["name": .string(name)], "spec": ["type": .string(type), "ports": [port]]]
    }

    @Test("each gets an address of its own, and keeps it")
    func addresses() async throws {
        try await withAPIServer { server in
            let one = try await server.post(services, service("one"))
            let two = try await server.post(services, service("two"))
            let address = try #require(one.at("spec", "clusterIP")?.string)
            #expect(address.hasPrefix("10.96.") && address != two.at("spec", "clusterIP")?.string)
            #expect(one.at("spec", "ports")?.array?.first?["targetPort"] == 80)
            var other = service("one")
            other[path: ["spec", "selector"]] = ["app": "web"]
            #expect(try await server.put("\(services)/one", other).at("spec", "clusterIP") == .string(address))
            other[path: ["spec", "clusterIP"]] = "10.96.200.200"
            let moved = try await server.put("\(services)/one", other)
            #expect(moved.code == 422)
            #expect(
                moved.message.contains(
                    "spec.clusterIPs[0]: Invalid value: [\"10.96.200.200\"]: may not change once set"))
        }
    }

    @Test("an address that is taken is refused, and free again when its service is gone")
    func taken() async throws {
        try await withAPIServer { server in
            var wanted = service("one")
            wanted[path: ["spec", "clusterIP"]] = "10.96.7.7"
            #expect(try await server.post(services, wanted).code == 201)
            wanted[path: ["metadata", "name"]] = "two"
            let refused = try await server.post(services, wanted)
            #expect(refused.code == 422)
            #expect(refused.message.hasSuffix("failed to allocate IP 10.96.7.7: provided IP is already allocated"))
            #expect(try await server.delete("\(services)/one").code == 200)
            #expect(try await server.post(services, wanted).code == 201)
        }
    }

    @Test("a node port is found, kept, or refused when it is taken")
    func nodePorts() async throws {
        try await withAPIServer { server in
            let found = try await server.post(services, service("found", type: "NodePort"))
            let port = found.at("spec", "ports")?.array?.first?["nodePort"]?.integer ?? 0
            #expect(30000...32767 ~= port)
            #expect(
                try await server.put("\(services)/found", service("found", type: "NodePort")).at("spec", "ports")
                    == found.at("spec", "ports"))
            let taken = try await server.post(
                services, service("taken", type: "NodePort", port: ["port": 80, "nodePort": port.json]))
            #expect(taken.code == 422)
            #expect(
                taken.message == "Service \"taken\" is invalid: spec.ports[0].nodePort: Invalid value: \(port): "
                    + "provided port is already allocated")
            let plain = try await server.put("\(services)/found", service("found"))
            #expect(plain.at("spec", "ports")?.array?.first?["nodePort"] == nil)
            #expect(
                try await server.post(
                    services, service("taken", type: "NodePort", port: ["port": 80, "nodePort": port.json])
                )
                .code == 201)
        }
    }
}
