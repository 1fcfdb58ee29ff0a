internal import APIServerContract
internal import Conformance
internal import HTTP
internal import Schema

/// Changes that are described, in four languages.
enum PatchCases {
    static let all = [
        SharedCase(
            "json-patch", "A JSON patch MUST be applied operation by operation.", .jsonPatch,
            says: "Operations are applied sequentially in the order they appear in the array."
        ) { stage in
            try await stage.create("a", ["color": "red", "size": "1"])
            let operations: JSON = [
                ["op": "test", "path": "/data/color", "value": "red"],
                ["op": "replace", "path": "/data/color", "value": "blue"],
                ["op": "move", "from": "/data/size", "path": "/data/width"],
                ["op": "copy", "from": "/data/color", "path": "/data/shade"],
                ["op": "add", "path": "/metadata/labels", "value": ["example.com/tier": "front"]],
                ["op": "remove", "path": "/metadata/labels/example.com~1tier"],
            ]
            let answer = try await stage.patch("configmaps/a", .json, operations)
            try stage.expect(answer, 200)
            try stage.expect("its data", answer.at("data"), ["color": "blue", "shade": "blue", "width": "1"])
        },
        SharedCase(
            "json-patch-whole", "A JSON patch of which one operation fails MUST change nothing.", .jsonPatch,
            says: "the entire patch document SHALL NOT be deemed successful"
        ) { stage in
            try await stage.create("a")
            for second: JSON in [
                ["op": "test", "path": "/data/color", "value": "green"], ["op": "remove", "path": "/data/none"],
            ] {
                let first: JSON = ["op": "replace", "path": "/data/color", "value": "blue"]
                let answer = try await stage.patch("configmaps/a", .json, [first, second])
                try stage.expectRefusal(answer, 422, "Invalid")
            }
            try stage.expect("its data", try await stage.get("configmaps/a").at("data"), ["color": "red"])
            try stage.expectRefusal(try await stage.patch("configmaps/a", .json, ["op": "test"]), 400, "BadRequest")
        },
        SharedCase(
            "merge-patch", "A merge patch MUST merge objects, take away what is null, and replace lists.", .mergePatch,
            says:
                "Null values in the merge patch are given special meaning to indicate the removal of existing values in the "
                + "target."
        ) { stage in
            try await stage.create(
                "a", ["color": "red", "size": "1"], ["finalizers": ["example.com/a", "example.com/b"]])
            let change: JSON = [
                "data": ["size": .null, "shape": "round"], "metadata": ["finalizers": ["example.com/c"]],
            ]
            let answer = try await stage.patch("configmaps/a", .merge, change)
            try stage.expect(answer, 200)
            try stage.expect("its data", answer.at("data"), ["color": "red", "shape": "round"])
            try stage.expect("its finalizers", answer.json.finalizers, ["example.com/c"])
            try await stage.patch("configmaps/a", .merge, ["metadata": ["finalizers": .null]])
        },
        SharedCase(
            "strategic-patch", "A strategic merge patch MUST merge containers by their names.", .patches,
            says:
                "Notice that the patch did not replace the containers list. Instead it added a new Container to the list."
        ) { stage in
            try stage.expect(try await stage.post("replicasets", ServerStage.set("web")), 201)
            let change = Self.containers([["name": "log", "image": "busybox:2"], ["name": "new", "image": "alpine"]])
            let answer = try await stage.patch("replicasets/web", .strategic, change)
            try stage.expect(answer, 200)
            let images = ["log busybox:2", "new alpine", "web nginx"]
            try stage.expect("its containers", Self.images(answer).sorted(), images)
        },
        SharedCase(
            "strategic-directives",
            "A strategic merge patch MUST delete what $patch: delete names, and replace what it says "
                + "to replace.", .patches
        ) { stage in
            try stage.expect(try await stage.post("replicasets", ServerStage.set("web")), 201)
            let without = Self.containers([["name": "log", "$patch": "delete"]])
            let shorter = try await stage.patch("replicasets/web", .strategic, without)
            try stage.expect(shorter, 200)
            try stage.expect("its containers", Self.images(shorter), ["web nginx"])
            let instead = Self.containers([["name": "only", "image": "alpine"], ["$patch": "replace"]])
            let other = try await stage.patch("replicasets/web", .strategic, instead)
            try stage.expect(other, 200)
            try stage.expect("its containers", Self.images(other), ["only alpine"])
        },
        SharedCase(
            "merge-patch-list", "A merge patch MUST replace the list of containers.", .patches,
            says:
                "With a JSON merge patch, if you want to update a list, you have to specify the entire new list. And the new list "
                + "completely replaces the existing list."
        ) { stage in
            try stage.expect(try await stage.post("replicasets", ServerStage.set("web")), 201)
            let change = Self.containers([["name": "only", "image": "alpine"]])
            let answer = try await stage.patch("replicasets/web", .merge, change)
            try stage.expect(answer, 200)
            try stage.expect("its containers", Self.images(answer), ["only alpine"])
        },
        SharedCase(
            "patch-version", "A patch that names a version that is no longer the last MUST be refused with 409.",
            .concepts
        ) { stage in
            let first = try await stage.create("a")
            let change: JSON = [
                "metadata": ["resourceVersion": .string(first.resourceVersion)], "data": ["color": "blue"],
            ]
            try stage.expect(try await stage.patch("configmaps/a", .merge, change), 200)
            var late = change
            late["data"] = ["color": "green"]
            for type in [ServerStage.PatchType.merge, .strategic] {
                try stage.expectRefusal(try await stage.patch("configmaps/a", type, late), 409, "Conflict")
            }
        },
        SharedCase(
            "patch-missing", "A patch of what isn't there MUST be refused with 404.", .concepts
        ) { stage in
            for type in [ServerStage.PatchType.merge, .strategic] {
                try stage.expectRefusal(try await stage.patch("configmaps/a", type, ["data": [:]]), 404, "NotFound")
            }
        },
        SharedCase(
            "patch-invalid", "A patch after which the object would be invalid MUST be refused, and change nothing.",
            .concepts
        ) { stage in
            try stage.expect(try await stage.post("replicasets", ServerStage.set("web")), 201)
            let answer = try await stage.patch("replicasets/web", .merge, ["spec": ["replicas": -1]])
            try stage.expectRefusal(answer, 422, "Invalid")
            try stage.expect("what is wrong", answer.faults, ["spec.replicas"])
            let now = try await stage.get("replicasets/web")
            try stage.expect("spec.replicas", now.at("spec", "replicas"), 0)
        },
    ]

    private static func containers(_ containers: JSON) -> JSON {
        ["spec": ["template": ["spec": ["containers": containers]]]]
    }

    private static func images(_ answer: Answer) -> [String] {
        answer.at("spec", "template", "spec", "containers")?.array?
            .map { "\($0["name"]?.string ?? "") \($0["image"]?.string ?? "")" } ?? []
    }
}
