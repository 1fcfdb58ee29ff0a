internal import API
internal import Client
internal import Conformance
internal import HTTP
internal import Schema

/// Which objects a list or a watch shows.
extension SharedCases {
    static let selectors = [
        SharedCase(
            "labels-equality", "A list MUST show the objects whose labels the equality-based selector chooses.",
            SharedCase.labels,
            says: "Equality- or inequality-based requirements allow filtering by label keys and values."
        ) { stage in
            try await stage.createThree()
            for (selector, names) in [
                ("tier=front", ["a"]), ("tier==back", ["b"]), ("tier!=front", ["b", "c"]),
                ("tier=front,app=web", ["a"]),
                ("tier=front,app!=web", []), ("", ["a", "b", "c"]),
            ] {
                try stage.expect("labelSelector=\(selector)", try await stage.names(labels: selector), names)
            }
        },
        SharedCase(
            "labels-sets", "A list MUST show the objects whose labels the set-based selector chooses.",
            SharedCase.labels,
            says: "Set-based label requirements allow filtering keys according to a set of values."
        ) { stage in
            try await stage.createThree()
            for (selector, names) in [
                ("tier in (front,back)", ["a", "b"]), ("tier notin (front)", ["b", "c"]), ("tier", ["a", "b"]),
                ("!tier", ["c"]), ("app in (web),tier notin (back)", ["a", "c"]),
            ] {
                try stage.expect("labelSelector=\(selector)", try await stage.names(labels: selector), names)
            }
        },
        SharedCase(
            "labels-malformed", "A label selector that can't be read MUST be refused.", SharedCase.labels
        ) { stage in
            for selector in ["tier in", "=front", "tier=front,", "a b"] {
                try await stage.expectRefusal("labelSelector=\(selector)", [400]) {
                    _ = try await stage.names(labels: selector)
                }
            }
        },
        SharedCase(
            "labels-values", "A label that is no label MUST be refused.", SharedCase.labels,
            says: "must be 63 characters or less (can be empty), unless empty, must begin and end with an alphanumeric "
                + "character"
        ) { stage in
            for value in ["-a", "a b", String(repeating: "x", count: 64)] {
                try await stage.expectRefusal("an object with the label tier=\(value)", [422]) {
                    try await stage.create("odd", metadata: ["labels": ["tier": .string(value)]])
                }
            }
            try await stage.create("fine", metadata: ["labels": ["tier": "", "example.com/tier": "a-b_c.1"]])
        },
        SharedCase(
            "fields", "A list MUST show the objects whose fields the field selector chooses.", SharedCase.fields,
            says: "Field selectors let you select Kubernetes objects based on the value of one or more resource fields."
        ) { stage in
            try await stage.createThree()
            for (selector, names) in [("metadata.name=a", ["a"]), ("metadata.name==b", ["b"]), ("metadata.name=x", [])]
            {
                try stage.expect("fieldSelector=\(selector)", try await stage.names(fields: selector), names)
            }
            try stage.expect(
                "fieldSelector=metadata.name!=a", try await stage.names(fields: "metadata.name!=a"), ["b", "c"])
        },
        SharedCase(
            "fields-unsupported", "A field selector with a field that the kind doesn't support MUST be refused.",
            SharedCase.fields, says: "Using unsupported field selectors produces an error."
        ) { stage in
            try await stage.expectRefusal("fieldSelector=data.text=hello", [400]) {
                _ = try await stage.names(fields: "data.text=hello")
            }
        },
        SharedCase(
            "both", "With labels and fields, both MUST hold.", SharedCase.fields,
            says: "As with label and other selectors, field selectors can be chained together"
        ) { stage in
            try await stage.createThree()
            let names = try await stage.names(labels: "app=web", fields: "metadata.name!=a")
            try stage.expect("app=web and not named a", names, ["b", "c"])
        },
        SharedCase(
            "watch-labels",
            "A watch with a selector MUST show an object that begins to match as added, and one that ceases to as deleted.",
            SharedCase.concepts
        ) { stage in
            try await stage.create("note", "tier=back", metadata: ["labels": ["tier": "back"]])
            let options = ListOptions(namespace: stage.namespace, labelSelector: "tier=front")
            let version = try await stage.client.list(ConfigMap.self, options).metadata.resourceVersion
            try await stage.patch("note", ["metadata": ["labels": ["tier": "front"]]])
            try await stage.patch("note", ["data": ["text": "changed"]])
            try await stage.patch("note", ["metadata": ["labels": ["tier": "back"]]])
            let seen = try await stage.watched(options, from: version, count: 3)
            try stage.expect("watch of tier=front", seen, ["added note", "modified note", "deleted note"])
        },
        SharedCase(
            "watch-fields", "A watch with a field selector MUST show no other objects.", SharedCase.fields
        ) { stage in
            let options = ListOptions(namespace: stage.namespace, fieldSelector: "metadata.name=b")
            let version = try await stage.client.list(ConfigMap.self, options).metadata.resourceVersion
            for name in ["a", "b", "c"] { try await stage.create(name) }
            try await stage.delete("a")
            try await stage.delete("b")
            let seen = try await stage.watched(options, from: version, count: 2)
            try stage.expect("watch of metadata.name=b", seen, ["added b", "deleted b"])
        },
        SharedCase(
            "delete-chosen", "A deletion of a collection MUST delete what the selector chooses, and nothing else.",
            SharedCase.concepts
        ) { stage in
            try await stage.createThree()
            stage.scenario.say("the collection is deleted with labelSelector=tier")
            let target = stage.target(ConfigMap.kind, query: ["labelSelector": "tier"])
            _ = try await stage.client.document(.delete, target)
            try await stage.eventuallyGone("a", "b")
            try await stage.expectLasting("c")
        },
    ]
}

extension ObjectStage {
    /// a: app=web, tier=front; b: app=web, tier=back; c: app=web.
    func createThree() async throws {
        try await create("a", "app=web, tier=front", metadata: ["labels": ["app": "web", "tier": "front"]])
        try await create("b", "app=web, tier=back", metadata: ["labels": ["app": "web", "tier": "back"]])
        try await create("c", "app=web", metadata: ["labels": ["app": "web"]])
    }

    /// The first events of a watch.
    func watched(_ options: ListOptions, from version: String, count: Int) async throws -> [String] {
        var seen: [String] = []
        for try await event in try await client.watch(ConfigMap.self, options, from: version, seconds: 10) {
            switch event {
            case .added(let object): seen.append("added \(object.name)")
            case .modified(let object): seen.append("modified \(object.name)")
            case .deleted(let object): seen.append("deleted \(object.name)")
            case .bookmark: continue
            }
            if seen.count == count { break }
        }
        return seen
    }
}
