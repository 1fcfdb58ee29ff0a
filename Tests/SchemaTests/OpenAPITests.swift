import Schema
import Testing

@Suite("OpenAPI")
struct OpenAPITests {
    private let roots = [OpenAPI.Root(shape: Sample.schema.shape, group: "samples", version: "v1", kind: "Sample")]

    @Test("A declared type becomes a schema, with those it refers to")
    func writing() throws {
        let components = OpenAPI.components(of: roots)
        #expect(
            components.names == [
                "io.k8s.api.Container", "io.k8s.api.Sample", "io.k8s.api.Strategy", "io.k8s.api.Variable",
            ])
        let sample = JSON.object(components)["io.k8s.api.Sample"]
        #expect(
            sample?["x-kubernetes-group-version-kind"] == [["group": "samples", "kind": "Sample", "version": "v1"]])
        #expect(
            sample?["properties"]?["containers"]
                == (try json(
                    #"""
                    {"type":"array","items":{"$ref":"#/components/schemas/io.k8s.api.Container"},
                    "x-kubernetes-list-map-keys":["name"],"x-kubernetes-list-type":"map","x-kubernetes-patch-merge-key":"name",
                    "x-kubernetes-patch-strategy":"merge"}
                    """#)))
        #expect(
            sample?["properties"]?["strategy"]
                == (try json(
                    #"""
                    {"allOf":[{"$ref":"#/components/schemas/io.k8s.api.Strategy"}],"default":{"type":"RollingUpdate"},
                    "x-kubernetes-patch-strategy":"retainKeys"}
                    """#)))
    }

    @Test("A schema becomes a shape again: the same text comes of it")
    func reading() throws {
        let components = OpenAPI.components(of: roots)
        let schema = try #require(components["io.k8s.api.Sample"])
        let shape = try OpenAPI.shape(of: schema, name: "io.k8s.api.Sample", components: components)
        guard case .object(let object) = shape else {
            Issue.record("not an object")
            return
        }
        let again = OpenAPI.components(of: [.init(shape: object, group: "samples", version: "v1", kind: "Sample")])
        #expect(JSON.object(again) == .object(components))
    }

    @Test("A custom resource's schema prunes, defaults and checks")
    func customResource() throws {
        let schema = try json(
            #"""
            {"type":"object","required":["spec"],"properties":{
              "spec":{"type":"object","properties":{
                "size":{"type":"integer","default":3},"port":{"x-kubernetes-int-or-string":true},
                "extra":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
                "open":{"type":"object","properties":{"a":{"type":"string"}},"x-kubernetes-preserve-unknown-fields":true},
                "labels":{"type":"object","additionalProperties":{"type":"string"}}}}}}
            """#)
        let shape = try OpenAPI.shape(of: schema, name: "Widget")
        var document = try json(
            #"{"spec":{"port":"http","extra":{"x":[1]},"open":{"a":"1","b":2},"labels":{"l":"1"},"typo":1},"other":2}"#)
        #expect(shape.prune(&document) == ["spec.typo", "other"])
        shape.fillDefaults(in: &document)
        #expect(
            document
                == (try json(
                    #"{"spec":{"port":"http","extra":{"x":[1]},"open":{"a":"1","b":2},"labels":{"l":"1"},"size":3}}"#)))
        #expect(throws: DecodeError.self) { try shape.check(["spec": ["labels": ["a": 1]]]) }
    }
}
