internal import API
internal import Client
internal import Conformance
internal import HTTP
internal import Schema

/// What a deletion takes along, and who has seen which wish: these need the cluster's controllers.
enum CollectionCases {
    static let all = [
        SharedCase(
            "background", "Dependents of a deleted owner MUST be deleted.", SharedCase.collection,
            says:
                "In background cascading deletion, the Kubernetes API server deletes the owner object immediately and the "
                + "garbage collector controller … cleans up the dependent objects in the background."
        ) { stage in
            let owner = try await stage.create("owner")
            try await stage.create("note", "owned by owner", metadata: ["ownerReferences": [owner.asOwner()]])
            try await stage.create("other")
            try await stage.delete("owner", "Background")
            try await stage.eventuallyGone("owner", "note")
            try await stage.expectLasting("other")
        },
        SharedCase(
            "chain", "Dependents of dependents MUST be deleted, too.", SharedCase.collection
        ) { stage in
            let top = try await stage.create("top")
            let middle = try await stage.create(
                "middle", "owned by top", metadata: ["ownerReferences": [top.asOwner()]])
            try await stage.create("bottom", "owned by middle", metadata: ["ownerReferences": [middle.asOwner()]])
            try await stage.delete("top", "Background")
            try await stage.eventuallyGone("top", "middle", "bottom")
        },
        SharedCase(
            "one-owner-left", "An object with two owners MUST stay until both are gone.", SharedCase.collection
        ) { stage in
            let owners = [try await stage.create("a").asOwner(), try await stage.create("b").asOwner()]
            try await stage.create("note", "owned by a and b", metadata: ["ownerReferences": .array(owners)])
            try await stage.delete("a", "Background")
            try await stage.eventually("note has one owner left") {
                let left = try await stage.get("note")[path: ["metadata", "ownerReferences"]]?.array ?? []
                return (left.count == 1, "it has \(left.count)")
            }
            try await stage.delete("b", "Background")
            try await stage.eventuallyGone("note")
        },
        SharedCase(
            "foreground-waits",
            "Deleted in the foreground, an owner MUST stay until the dependents that block it are gone.",
            SharedCase.collection,
            says:
                "During foreground cascading deletion, the only dependents that block owner deletion are those that have "
                + "the ownerReference.blockOwnerDeletion=true field"
        ) { stage in
            let owner = try await stage.create("owner")
            try await stage.create(
                "note", "owned by owner, blocking, held by a finalizer",
                metadata: ["ownerReferences": [owner.asOwner(blocks: true)], "finalizers": ["example.com/hold"]])
            try await stage.delete("owner", "Foreground")
            try await stage.eventually("note is being deleted") {
                (try await stage.get("note").isGoing, "it isn't")
            }
            try await stage.expectLasting("note", "owner")
            try await stage.patch("note", ["metadata": ["finalizers": []]])
            try await stage.eventuallyGone("note", "owner")
        },
        SharedCase(
            "foreground-passes-by",
            "Deleted in the foreground, an owner MUST NOT wait for dependents that don't block it.",
            SharedCase.collection,
            says:
                "During foreground cascading deletion, the only dependents that block owner deletion are those that have "
                + "the ownerReference.blockOwnerDeletion=true field"
        ) { stage in
            let owner = try await stage.create("owner")
            try await stage.create(
                "note", "owned by owner, held by a finalizer",
                metadata: ["ownerReferences": [owner.asOwner()], "finalizers": ["example.com/hold"]])
            try await stage.delete("owner", "Foreground")
            try await stage.eventuallyGone("owner")
            try await stage.expectLasting("note")
        },
        SharedCase(
            "orphan", "Dependents of an owner that is deleted with Orphan MUST stay, without it.",
            SharedCase.collection,
            says: "When Kubernetes deletes an owner object, the dependents left behind are called orphan objects."
        ) { stage in
            let owner = try await stage.create("owner")
            try await stage.create("note", "owned by owner", metadata: ["ownerReferences": [owner.asOwner()]])
            try await stage.delete("owner", "Orphan")
            try await stage.eventuallyGone("owner")
            try await stage.expectLasting("note")
            let left = try await stage.get("note")[path: ["metadata", "ownerReferences"]]?.array ?? []
            try stage.scenario.expect("note has no owners", observed: "\(left)", left.isEmpty)
        },
        SharedCase(
            "owner-never-was", "An object whose owner doesn't exist MUST be deleted.", SharedCase.owners
        ) { stage in
            var owner = try await stage.create("owner").asOwner()
            owner["name"] = "nobody"
            owner["uid"] = "00000000-0000-0000-0000-000000000000"
            try await stage.create("note", "owned by nobody", metadata: ["ownerReferences": [owner]])
            try await stage.eventuallyGone("note")
        },
        SharedCase(
            "observed-generation", "A controller MUST note which generation it has looked at.", SharedCase.conventions
        ) { stage in
            let kind = ReplicaSet.kind
            _ = try await stage.createSet("web", memory: "1Mi")
            let changed = try await stage.patch("web", in: kind, ["spec": ["minReadySeconds": 5]])
            try await stage.eventually("status.observedGeneration is \(changed.generation)") {
                let seen = try await stage.get("web", in: kind)[path: ["status", "observedGeneration"]]?.integer ?? 0
                return (seen == changed.generation, "it is \(seen)")
            }
        },
        SharedCase(
            "namespace-takes-along", "A deleted namespace MUST take along what is in it.",
            "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/"
        ) { stage in
            let inner = ObjectStage(
                scenario: stage.scenario, client: stage.client, namespace: stage.namespace + "-inner")
            try await inner.prepare()
            try await inner.create("note")
            stage.scenario.say("the namespace is deleted")
            try await stage.client.delete(Namespace.self, inner.namespace)
            try await stage.eventually("the namespace is gone") {
                do {
                    let found = try await stage.client.get(Namespace.self, inner.namespace)
                    return (false, "it is \(found.status.phase)")
                } catch let status as Status where status.isNotFound { return (true, "") }
            }
        },
    ]
}
