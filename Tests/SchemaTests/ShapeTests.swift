import Schema
import Testing

@Suite("Shapes and documents")
struct ShapeTests {
    @Test("Unknown members are taken out and named")
    func pruning() throws {
        var document = try json(
            #"{"replicas":1,"foo":2,"containers":[{"name":"a"},{"name":"b","bar":{},"env":[{"baz":1}]}],"labels":{"x":"y"},"tolerations":[{"any":{"thing":1}}]}"#
        )
        #expect(Sample.shape.prune(&document) == ["foo", "containers[1].bar", "containers[1].env[0].baz"])
        #expect(
            document
                == (try json(
                    #"{"replicas":1,"containers":[{"name":"a"},{"name":"b","env":[{}]}],"labels":{"x":"y"},"tolerations":[{"any":{"thing":1}}]}"#
                )))
    }

    @Test("Defaults are filled in wherever their object is")
    func defaulting() throws {
        var document = try json(#"{"containers":[{"name":"a"},{"name":"b","policy":"Never"},{"policy":null}]}"#)
        Sample.shape.fillDefaults(in: &document)
        #expect(
            document
                == (try json(
                    #"""
                    {"containers":[{"name":"a","policy":"IfNotPresent"},{"name":"b","policy":"Never"},{"policy":"IfNotPresent"}],
                    "replicas":1,"strategy":{"type":"RollingUpdate"}}
                    """#)))
    }

    @Test("Nulls are dropped where the shape is known")
    func nulls() throws {
        var document = try json(
            #"{"replicas":null,"labels":{"a":null},"containers":[{"image":null}],"tolerations":[{"k":null}]}"#)
        Sample.shape.dropNulls(&document)
        #expect(document == (try json(#"{"labels":{},"containers":[{}],"tolerations":[{"k":null}]}"#)))
    }

    @Test(
        "A value of the wrong type is found, with its place",
        arguments: [
            (#"{"replicas":"x"}"#, "replicas: expected integer, got string"),
            (#"{"containers":{}}"#, "containers: expected array, got object"),
            (
                #"{"containers":[{"name":"a"},{"env":[{"name":1}]}]}"#,
                "containers[1].env[0].name: expected string, got integer"
            ),
            (#"{"labels":{"a":true}}"#, "labels.a: expected string, got boolean"),
        ])
    func types(text: String, message: String) throws {
        let document = try json(text)
        let error = #expect(throws: DecodeError.self) { try Sample.shape.check(document) }
        #expect(error?.description == message)
    }

    @Test("A declared type comes back from its JSON and its protobuf")
    func roundTrips() throws {
        var random = Seeded(seed: UInt64.random(in: 0...UInt64.max))
        for _ in 0..<200 {
            let document = Sample.random(using: &random)
            let sample = try Sample(json: document)
            #expect(sample.json == document)
            #expect(try Sample(protobuf: sample.protobuf) == sample)
        }
    }
}
