internal import API
internal import Client
internal import Conformance
internal import HTTP
internal import Schema

/// What becomes of what is written: amounts, generations, versions.
extension SharedCases {
    static let quantities = [
        SharedCase(
            "canonical-quantities", "Quantities MUST be given back in canonical form.", SharedCase.quantity,
            says: "Before serializing, Quantity will be put in \"canonical form\"."
        ) { stage in
            let written = [
                ("0.5", "500m"), ("1000m", "1"), ("1500m", "1500m"), ("2000", "2k"), ("1024Mi", "1Gi"),
                ("1.5Gi", "1536Mi"), ("1000000k", "1G"), ("12e6", "12e6"), ("0.5Ki", "512"),
            ]
            for (index, (text, canonical)) in written.enumerated() {
                let set = try await stage.createSet("set-\(index)", memory: text)
                let found = set[path: ["spec", "template", "spec", "containers"]]?.array?.first?[
                    path: ["resources", "limits", "memory"]]?.string
                try stage.scenario.expect(
                    "memory: \(text) is given back as \(canonical)", observed: found ?? "nothing", found == canonical)
            }
        },
        SharedCase("no-quantities", "What is no quantity MUST be refused.", SharedCase.quantity) { stage in
            for text in ["1GB", "many", "1 Gi", "1e"] {
                try await stage.expectRefusal("memory: \(text)", [400, 422]) {
                    _ = try await stage.createSet("odd", memory: text)
                }
            }
        },
        SharedCase(
            "compared-quantities", "A request above the limit MUST be refused, in whatever units the two are written.",
            "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"
        ) { stage in
            _ = try await stage.createSet("fine", memory: "1Gi", request: "1024Mi")
            try await stage.expectRefusal("a request of 1G and a limit of 900Mi", [422]) {
                _ = try await stage.createSet("odd", memory: "900Mi", request: "1G")
            }
        },
    ]

    static let wishes = [
        SharedCase(
            "generation", "metadata.generation MUST grow with a change of the spec, and with nothing else.",
            SharedCase.meta,
            says: "A sequence number representing a specific generation of the desired state. Populated by the system."
        ) { stage in
            let kind = ReplicaSet.kind
            let created = try await stage.createSet("web", memory: "1Mi")
            try stage.scenario.expect("the generation of a new object", created.generation, equals: 1)
            let labelled = try await stage.patch("web", in: kind, ["metadata": ["labels": ["team": "blue"]]])
            try stage.scenario.expect("the generation after a label", labelled.generation, equals: 1)
            let changed = try await stage.patch("web", in: kind, ["spec": ["minReadySeconds": 5]])
            try stage.scenario.expect("the generation after a change of the spec", changed.generation, equals: 2)
            let same = try await stage.patch("web", in: kind, ["spec": ["minReadySeconds": 5]])
            try stage.scenario.expect("the generation after the same again", same.generation, equals: 2)
        },
        SharedCase(
            "generation-is-the-servers", "A client MUST NOT be able to set the generation.", SharedCase.meta,
            says: "Populated by the system. Read-only."
        ) { stage in
            _ = try await stage.createSet("web", memory: "1Mi")
            let patched = try await stage.patch("web", in: ReplicaSet.kind, ["metadata": ["generation": 7]])
            try stage.scenario.expect("the generation", patched.generation, equals: 1)
        },
        SharedCase(
            "version-changes",
            "Each write that changes an object MUST give it another resourceVersion, and no other write.",
            SharedCase.meta,
            says: "An opaque value that represents the internal version of this object that can be used by clients to "
                + "determine when objects have changed."
        ) { stage in
            let first = try await stage.create("note").text("resourceVersion")
            let second = try await stage.patch("note", ["data": ["text": "changed"]]).text("resourceVersion")
            try stage.scenario.expect("another version", observed: "\(first) twice", first != second)
            let third = try await stage.patch("note", ["data": ["text": "changed"]]).text("resourceVersion")
            try stage.scenario.expect("the same version", observed: "\(second), then \(third)", second == third)
        },
        SharedCase(
            "conflict", "A write of a version that is no longer the present one MUST be refused with 409.",
            SharedCase.concepts
        ) { stage in
            var stale = try await stage.create("note")
            try await stage.patch("note", ["data": ["text": "changed"]])
            stale[path: ["data", "text"]] = "mine"
            let (target, body) = (stage.target(ConfigMap.kind, "note"), stale)
            try await stage.expectRefusal("the old version is changed, and written back", [409]) {
                _ = try await stage.client.document(.put, target, body: .json(body))
            }
            let text = try await stage.get("note")[path: ["data", "text"]]?.string
            try stage.scenario.expect("the text", text, equals: "changed")
        },
        SharedCase(
            "identity",
            "An object's uid and time of creation MUST NOT change, and one made again MUST have another uid.",
            SharedCase.meta,
            says: "UID is the unique in time and space value for this object."
        ) { stage in
            let first = try await stage.create("note")
            let patched = try await stage.patch("note", ["data": ["text": "changed"]])
            for name in ["uid", "creationTimestamp"] {
                try stage.scenario.expect(name, patched.text(name), equals: first.text(name))
            }
            try await stage.delete("note")
            try await stage.eventuallyGone("note")
            let second = try await stage.create("note").text("uid")
            try stage.scenario.expect("another uid", observed: "the same", second != first.text("uid"))
        },
    ]
}

extension ObjectStage {
    /// A ReplicaSet of no pods, for what ConfigMaps don't have.
    func createSet(_ name: String, memory: String, request: String? = nil) async throws -> JSON {
        scenario.say("the ReplicaSet \(name) is created; its pods' memory: \(memory)")
        var container: JSON = ["name": "main", "image": "busybox:1.36"]
        container["resources"] = ["limits": ["memory": .string(memory)]]
        if let request { container[path: ["resources", "requests"]] = ["memory": .string(request)] }
        return try await create(
            name, in: ReplicaSet.kind, [:],
            body: [
                "spec": [
                    "replicas": 0, "selector": ["matchLabels": ["app": "web"]],
                    "template": ["metadata": ["labels": ["app": "web"]], "spec": ["containers": [container]]],
                ]
            ])
    }
}
