internal import APIServerContract
internal import Conformance
internal import Schema

/// Lists: of which moment they are, and how they come in parts.
enum ListingCases {
    static let all = versions + parts

    private static let versions = [
        SharedCase(
            "list", "A list MUST name its kind and the version of which it is.", .concepts
        ) { stage in
            try await stage.create("a")
            let list = try await stage.get("configmaps")
            try stage.expect(list, 200)
            try stage.expect("its kind", list.at("kind"), "ConfigMapList")
            try stage.expect("its items", list.names, ["a"])
            try stage.expect("a version", !list.version.isEmpty, observed: list.text)
        },
        SharedCase(
            "any-version", "With resourceVersion=0 a list MUST be answered with some state, and with its version.",
            .concepts,
            says: "Any: Return data at any resource version. The newest available resource version is preferred"
        ) { stage in
            let list = try await stage.get("configmaps?resourceVersion=0")
            try stage.expect(list, 200)
            try stage.expect("a version", !list.version.isEmpty, observed: list.text)
        },
        SharedCase(
            "not-older", "A read that names a version MUST NOT show anything older.", .concepts,
            says: "Not older than: Return data at least as new as the provided resourceVersion."
        ) { stage in
            for round in 1...5 {
                let made = try await stage.create("note-\(round)")
                let version = "resourceVersion=\(made.resourceVersion)"
                for query in [version, version + "&resourceVersionMatch=NotOlderThan"] {
                    let names = try await stage.get("configmaps?\(query)").names
                    try stage.expect("note-\(round) is there", names.contains("note-\(round)"), observed: "\(names)")
                }
                try stage.expect(try await stage.get("configmaps/note-\(round)?\(version)"), 200)
            }
        },
        SharedCase(
            "exact", "A list of an exact version MUST show what was there then.", .concepts,
            says: "Exact: Return data at the exact resource version provided."
        ) { stage in
            try await stage.create("a")
            let then = try await stage.get("configmaps").version
            try await stage.delete("configmaps/a")
            try await stage.create("b")
            let list = try await stage.get("configmaps?resourceVersionMatch=Exact&resourceVersion=\(then)")
            try stage.expect(list, 200)
            try stage.expect("then there was", list.names, ["a"])
            try stage.expect("of the version", list.version, then)
            try stage.expect("now there is", try await stage.get("configmaps").names, ["b"])
        },
        SharedCase(
            "match-rules", "A match without a version, or one that there isn't, MUST be refused with 422.", .concepts
        ) { stage in
            for query in [
                "resourceVersionMatch=Exact", "resourceVersionMatch=Exact&resourceVersion=0",
                "resourceVersionMatch=Nearly&resourceVersion=1",
            ] {
                let answer = try await stage.get("configmaps?\(query)")
                try stage.expectRefusal(answer, 422, "Invalid")
                try stage.expect("what is wrong", answer.faults, ["resourceVersionMatch"])
            }
        },
        SharedCase(
            "future", "A version that isn't there yet MUST be waited for, and then answered with 504.", .concepts,
            says: "wait briefly for the resource version to become available, then timeout with a 504 (Gateway Timeout)"
        ) { stage in
            let far = "9000000000000000"
            let answer = try await stage.get("configmaps?resourceVersion=\(far)")
            try stage.expectRefusal(answer, 504, "Timeout")
            let causes = answer.at("details", "causes")?.array?.compactMap { $0["reason"]?.string } ?? []
            try stage.expect("why", causes, ["ResourceVersionTooLarge"])
        },
    ]

    private static let parts = [
        SharedCase(
            "limit", "A list with a limit MUST come in parts, each object in one of them.", .concepts
        ) { stage in
            let names = ["a", "b", "c", "d", "e"]
            for name in names { try await stage.create(name, [:], ["labels": ["chosen": "yes"]]) }
            var seen: [String] = []
            var query = "configmaps?labelSelector=chosen&limit=2"
            for part in 1...3 {
                let list = try await stage.get(query)
                try stage.expect(list, 200)
                seen += list.names
                let next = list.at("metadata", "continue")?.string ?? ""
                try stage.expect(
                    part < 3 ? "a continue token" : "no continue token", next.isEmpty == (part == 3),
                    observed: "\"\(next)\"")
                query = "configmaps?labelSelector=chosen&limit=2&continue=\(Self.escaped(next))"
            }
            try stage.expect("all parts together", seen, names)
        },
        SharedCase(
            "limit-one-moment", "All parts of a list MUST be of the moment of the first.", .concepts,
            says:
                "the resourceVersion of the collection remains constant across each request, indicating the server is showing you "
                + "a consistent snapshot"
        ) { stage in
            for name in ["a", "b", "c"] { try await stage.create(name, [:], ["labels": ["chosen": "yes"]]) }
            let first = try await stage.get("configmaps?labelSelector=chosen&limit=1")
            try stage.expect("the first part", first.names, ["a"])
            try await stage.delete("configmaps/c")
            try await stage.create("b2", [:], ["labels": ["chosen": "yes"]])
            let token = Self.escaped(first.at("metadata", "continue")?.string ?? "")
            let rest = try await stage.get("configmaps?labelSelector=chosen&limit=9&continue=\(token)")
            try stage.expect(rest, 200)
            try stage.expect("the rest", rest.names, ["b", "c"])
            try stage.expect("of the version", rest.version, first.version)
        },
        SharedCase("limit-token", "A continue token that is none MUST be refused with 400.", .concepts) { stage in
            let answer = try await stage.get("configmaps?limit=1&continue=nonsense")
            try stage.expectRefusal(answer, 400, "BadRequest")
        },
    ]

    private static func escaped(_ token: String) -> String {
        token.replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
    }
}
