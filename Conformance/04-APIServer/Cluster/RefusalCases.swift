internal import Conformance
internal import HTTP
internal import Schema

/// What is no good request: each refusal has its code, and says in a Status what was wrong.
enum RefusalCases {
    static let all = [
        SharedCase(
            "missing", "A read of what isn't there MUST be answered with 404 NotFound.", .conventions,
            says: "404 StatusNotFound - Indicates that the requested resource does not exist."
        ) { stage in
            let object = try await stage.get("configmaps/a")
            try stage.expectRefusal(object, 404, "NotFound")
            try stage.expect("details", object.at("details"), ["name": "a", "kind": "configmaps"])
            for target in ["mistakes", "/apis/example.com/v1/mistakes", "/api/v2/pods"] {
                try stage.expect(try await stage.get(target), 404)
            }
        },
        SharedCase(
            "method", "A verb that a path doesn't have MUST be refused with 405.", .conventions,
            says:
                "405 StatusMethodNotAllowed - Indicates that the action the client attempted to perform on the resource was "
                + "not supported by the code."
        ) { stage in
            try await stage.create("a")
            try stage.expectRefusal(
                try await stage.post("configmaps/a", ServerStage.note("a")), 405, "MethodNotAllowed")
            try stage.expectRefusal(try await stage.put("configmaps", ServerStage.note("a")), 405, "MethodNotAllowed")
        },
        SharedCase(
            "no-json", "A body that can't be read MUST be refused with 400 BadRequest.", .conventions,
            says: "400 StatusBadRequest - Indicates that the request was invalid."
        ) { stage in
            for text in ["{\"metadata\":", "{bad}", "\"text\"x"] {
                let answer = try await stage.send(.post, "configmaps", text: text)
                try stage.expectRefusal(answer, 400, "BadRequest")
            }
        },
        SharedCase(
            "wrong-type", "A member of a wrong type MUST be refused with 400 BadRequest.", .conventions
        ) { stage in
            let answer = try await stage.post("configmaps", ServerStage.note("a", ["color": 1]))
            try stage.expectRefusal(answer, 400, "BadRequest")
        },
        SharedCase(
            "wrong-place",
            "A body that is another kind, or of another namespace or name than the path, MUST be refused "
                + "with 400.", .conventions
        ) { stage in
            var pod = ServerStage.note("a")
            pod["kind"] = "Secret"
            try stage.expectRefusal(try await stage.post("configmaps", pod), 400, "BadRequest")
            let elsewhere = ServerStage.note("a", [:], ["namespace": "default"])
            try stage.expectRefusal(try await stage.post("configmaps", elsewhere), 400, "BadRequest")
            try await stage.create("a")
            try stage.expectRefusal(try await stage.put("configmaps/a", ServerStage.note("b")), 400, "BadRequest")
            let renamed = try await stage.patch("configmaps/a", .merge, ["metadata": ["name": "b"]])
            try stage.expectRefusal(renamed, 400, "BadRequest")
        },
        SharedCase(
            "media-type", "A body of a media type that isn't known MUST be refused with 415.", .concepts
        ) { stage in
            let text = "\(ServerStage.note("a"))"
            let answer = try await stage.send(.post, "configmaps", text: text, type: "text/plain")
            try stage.expectRefusal(answer, 415, "UnsupportedMediaType")
            try await stage.create("a")
            let patch = try await stage.send(.patch, "configmaps/a", text: text, type: "application/json")
            try stage.expectRefusal(patch, 415, "UnsupportedMediaType")
        },
        SharedCase(
            "accept", "A media type that can't be served MUST be refused with 406.", .concepts
        ) { stage in
            try stage.expectRefusal(try await stage.get("configmaps", accept: "text/csv"), 406, "NotAcceptable")
        },
        SharedCase(
            "name", "An object without a name, or with one that is none, MUST be refused with 422, naming the field.",
            .names,
            says: "contain only lowercase alphanumeric characters, '-' or '.'"
        ) { stage in
            for metadata: JSON in [[:], ["name": "Not_A_Name"], ["name": "-a"], ["name": "a/b"]] {
                let answer = try await stage.post("configmaps", ["metadata": metadata])
                try stage.expectRefusal(answer, 422, "Invalid")
                try stage.expect("what is wrong", answer.faults, ["metadata.name"])
            }
        },
        SharedCase(
            "causes", "What is invalid MUST be refused with 422, with a cause for each fault.", .conventions,
            says:
                "422 StatusUnprocessableEntity - Indicates that the requested create or update operation cannot be completed "
                + "due to invalid data provided as part of the request."
        ) { stage in
            var set = ServerStage.set("web")
            set[path: ["spec", "replicas"]] = -1
            set[path: ["spec", "template", "spec", "containers"]] = [["image": "nginx"]]
            let answer = try await stage.post("replicasets", set)
            try stage.expectRefusal(answer, 422, "Invalid")
            let wanted = ["spec.replicas", "spec.template.spec.containers[0].name"]
            try stage.expect("what is wrong", answer.faults, wanted)
        },
        SharedCase(
            "too-large", "A ConfigMap of more than 1 MiB MUST be refused.", .configMaps,
            says: "The data stored in a ConfigMap cannot exceed 1 MiB."
        ) { stage in
            let data: JSON = ["text": .string(String(repeating: "x", count: (1 << 20) + 1))]
            let answer = try await stage.post("configmaps", ServerStage.note("a", data))
            try stage.expectRefusal(answer, 422, "Invalid")
            let enough: JSON = ["text": .string(String(repeating: "x", count: 1 << 19))]
            try stage.expect(try await stage.post("configmaps", ServerStage.note("a", enough)), 201)
        },
        SharedCase(
            "body-limit", "A body that is far too large MUST be refused with 413.", .concepts
        ) { stage in
            let text = String(repeating: "x", count: 5 << 20)
            let answer = try await stage.post("configmaps", ServerStage.note("a", ["text": .string(text)]))
            try stage.expectRefusal(answer, 413, "RequestEntityTooLarge")
        },
        SharedCase(
            "depth", "A body that is nested without end MUST be refused, and the server go on.", .conventions
        ) { stage in
            let depth = 100_000
            let text = String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
            let answer = try await stage.send(
                .post, "configmaps", text: "{\"metadata\":{\"name\":\"a\"},\"x\":\(text)}")
            try stage.expectRefusal(answer, 400, "BadRequest")
            try stage.expect(try await stage.get("configmaps"), 200)
        },
    ]
}
