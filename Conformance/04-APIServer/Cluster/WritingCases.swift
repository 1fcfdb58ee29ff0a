internal import APIServerContract
internal import Conformance
internal import Schema

/// Create, read, update, delete: what is answered, and what is there afterwards.
enum WritingCases {
    static let all = creation + updates + deletion + trial

    private static let creation = [
        SharedCase(
            "create", "A create MUST answer 201 with the object, which the server has given an identity.", .conventions,
            says: "POST /<resourceNamePlural> - Create a new resource from the JSON object provided by the client."
        ) { stage in
            let sent = ServerStage.note(
                "a", ["color": "red"], ["uid": "mine", "creationTimestamp": "1999-01-01T00:00:00Z"])
            let made = try await stage.post("configmaps", sent)
            try stage.expect(made, 201)
            try stage.expect("its namespace", made.at("metadata", "namespace"), .string(stage.namespace))
            try stage.expect("its data", made.at("data"), ["color": "red"])
            try stage.expect("a uid of the server's", made.json.uid.count == 36, observed: made.json.uid)
            let birth = made.at("metadata", "creationTimestamp")?.string ?? ""
            try stage.expect("a birth after 1999", !birth.hasPrefix("1999") && !birth.isEmpty, observed: birth)
            let read = try await stage.get("configmaps/a")
            try stage.expect(read, 200)
            try stage.expect("what is read is what was made", read.json == made.json, observed: read.text)
        },
        SharedCase(
            "create-twice", "A create of a name that is taken MUST be refused with 409 AlreadyExists.", .conventions,
            says:
                "409 StatusConflict … Indicates that either the resource the client attempted to create already exists …"
        ) { stage in
            try await stage.create("a")
            let again = try await stage.post("configmaps", ServerStage.note("a", ["color": "blue"]))
            try stage.expectRefusal(again, 409, "AlreadyExists")
            try stage.expect("details.name", again.at("details", "name"), "a")
            try stage.expect("details.kind", again.at("details", "kind"), "configmaps")
            try stage.expect("its data", try await stage.get("configmaps/a").at("data"), ["color": "red"])
        },
        SharedCase(
            "generate-name", "A create with generateName MUST get a name that begins with it, and no name twice.",
            .conventions
        ) { stage in
            var names: Set<String> = []
            for _ in 1...3 {
                let made = try await stage.post("configmaps", ["metadata": ["generateName": "note-"]])
                try stage.expect(made, 201)
                try stage.expect("a name behind note-", made.json.name.hasPrefix("note-"), observed: made.json.name)
                names.insert(made.json.name)
            }
            try stage.scenario.expect("how many names", names.count, equals: 3)
        },
        SharedCase("nowhere", "A create in a namespace that isn't there MUST be refused with 404.", .admission) {
            stage in
            let target = "/api/v1/namespaces/\(stage.namespace)-not/configmaps"
            try stage.expectRefusal(try await stage.post(target, ServerStage.note("a")), 404, "NotFound")
        },
    ]

    private static let updates = [
        SharedCase(
            "replace", "A PUT MUST replace the object as a whole.", .conventions,
            says:
                "PUT /<resourceNamePlural>/<name> - Update or create the resource with the given name with the JSON object "
                + "provided by the client."
        ) { stage in
            let made = try await stage.create("a", ["color": "red", "size": "1"], ["labels": ["tier": "front"]])
            let written = try await stage.put("configmaps/a", ServerStage.note("a", ["color": "blue"]))
            try stage.expect(written, 200)
            try stage.expect("its data", written.at("data"), ["color": "blue"])
            try stage.expect("its labels", written.at("metadata", "labels") == nil, observed: written.text)
            try stage.expect("its uid", written.at("metadata", "uid"), .string(made.uid))
            try stage.expect("another version", written.version != made.resourceVersion, observed: written.version)
        },
        SharedCase(
            "replace-missing", "A PUT of a ConfigMap that isn't there MUST be refused with 404.", .conventions
        ) { stage in
            let answer = try await stage.put("configmaps/a", ServerStage.note("a"))
            try stage.expectRefusal(answer, 404, "NotFound")
            try stage.expect("details.name", answer.at("details", "name"), "a")
        },
        SharedCase(
            "old-version", "A PUT with a version that is no longer the last MUST be refused with 409 Conflict.",
            .conventions,
            says: "its version is checked against a pre-saved value, and if it doesn't match, the update fails with a "
                + "StatusConflict (HTTP status code 409)"
        ) { stage in
            var seen = try await stage.create("a")
            try stage.expect(try await stage.put("configmaps/a", ServerStage.note("a", ["color": "blue"])), 200)
            seen["data"] = ["color": "green"]
            try stage.expectRefusal(try await stage.put("configmaps/a", seen), 409, "Conflict")
            let now = try await stage.get("configmaps/a")
            try stage.expect("its data", now.at("data"), ["color": "blue"])
            seen[path: ["metadata", "resourceVersion"]] = .string(now.version)
            try stage.expect(try await stage.put("configmaps/a", seen), 200)
        },
        SharedCase(
            "other-object", "A PUT that names another uid MUST be refused with 409 Conflict.", .names,
            says: "Every object created over the whole lifetime of a Kubernetes cluster has a distinct UID."
        ) { stage in
            try await stage.create("a")
            let other = ServerStage.note("a", [:], ["uid": "00000000-0000-0000-0000-000000000000"])
            try stage.expectRefusal(try await stage.put("configmaps/a", other), 409, "Conflict")
        },
        SharedCase(
            "nothing-changed", "A write that changes nothing MUST be no new version.", .concepts
        ) { stage in
            let made = try await stage.create("a")
            let written = try await stage.put("configmaps/a", made)
            try stage.expect(written, 200)
            try stage.expect("its version", written.at("metadata", "resourceVersion"), .string(made.resourceVersion))
        },
    ]

    private static let deletion = [
        SharedCase(
            "delete", "A deletion MUST answer 200, and what is gone is answered with 404.", .conventions
        ) { stage in
            let made = try await stage.create("a")
            let gone = try await stage.delete("configmaps/a")
            try stage.expect(gone, 200)
            try stage.expect("status", gone.at("status"), "Success")
            try stage.expect("details.uid", gone.at("details", "uid"), .string(made.uid))
            try stage.expectRefusal(try await stage.get("configmaps/a"), 404, "NotFound")
            try stage.expectRefusal(try await stage.delete("configmaps/a"), 404, "NotFound")
        },
        SharedCase(
            "delete-preconditions", "A deletion whose preconditions don't hold MUST be refused with 409.", .conventions
        ) { stage in
            let first = try await stage.create("a")
            let now = try await stage.patch("configmaps/a", .merge, ["data": ["color": "blue"]])
            for (precondition, value) in [
                ("uid", "00000000-0000-0000-0000-000000000000"), ("resourceVersion", first.resourceVersion),
            ] {
                let options: JSON = ["preconditions": [precondition: .string(value)]]
                try stage.expectRefusal(try await stage.delete("configmaps/a", options), 409, "Conflict")
            }
            let right: JSON = ["uid": .string(first.uid), "resourceVersion": .string(now.version)]
            try stage.expect(try await stage.delete("configmaps/a", ["preconditions": right]), 200)
        },
        SharedCase(
            "delete-held", "What a finalizer holds MUST stay until that is taken off.", .finalizers,
            says:
                "When you tell Kubernetes to delete an object that has finalizers specified for it, the Kubernetes API marks "
                + "the object for deletion by populating .metadata.deletionTimestamp, and returns a 202 status code"
        ) { stage in
            try await stage.create("a", [:], ["finalizers": ["example.com/hold"]])
            let marked = try await stage.delete("configmaps/a")
            try stage.expect(marked, 200, 202)
            let held = try await stage.get("configmaps/a")
            let since = held.at("metadata", "deletionTimestamp")
            try stage.expect("a deletionTimestamp", since?.string != nil, observed: held.text)
            try stage.expect(
                try await stage.patch("configmaps/a", .merge, ["metadata": ["finalizers": .null]]), 200)
            try stage.expectRefusal(try await stage.get("configmaps/a"), 404, "NotFound")
        },
        SharedCase(
            "delete-collection", "A deletion of a collection MUST delete what is chosen, and nothing else.", .concepts
        ) { stage in
            for name in ["a", "b"] { try await stage.create(name, [:], ["labels": ["tier": "front"]]) }
            try await stage.create("c")
            try stage.expect(try await stage.delete("configmaps?labelSelector=tier%3Dfront&dryRun=All"), 200)
            try stage.expect("there is", try await stage.get("configmaps").names, ["a", "b", "c"])
            try stage.expect(try await stage.delete("configmaps?labelSelector=tier%3Dfront"), 200)
            try stage.expect("there is", try await stage.get("configmaps").names, ["c"])
        },
        SharedCase(
            "reserved-namespaces", "The namespaces of the system MUST NOT be deleted.", .admission,
            says:
                "This admission controller also prevents deletion of three system reserved namespaces default, kube-system, "
                + "kube-public."
        ) { stage in
            for name in ["default", "kube-system", "kube-public"] {
                let answer = try await stage.delete("/api/v1/namespaces/\(name)?dryRun=All")
                try stage.expectRefusal(answer, 403, "Forbidden")
            }
        },
    ]

    private static let trial = [
        SharedCase(
            "dry-run", "A dry run MUST answer as the request would be answered, and change nothing.", .concepts,
            says: "Every stage runs as normal, except for the final storage stage where side effects are prevented."
        ) { stage in
            let first = try await stage.create("a")
            try stage.expect(try await stage.post("configmaps?dryRun=All", ServerStage.note("b")), 201)
            let changed = try await stage.patch("configmaps/a?dryRun=All", .merge, ["data": ["color": "blue"]])
            try stage.expect(changed, 200)
            try stage.expect("the answer's data", changed.at("data"), ["color": "blue"])
            try stage.expect(try await stage.delete("configmaps/a?dryRun=All"), 200)
            try stage.expect("there is", try await stage.get("configmaps").names, ["a"])
            let now = try await stage.get("configmaps/a")
            try stage.expect("its version", now.at("metadata", "resourceVersion"), .string(first.resourceVersion))
        },
        SharedCase(
            "dry-run-refuses", "A dry run MUST be refused where the request would be.", .concepts,
            says: "Admission controllers are run to check that the request is valid … and schema validation occurs."
        ) { stage in
            try await stage.create("a")
            let twice = try await stage.post("configmaps?dryRun=All", ServerStage.note("a"))
            try stage.expectRefusal(twice, 409, "AlreadyExists")
            let wrong = try await stage.post("configmaps?dryRun=All", ServerStage.note("Not_A_Name"))
            try stage.expectRefusal(wrong, 422, "Invalid")
            let unknown = try await stage.post("configmaps?dryRun=Some", ServerStage.note("b"))
            try stage.expectRefusal(unknown, 422, "Invalid")
            try stage.expect("what is wrong", unknown.faults, ["dryRun"])
        },
    ]
}
