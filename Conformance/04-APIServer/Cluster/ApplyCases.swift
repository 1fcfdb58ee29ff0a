internal import APIServerContract
internal import Conformance
internal import HTTP
internal import Schema

/// Server-side apply: what a manager wants of an object, and no more.
enum ApplyCases {
    static let all = [
        SharedCase(
            "apply", "An apply MUST make what isn't there, and note who owns which field.", .apply
        ) { stage in
            let made = try await Self.apply(stage, "ann", ["color": "red"])
            try stage.expect(made, 201)
            let entry = made.at("metadata", "managedFields")?.array?.first
            try stage.expect("its manager", entry?["manager"], "ann")
            try stage.expect("the operation", entry?["operation"], "Apply")
            try stage.expect("what she owns", entry?["fieldsV1"]?["f:data"]?["f:color"], [:])
            try stage.expect(try await Self.apply(stage, "ann", ["color": "blue"]), 200)
        },
        SharedCase(
            "apply-drops", "What a manager no longer applies, and nobody else owns, MUST go.", .apply,
            says:
                "If you remove a field from a manifest and apply that manifest, Server-Side Apply checks if there are any "
                + "other field managers that also own the field. If the field is not owned by any other field managers, it is "
                + "either deleted from the live object or reset to its default value"
        ) { stage in
            try stage.expect(try await Self.apply(stage, "ann", ["color": "red", "size": "1"]), 201)
            try stage.expect(try await Self.apply(stage, "joe", ["size": "1", "shape": "round"]), 200)
            let answer = try await Self.apply(stage, "ann", [:])
            try stage.expect(answer, 200)
            try stage.expect("its data", answer.at("data"), ["shape": "round", "size": "1"])
        },
        SharedCase(
            "apply-conflict",
            "An apply of another value for what somebody else owns MUST be refused with 409, naming him.",
            .apply,
            says:
                "A conflict is a special status error that occurs when an Apply operation tries to change a field that "
                + "another manager also claims to manage."
        ) { stage in
            try stage.expect(try await Self.apply(stage, "ann", ["color": "red", "size": "1"]), 201)
            let answer = try await Self.apply(stage, "joe", ["color": "blue", "size": "1"])
            try stage.expectRefusal(answer, 409, "Conflict")
            try stage.expect("what about", answer.faults, [".data.color"])
            let cause = answer.at("details", "causes")?.array?.first
            try stage.expect("the cause", cause?["reason"], "FieldManagerConflict")
            let text = cause?["message"]?.string ?? ""
            try stage.expect("it names ann", text.contains("\"ann\""), observed: text)
            try stage.expect(
                "its data", try await stage.get("configmaps/a").at("data"), ["color": "red", "size": "1"])
        },
        SharedCase(
            "apply-force", "With force an apply MUST take the field over.", .apply,
            says: "Overwrite value, become sole manager"
        ) { stage in
            try stage.expect(try await Self.apply(stage, "ann", ["color": "red"]), 201)
            let answer = try await Self.apply(stage, "joe", ["color": "blue"], "&force=true")
            try stage.expect(answer, 200)
            try stage.expect("its data", answer.at("data"), ["color": "blue"])
            try stage.expectRefusal(try await Self.apply(stage, "ann", ["color": "red"]), 409, "Conflict")
        },
        SharedCase(
            "apply-update", "What an update has changed MUST belong to who has changed it.", .apply
        ) { stage in
            try stage.expect(try await Self.apply(stage, "ann", ["color": "red"]), 201)
            let change: JSON = ["data": ["color": "blue"]]
            try stage.expect(try await stage.patch("configmaps/a?fieldManager=joe", .merge, change), 200)
            let answer = try await Self.apply(stage, "ann", ["color": "red"])
            try stage.expectRefusal(answer, 409, "Conflict")
        },
        SharedCase(
            "apply-manager", "An apply that doesn't say who applies, or what, MUST be refused.", .apply
        ) { stage in
            let nobody = try await stage.patch("configmaps/a", .apply, ServerStage.note("a"))
            try stage.expectRefusal(nobody, 422, "Invalid")
            try stage.expect("what is wrong", nobody.faults, ["fieldManager"])
            let nothing = try await stage.patch("configmaps/a?fieldManager=ann", .apply, ["data": ["color": "red"]])
            try stage.expectRefusal(nothing, 400, "BadRequest")
            try stage.expect(try await Self.apply(stage, "ann", ["color": "red"]), 201)
            let forced = try await stage.patch("configmaps/a?force=true", .merge, ["data": [:]])
            try stage.expectRefusal(forced, 422, "Invalid")
        },
        SharedCase(
            "apply-yaml", "An apply patch MUST be read as YAML.", .apply
        ) { stage in
            let text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  color: red\n"
            let type = ServerStage.PatchType.apply.rawValue
            let answer = try await stage.send(.patch, "configmaps/a?fieldManager=ann", text: text, type: type)
            try stage.expect(answer, 201)
            try stage.expect("its data", answer.at("data"), ["color": "red"])
        },
    ]

    private static func apply(
        _ stage: ServerStage, _ manager: String, _ data: JSON, _ more: String = ""
    ) async throws -> Answer {
        try await stage.patch("configmaps/a?fieldManager=\(manager)\(more)", .apply, ServerStage.note("a", data))
    }
}
