internal import APIServerContract
internal import Conformance
internal import HTTP
internal import Schema

/// The forms in which the same object is given out, its parts with paths of their own, and how a client finds all that.
enum FormCases {
    static let all = forms + subresources + discovery

    private static let meta = ";g=meta.k8s.io;v=v1"

    private static let forms = [
        SharedCase(
            "table", "Whoever accepts a Table MUST get one: columns, and a row of as many cells for each object.",
            .concepts
        ) { stage in
            try await stage.create("a")
            try await stage.create("b")
            let accept = "application/json;as=Table" + meta
            let table = try await stage.get(
                "configmaps?\(ServerStage.ownNotes)", accept: accept)
            try stage.expect(table, 200)
            try stage.expect("kind", table.at("kind"), "Table")
            let columns = table.at("columnDefinitions")?.array ?? []
            try stage.expect("the first column", columns.first?["name"], "Name")
            let rows = table.at("rows")?.array ?? []
            let names = rows.compactMap { $0["cells"]?.array?.first?.string }
            try stage.expect("the first cells", names, ["a", "b"])
            let counts = Set(rows.map { $0["cells"]?.array?.count ?? 0 })
            try stage.expect(
                "a cell for each column", counts == [columns.count], observed: "\(counts), \(columns.count)")
            let one = try await stage.get("configmaps/a", accept: accept)
            try stage.expect("rows of one object", String(one.at("rows")?.array?.count ?? 0), "1")
            try stage.expect("a version", !one.version.isEmpty, observed: one.text)
        },
        SharedCase(
            "metadata-only", "Whoever accepts PartialObjectMetadata MUST get metadata, and nothing else.", .concepts
        ) { stage in
            try await stage.create("a", ["color": "red"], ["labels": ["tier": "front"]])
            let one = try await stage.get("configmaps/a", accept: "application/json;as=PartialObjectMetadata" + meta)
            try stage.expect(one, 200)
            try stage.expect("kind", one.at("kind"), "PartialObjectMetadata")
            try stage.expect("its labels", one.at("metadata", "labels"), ["tier": "front"])
            try stage.expect("no data", one.at("data") == nil, observed: one.text)
            let list = try await stage.get("configmaps", accept: "application/json;as=PartialObjectMetadataList" + meta)
            try stage.expect("kind", list.at("kind"), "PartialObjectMetadataList")
            try stage.expect("its items", list.names, ["a"])
        },
        SharedCase(
            "yaml", "YAML MUST be read, and given out to who accepts it.", .concepts
        ) { stage in
            let text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  color: red\n"
            try stage.expect(try await stage.send(.post, "configmaps", text: text, type: "application/yaml"), 201)
            let answer = try await stage.get("configmaps/a", accept: "application/yaml")
            try stage.expect(answer, 200)
            try stage.expect("the answer's type", answer.type, "application/yaml")
            try stage.expect("a line `  color: red`", answer.text.contains("\n  color: red"), observed: answer.text)
        },
        SharedCase(
            "accept-choice", "Of several media types that are accepted, one that can be served MUST be chosen.",
            .concepts
        ) { stage in
            let answer = try await stage.get("configmaps", accept: "text/csv, application/json")
            try stage.expect(answer, 200)
            try stage.expect("the answer's type", answer.type, "application/json")
        },
    ]

    private static let subresources = [
        SharedCase(
            "scale",
            "The scale of a ReplicaSet MUST be an object of its own, by which its replicas are read and written.",
            .scale, says: "A ReplicaSet can be easily scaled up or down by simply updating the .spec.replicas field."
        ) { stage in
            try stage.expect(try await stage.post("replicasets", ServerStage.set("web")), 201)
            var scale = try await stage.get("replicasets/web/scale")
            try stage.expect(scale, 200)
            try stage.expect("kind", scale.at("kind"), "Scale")
            try stage.expect("apiVersion", scale.at("apiVersion"), "autoscaling/v1")
            try stage.expect("spec.replicas", scale.at("spec", "replicas") ?? 0, 0)
            try stage.expect("status.selector", scale.at("status", "selector"), "app=web")
            let patched = try await stage.patch("replicasets/web/scale?dryRun=All", .merge, ["spec": ["replicas": 3]])
            try stage.expect(patched, 200)
            try stage.expect("spec.replicas", patched.at("spec", "replicas"), 3)
            scale = try await stage.put("replicasets/web/scale", Self.scaled(-1, scale.json))
            try stage.expectRefusal(scale, 422, "Invalid")
            try stage.expect("what is wrong", scale.faults, ["spec.replicas"])
        },
        SharedCase(
            "scale-version", "A scale with a version that is no longer the last MUST be refused with 409.", .scale
        ) { stage in
            try stage.expect(try await stage.post("replicasets", ServerStage.set("web")), 201)
            let seen = try await stage.get("replicasets/web/scale").json
            try stage.expect(
                try await stage.patch("replicasets/web", .merge, ["metadata": ["labels": ["tier": "front"]]]), 200)
            let late = try await stage.put("replicasets/web/scale", Self.scaled(1, seen))
            try stage.expectRefusal(late, 409, "Conflict")
        },
        SharedCase(
            "status-path", "A write of …/status MUST NOT change the spec, and a write of the object not the status.",
            .conventions, says: "The PUT and POST verbs on objects MUST ignore the \"status\" values"
        ) { stage in
            try stage.expect(try await stage.post("replicasets", ServerStage.set("web")), 201)
            let conditions: JSON = [["type": "example.com/Seen", "status": "True"]]
            let change: JSON = ["spec": ["minReadySeconds": 5], "status": ["conditions": conditions]]
            for target in ["replicasets/web?dryRun=All", "replicasets/web/status?dryRun=All"] {
                let answer = try await stage.patch(target, .merge, change)
                try stage.expect(answer, 200)
                let isStatus = target.contains("status")
                let seconds = answer.at("spec", "minReadySeconds")?.integer ?? 0
                try stage.expect("spec.minReadySeconds", String(seconds), isStatus ? "0" : "5")
                let found = answer.at("status", "conditions")?.array?.count ?? 0
                try stage.expect("how many conditions", String(found), isStatus ? "1" : "0")
            }
        },
        SharedCase(
            "status-metadata", "A write of …/status MUST take labels and annotations along, as for all built-in kinds.",
            .conventions
        ) { stage in
            try stage.expect(try await stage.post("replicasets", ServerStage.set("web")), 201)
            let change: JSON = ["metadata": ["annotations": ["example.com/seen": "yes"], "labels": ["tier": "front"]]]
            let answer = try await stage.patch("replicasets/web/status", .merge, change)
            try stage.expect(answer, 200)
            try stage.expect("its labels", answer.at("metadata", "labels"), ["tier": "front"])
            let note = answer.at("metadata", "annotations", "example.com/seen")
            try stage.expect("its annotation", note, "yes")
        },
        SharedCase("no-subresource", "A subresource that there isn't MUST be answered with 404.", .concepts) { stage in
            try await stage.create("a")
            try stage.expect(try await stage.get("configmaps/a/status"), 404)
            try stage.expect(try await stage.get("replicasets/web/colour"), 404)
        },
    ]

    private static func scaled(_ replicas: Int64, _ scale: JSON) -> JSON {
        var scale = scale
        scale["spec"] = ["replicas": .integer(replicas)]
        return scale
    }

    private static let discovery = [
        SharedCase(
            "discovery", "The server MUST say which groups, versions, resources and verbs it has.", .discovery,
            says: "Kubernetes publishes a list of all group versions and resources supported via the Discovery API."
        ) { stage in
            let core = try await stage.get("/api")
            try stage.expect("versions of the core group", core.at("versions"), ["v1"])
            let groups = try await stage.get("/apis").at("groups")?.array ?? []
            let names = groups.compactMap { $0["name"]?.string }
            for name in ["apps", "rbac.authorization.k8s.io", "authorization.k8s.io", "coordination.k8s.io"] {
                try stage.expect("the group \(name)", names.contains(name), observed: names.joined(separator: " "))
            }
            let resources = try await stage.get("/api/v1").at("resources")?.array ?? []
            let notes = resources.first { $0["name"] == "configmaps" }
            try stage.expect("configmaps are namespaced", notes?["namespaced"], true)
            try stage.expect("their kind", notes?["kind"], "ConfigMap")
            let verbs = (notes?["verbs"]?.array?.compactMap(\.string) ?? []).sorted()
            let all = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
            try stage.expect("their verbs", verbs, all)
            let paths = resources.compactMap { $0["name"]?.string }
            try stage.expect("pods/status", paths.contains("pods/status"), observed: paths.joined(separator: " "))
        },
        SharedCase("version", "The server MUST say which version it is, and that it is ready.", .discovery) { stage in
            let version = try await stage.get("/version")
            try stage.expect(version, 200)
            try stage.expect("gitVersion", version.at("gitVersion")?.string != nil, observed: version.text)
            for path in ["/livez", "/readyz"] {
                let answer = try await stage.get(path, accept: "*/*")
                try stage.expect(path, answer.text, "ok")
            }
        },
    ]
}
