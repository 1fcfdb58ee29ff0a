internal import API
internal import Client
internal import Conformance
internal import HTTP
internal import Schema

/// Owners, finalizers, and how a deletion begins. Nothing here needs a garbage collector.
extension SharedCases {
    static let deletions = [
        SharedCase(
            "gone", "An object without finalizers MUST be gone when it is deleted.", SharedCase.finalizerPage
        ) { stage in
            try await stage.create("note")
            try await stage.delete("note")
            try await stage.eventuallyGone("note")
        },
        SharedCase(
            "finalizer-holds", "An object with a finalizer MUST stay when it is deleted, with a deletion timestamp.",
            SharedCase.finalizerPage,
            says: "The object's metadata.finalizers field tells Kubernetes to wait until specific conditions are met "
                + "before it fully deletes resources marked for deletion."
        ) { stage in
            try await stage.create("note", "held", metadata: ["finalizers": ["example.com/hold"]])
            try await stage.delete("note")
            let held = try await stage.get("note")
            try stage.scenario.expect("it has a deletionTimestamp", observed: "it has none", held.isGoing)
            try await stage.patch("note", ["metadata": ["finalizers": []]])
            try await stage.eventuallyGone("note")
        },
        SharedCase(
            "last-finalizer", "An object with two finalizers MUST stay until both are gone.", SharedCase.finalizerPage,
            says: "When the metadata.finalizers field is empty, Kubernetes considers the deletion complete and deletes "
                + "the object."
        ) { stage in
            try await stage.create("note", "held by two", metadata: ["finalizers": ["example.com/a", "example.com/b"]])
            try await stage.delete("note")
            try await stage.patch("note", ["metadata": ["finalizers": ["example.com/b"]]])
            try stage.expect("its finalizers", try await stage.get("note").finalizers, ["example.com/b"])
            try await stage.patch("note", ["metadata": ["finalizers": []]])
            try await stage.eventuallyGone("note")
        },
        SharedCase(
            "no-way-back", "A deletion that has begun MUST NOT be taken back.", SharedCase.finalizerPage,
            says: "After the deletionTimestamp is set, … you can't remove it"
        ) { stage in
            try await stage.create("note", "held", metadata: ["finalizers": ["example.com/hold"]])
            try await stage.delete("note")
            try await stage.patch("note", ["metadata": ["deletionTimestamp": .null], "data": ["text": "changed"]])
            let held = try await stage.get("note")
            try stage.scenario.expect("it is still being deleted", observed: "it isn't", held.isGoing)
        },
        SharedCase("finalizer-names", "A finalizer without a domain MUST be refused.", SharedCase.finalizerPage) {
            stage in
            try await stage.expectRefusal("an object with the finalizer `hold`", [422]) {
                try await stage.create("note", metadata: ["finalizers": ["hold"]])
            }
        },
        SharedCase(
            "foreground-begins", "A deletion in the foreground MUST put foregroundDeletion among the finalizers.",
            SharedCase.collection,
            says: "Kubernetes sets the object's metadata.finalizers field to foregroundDeletion."
        ) { stage in
            try await stage.create("note", "held", metadata: ["finalizers": ["example.com/hold"]])
            let answer = try await stage.delete("note", "Foreground")
            try stage.expect("its finalizers", answer.finalizers.sorted(), ["example.com/hold", "foregroundDeletion"])
        },
        SharedCase(
            "orphan-begins", "A deletion that orphans MUST put orphan among the finalizers.", SharedCase.collection
        ) { stage in
            try await stage.create("note", "held", metadata: ["finalizers": ["example.com/hold"]])
            let answer = try await stage.delete("note", "Orphan")
            try stage.expect("its finalizers", answer.finalizers.sorted(), ["example.com/hold", "orphan"])
        },
        SharedCase(
            "other-policies", "A propagation policy that there isn't MUST be refused.", SharedCase.collection
        ) { stage in
            try await stage.create("note")
            try await stage.expectRefusal("a deletion with the policy Sideways", [400, 422]) {
                try await stage.delete("note", "Sideways")
            }
        },
        SharedCase(
            "owners-are-kept", "Owner references MUST be stored as they are written.", SharedCase.owners
        ) { stage in
            let owner = try await stage.create("owner")
            let reference = owner.asOwner(blocks: true, isController: true)
            let note = try await stage.create("note", "owned", metadata: ["ownerReferences": [reference]])
            let found = note[path: ["metadata", "ownerReferences"]]?.array
            try stage.scenario.expect(
                "its owner is \(reference)", observed: "\(found ?? [])", found == [reference])
        },
        SharedCase(
            "one-controller", "An object MUST NOT have two controllers.", SharedCase.owners,
            says: "If true, this reference points to the managing controller."
        ) { stage in
            let owners = [
                try await stage.create("a").asOwner(isController: true),
                try await stage.create("b").asOwner(isController: true),
            ]
            try await stage.expectRefusal("an object with two controllers", [422]) {
                try await stage.create("note", metadata: ["ownerReferences": .array(owners)])
            }
        },
        SharedCase("owners-have-uids", "An owner reference without a uid MUST be refused.", SharedCase.owners) {
            stage in
            let owner: JSON = ["apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": ""]
            try await stage.expectRefusal("an owner without a uid", [422]) {
                try await stage.create("note", metadata: ["ownerReferences": [owner]])
            }
        },
        SharedCase(
            "precondition", "A deletion of another uid MUST be refused with 409.", SharedCase.concepts
        ) { stage in
            try await stage.create("note")
            let options = DeleteOptions(uid: "00000000-0000-0000-0000-000000000000")
            let target = stage.target(ConfigMap.kind, "note")
            try await stage.expectRefusal("a deletion of an object with another uid", [409]) {
                _ = try await stage.client.document(.delete, target, body: .json(options.document))
            }
            try await stage.expectLasting("note")
        },
    ]
}
