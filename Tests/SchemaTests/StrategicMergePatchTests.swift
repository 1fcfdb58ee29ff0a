import APIMachinery
import Schema
import Testing

@Suite("Strategic merge patch")
struct StrategicMergePatchTests {
    @Test(
        "Lists are merged by key, sets grow, directives are followed",
        arguments: [
            // kubernetes.io: a second container is added, the first stays.
            (
                #"{"containers":[{"name":"patch-demo-ctr","image":"nginx"}]}"#,
                #"{"containers":[{"name":"patch-demo-ctr-2","image":"redis"}]}"#,
                #"{"containers":[{"name":"patch-demo-ctr-2","image":"redis"},{"name":"patch-demo-ctr","image":"nginx"}]}"#
            ),
            // kubernetes.io: tolerations have no merge key and are replaced.
            (#"{"tolerations":[{"key":"a"}]}"#, #"{"tolerations":[{"key":"b"}]}"#, #"{"tolerations":[{"key":"b"}]}"#),
            // kubernetes.io: a Deployment's strategy with retainKeys.
            (
                #"{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}}"#,
                #"{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}"#, #"{"strategy":{"type":"Recreate"}}"#
            ),
            (
                #"{"containers":[{"name":"a","image":"1","env":[{"name":"X","value":"1"}]},{"name":"b"}]}"#,
                #"{"containers":[{"name":"a","env":[{"name":"Y","value":"2"}],"image":null},{"name":"b","$patch":"delete"}]}"#,
                #"{"containers":[{"name":"a","env":[{"name":"Y","value":"2"},{"name":"X","value":"1"}]}]}"#
            ),
            (
                #"{"containers":[{"name":"a"},{"name":"b"}]}"#, #"{"containers":[{"name":"c"},{"$patch":"replace"}]}"#,
                #"{"containers":[{"name":"c"}]}"#
            ),
            (#"{"finalizers":["a","b"]}"#, #"{"finalizers":["c","b"]}"#, #"{"finalizers":["c","a","b"]}"#),
            (
                #"{"finalizers":["a","b","c"]}"#, #"{"$deleteFromPrimitiveList/finalizers":["b"]}"#,
                #"{"finalizers":["a","c"]}"#
            ),
            (#"{"labels":{"a":"1","b":"2"}}"#, #"{"labels":{"a":null,"c":"3"}}"#, #"{"labels":{"b":"2","c":"3"}}"#),
            (#"{"labels":{"a":"1"}}"#, #"{"labels":{"$patch":"replace","c":"3"}}"#, #"{"labels":{"c":"3"}}"#),
            (#"{"labels":{"a":"1"}}"#, #"{"labels":{"$patch":"delete"}}"#, #"{"labels":{}}"#),
            // The design proposal: the server's own elements keep their relative place.
            (
                #"{"containers":[{"name":"a"},{"name":"own"},{"name":"b"}]}"#,
                #"{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"b","image":"2"}]}"#,
                #"{"containers":[{"name":"own"},{"name":"b","image":"2"},{"name":"a"}]}"#
            ),
            (
                #"{"containers":[{"name":"a"},{"name":"b"}]}"#,
                #"{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}"#,
                #"{"containers":[{"name":"b"},{"name":"a"}]}"#
            ),
            // Into nothing: nulls and directives vanish.
            (
                "{}",
                #"{"strategy":{"$retainKeys":["type"],"type":"Recreate","rollingUpdate":null},"containers":[{"name":"x","$patch":"delete"}]}"#,
                #"{"strategy":{"type":"Recreate"},"containers":[]}"#
            ),
        ])
    func examples(document: String, patch: String, result: String) throws {
        let patched = try StrategicMergePatch.apply(json(patch), to: json(document), shape: Sample.shape)
        #expect(patched == (try json(result)), "got \(patched)")
    }

    @Test(
        "A patch of the wrong form is refused",
        arguments: [
            (#"{"containers":[{"image":"x"}]}"#, #"map: {"image":"x"} does not contain declared merge key: name"#),
            (#"{"labels":{"$patch":"explode"}}"#, #"unknown patch type found: "explode" in map: {"$patch":"explode"}"#),
            (#"{"strategy":{"$retainKeys":[],"type":"x"}}"#, "invalid patch format of retainKeys"),
            (#"{"$setElementOrder/containers":{}}"#, "invalid patch format of setElementOrder list"),
            ("[]", "a strategic merge patch is an object"),
        ])
    func refusals(patch: String, message: String) throws {
        let patch = try json(patch)
        let document: JSON = ["containers": [["name": "a"]]]
        #expect(throws: PatchError(message)) {
            try StrategicMergePatch.apply(patch, to: document, shape: Sample.shape)
        }
    }

    @Test("kubectl apply keeps what others wrote, and removes what left the manifest")
    func threeWay() throws {
        let last = try json(
            #"{"replicas":1,"labels":{"a":"1","gone":"x"},"containers":[{"name":"a","image":"1"},{"name":"old"}]}"#)
        let modified = try json(#"{"labels":{"a":"2"},"containers":[{"name":"a","image":"2"}]}"#)
        let live = try json(
            #"{"replicas":5,"labels":{"a":"1","gone":"x","theirs":"y"},"containers":[{"name":"a","image":"1","policy":"Always"},{"name":"sidecar"},{"name":"old"}]}"#
        )
        let patch = try StrategicMergePatch.threeWay(
            lastApplied: last, modified: modified, live: live, shape: Sample.shape)
        #expect(
            patch
                == (try json(
                    #"""
                    {"labels":{"a":"2","gone":null},"containers":[{"image":"2","name":"a"},{"name":"old","$patch":"delete"}],
                    "$setElementOrder/containers":[{"name":"a"}],"replicas":null}
                    """#)),
            "got \(patch)")
        let result = try StrategicMergePatch.apply(patch, to: live, shape: Sample.shape)
        #expect(
            result
                == (try json(
                    #"{"labels":{"a":"2","theirs":"y"},"containers":[{"name":"a","image":"2","policy":"Always"},{"name":"sidecar"}]}"#
                )), "got \(result)")
        let again = try StrategicMergePatch.threeWay(
            lastApplied: modified, modified: modified, live: result, shape: Sample.shape)
        #expect(again == [:])
    }

    @Test("The difference of two random documents makes one of the other")
    func property() throws {
        var random = Seeded(seed: UInt64.random(in: 0...UInt64.max))
        for _ in 0..<500 {
            let old = Sample.random(using: &random)
            let new = Sample.random(using: &random)
            let patch = try StrategicMergePatch.difference(from: old, to: new, shape: Sample.shape)
            let result = try StrategicMergePatch.apply(patch, to: old, shape: Sample.shape)
            #expect(result == new, "seed \(random.seed): \(old) to \(new) by \(patch) gave \(result)")
        }
    }
}

/// A little of what pods and deployments have.
struct Sample: Declared {
    var replicas: Int? = nil
    var labels: [String: String] = [:]
    var finalizers: [String] = []
    var containers: [Container] = []
    var tolerations: [RawJSON] = []
    var strategy: Strategy? = nil

    static let schema = Schema<Self>("A sample.") {
        Field(1, "replicas", \.replicas, default: 1)
        Field(2, "labels", \.labels)
        Field(3, "finalizers", \.finalizers, merge: .set)
        Field(4, "containers", \.containers, merge: .byKey("name"))
        Field(5, "tolerations", \.tolerations)
        Field(6, "strategy", \.strategy, default: ["type": "RollingUpdate"], merge: .retainKeys)
    }

    struct Container: Declared {
        var name = ""
        var image: String? = nil
        var policy: String? = nil
        var env: [Variable] = []

        static let schema = Schema<Self>("A container.") {
            Field(1, "name", \.name, required: true)
            Field(2, "image", \.image)
            Field(3, "policy", \.policy, default: "IfNotPresent")
            Field(4, "env", \.env, merge: .byKey("name"))
        }
    }

    struct Variable: Declared {
        var name = ""
        var value = ""

        static let schema = Schema<Self>("An environment variable.") {
            Field(1, "name", \.name)
            Field(2, "value", \.value)
        }
    }

    struct Strategy: Declared {
        var type = ""
        var rollingUpdate: [String: Int]? = nil

        static let schema = Schema<Self>("How pods are replaced.") {
            Field(1, "type", \.type)
            Field(2, "rollingUpdate", \.rollingUpdate)
        }
    }
}

extension Sample {
    static func random(using random: inout Seeded) -> JSON {
        func pick(_ names: [String]) -> [String] {
            names.filter { _ in Bool.random(using: &random) }.shuffled(using: &random)
        }
        var sample = Sample()
        sample.replicas = [nil, 1, 2].randomElement(using: &random) ?? nil
        sample.finalizers = pick(["a", "b", "c"])
        sample.labels = Dictionary(
            uniqueKeysWithValues: pick(["x", "y", "z"]).map { ($0, pick(["1", "2"]).first ?? "") })
        sample.containers = pick(["c1", "c2", "c3", "c4"]).map { name in
            var container = Container()
            container.name = name
            container.image = pick(["one", "two"]).first
            container.env = pick(["A", "B", "C"]).map { Variable(name: $0, value: pick(["v", "w"]).first ?? "") }
            return container
        }
        if Bool.random(using: &random) {
            sample.strategy = Strategy(type: pick(["Recreate", "RollingUpdate"]).first ?? "")
            sample.strategy?.rollingUpdate = pick(["maxSurge"]).first.map { [$0: 1] }
        }
        return sample.json
    }
}
