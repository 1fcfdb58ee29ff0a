import HTTP
import Schema
import Testing

@Suite("Bad input over HTTP", .timeLimit(.minutes(1)))
struct BadInputTests {
    private struct Case: Sendable {
        var body: String
        var type = "application/json"
        var code: Int
        var message: String
        init(_ body: String, type: String = "application/json", code: Int = 400, _ message: String) {
            (self.body, self.type, self.code, self.message) = (body, type, code, message)
        }
    }

    private static let cases = [
        Case("{\"metadata\":", "the body could not be read as application/json"),
        Case("", "the body could not be read as application/json"),
        Case("[1]", "the body is not an object"),
        Case("a: [", type: "application/yaml", "the body could not be read as application/yaml"),
        Case("{}", type: "text/html", code: 415, "the body of the request was in an unknown format"),
        Case("k8s", type: "application/vnd.kubernetes.protobuf", "the body could not be read as"),
        Case(String(repeating: "[", count: 100_000), "the body could not be read as application/json"),
        Case(
            "{\"data\":" + String(repeating: "{\"a\":", count: 2000) + "1" + String(repeating: "}", count: 2001),
            "the body could not be read as application/json"),
        Case("{\"kind\":\"Pod\"}", "the kind in the data (Pod) does not match the expected kind (ConfigMap)"),
        Case("{\"apiVersion\":\"v2\"}", "the API version in the data (v2) does not match"),
        Case("{\"metadata\":{\"name\":\"x\"},\"data\":{\"a\":1}}", "cannot be handled as a ConfigMap"),
        Case(
            "{\"metadata\":{\"name\":\"x\",\"namespace\":\"other\"}}",
            "the namespace of the provided object does not match"),
        Case(
            "{\"metadata\":{\"name\":\"Not_A_Name\"}}", code: 422,
            "ConfigMap \"Not_A_Name\" is invalid: metadata.name: Invalid value: \"Not_A_Name\": a lowercase RFC 1123 subdomain"
        ),
        Case(
            "{}", code: 422,
            "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required"),
        Case(
            "{\"metadata\":{\"name\":\"x\",\"labels\":{\"a b\":\"c\"}}}", code: 422,
            "ConfigMap \"x\" is invalid: metadata.labels: Invalid value: \"a b\": name part must consist of"),
        Case(
            "{\"metadata\":{\"name\":\"x\"},\"data\":{\"a/b\":\"\"}}", code: 422,
            "ConfigMap \"x\" is invalid: data[a/b]: Invalid value: \"a/b\": a valid config key must consist of"),
    ]

    @Test("what is wrong with a body is said")
    func bodies() async throws {
        try await withAPIServer { server in
            for test in Self.cases {
                let answer = try await server.send(
                    .post, configMaps, text: test.body, headers: ["Content-Type": test.type])
                #expect(answer.code == test.code, "\(test.body.prefix(80)): \(answer.message.prefix(200))")
                #expect(
                    answer.message.hasPrefix(test.message) || answer.message.contains(test.message),
                    "\(answer.message.prefix(300))")
                #expect(answer.json["kind"] == "Status")
            }
            #expect(try await server.get(configMaps).names == [])
        }
    }

    @Test("a body above 3 MiB is not read")
    func tooLarge() async throws {
        try await withAPIServer { server in
            let text = "{\"data\":{\"a\":\"" + String(repeating: "x", count: 3 << 20) + "\"}}"
            let answer = try await server.send(
                .post, configMaps, text: text, headers: ["Content-Type": "application/json"])
            #expect(answer.code == 413 && answer.reason == "RequestEntityTooLarge")
        }
    }

    @Test(
        "an unknown field is refused, warned of, or ignored, as is asked for", arguments: ["Strict", "Warn", "Ignore"])
    func fieldValidation(mode: String) async throws {
        try await withAPIServer { server in
            let text = "{\"metadata\":{\"name\":\"x\"},\"dta\":{},\"data\":{\"a\":\"1\",\"a\":\"2\"}}"
            let answer = try await server.send(
                .post, "\(configMaps)?fieldValidation=\(mode)", text: text,
                headers: ["Content-Type": "application/json"])
            #expect(answer.code == (mode == "Strict" ? 400 : 201))
            let warnings = answer.headers.fields.filter { $0.name.lowercased() == "warning" }.map(\.value)
            switch mode {
            case "Strict":
                #expect(
                    answer.message.contains("strict decoding error: unknown field \"dta\", duplicate field \"data.a\""))
            case "Warn":
                #expect(
                    warnings == ["299 - \"unknown field \\\"dta\\\"\"", "299 - \"duplicate field \\\"data.a\\\"\""])
            default: #expect(warnings.isEmpty)
            }
        }
    }

    @Test(
        "paths and verbs that aren't served",
        arguments: [
            ("GET", "/api/v1/namespaces/default/nothings", 404), ("GET", "/apis/none/v1/things", 404),
            ("POST", "/api/v1/namespaces/default/configmaps/one", 405), ("GET", "/nothing", 404),
            ("PUT", "/api/v1/namespaces/default/configmaps", 405),
            ("GET", "/api/v1/namespaces/default/pods/a/none", 404),
            ("GET", "/api/v1/pods?labelSelector=%3D%3D", 400), ("GET", "/api/v1/pods?fieldSelector=spec.none%3D1", 400),
            ("GET", "/api/v1/pods?limit=many", 400),
        ])
    func paths(method: String, target: String, code: Int) async throws {
        try await withAPIServer { server in
            let answer = try await server.send(
                HTTPMethod(method), target, text: "{}", headers: ["Content-Type": "application/json"])
            #expect(answer.code == code, "\(answer.text.prefix(200))")
        }
    }
}
