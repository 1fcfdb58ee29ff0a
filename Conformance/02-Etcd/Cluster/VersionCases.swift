internal import API
internal import Client
internal import Conformance
internal import HTTP
internal import Schema

/// A resourceVersion: who has written since?
enum VersionCases {
    private static let concurrency =
        "Kubernetes leverages the concept of resource versions to achieve optimistic concurrency."

    static let all = [
        EtcdCluster.story(
            "version/changes", "Each write of an object MUST give it another resourceVersion.",
            source: EtcdCluster.conventions
        ) { stage in
            let first = try await stage.create("a")
            let second = try await stage.set(first, "2")
            try stage.expect("a resourceVersion", observed: "none", !first.metadata.resourceVersion.isEmpty)
            try stage.expect(
                "another resourceVersion", observed: "the same",
                second.metadata.resourceVersion != first.metadata.resourceVersion)
            try stage.expect(
                "the written one is read", observed: "another one",
                try await stage.get("a").metadata.resourceVersion == second.metadata.resourceVersion)
        },
        EtcdCluster.story(
            "version/others-stay", "A write of one object MUST leave the resourceVersion of others.",
            source: EtcdCluster.conventions
        ) { stage in
            let a = try await stage.create("a")
            let b = try await stage.create("b")
            try await stage.set(b, "2")
            try stage.expect(
                "a has \(a.metadata.resourceVersion)", observed: "another one",
                try await stage.get("a").metadata.resourceVersion == a.metadata.resourceVersion)
        },
        EtcdCluster.story(
            "version/stale-update", "An update of a version that isn't the newest MUST be refused with 409.",
            source: EtcdCluster.conventions, says: concurrency, weight: 2
        ) { stage in
            let first = try await stage.create("a")
            try await stage.set(first, "2")
            try await stage.expectRefusal(409, of: "an update of the first version") { try await stage.set(first, "3") }
            let now = try await stage.get("a").data["value"] ?? ""
            try stage.expect("a is 2", observed: "a is \(now)", now == "2")
        },
        EtcdCluster.story(
            "version/created-twice", "An object that is there MUST NOT be created again: 409.",
            source: EtcdCluster.conventions
        ) { stage in
            try await stage.create("a", "1")
            try await stage.expectRefusal(409, of: "it is created again") { try await stage.create("a", "2") }
        },
        EtcdCluster.story(
            "version/stale-deletion",
            "A deletion of a version that isn't the newest MUST be refused with 409.",
            source: "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/",
            says: "Must be fulfilled before a deletion is carried out. If not possible, a 409 Conflict status will be "
                + "returned."
        ) { stage in
            let first = try await stage.create("a")
            let second = try await stage.set(first, "2")
            try await stage.expectRefusal(409, of: "a deletion of the first version") {
                try await stage.delete("a", options: DeleteOptions(resourceVersion: first.metadata.resourceVersion))
            }
            try await stage.delete("a", options: DeleteOptions(resourceVersion: second.metadata.resourceVersion))
        },
        EtcdCluster.story(
            "version/second-life", "An object that was deleted and created again MUST be another one.",
            source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#uids",
            says: "Every object created over the whole lifetime of a Kubernetes cluster has a distinct UID."
        ) { stage in
            let first = try await stage.create("a")
            try await stage.delete("a")
            let second = try await stage.create("a")
            try stage.expect("another uid", observed: "the same", first.metadata.uid != second.metadata.uid)
            try await stage.expectRefusal(409, of: "a deletion of the first one, by its uid") {
                try await stage.delete("a", options: DeleteOptions(uid: first.metadata.uid))
            }
        },
        EtcdCluster.story(
            "version/no-lost-update", "Of changes that name the version they are of, none MUST be lost.",
            source: EtcdCluster.conventions, says: concurrency, weight: 2
        ) { stage in
            try await stage.create("counter", "0")
            stage.scenario.say("four clients add one, five times each; who gets a 409 reads again")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { for _ in 0..<5 { try await increment(stage) } } }
                try await group.waitForAll()
            }
            let sum = try await stage.get("counter").data["value"] ?? ""
            try stage.expect("counter is 20", observed: "counter is \(sum)", sum == "20")
        },
        EtcdCluster.story(
            "version/patches-are-merged", "Patches of different fields at once MUST all be done.",
            source: "https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/",
            weight: 2
        ) { stage in
            let map = try await stage.create("a")
            stage.scenario.say("eight clients each set a key of their own, at once")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<8 {
                    group.addTask {
                        try await stage.client.patch(
                            ConfigMap.self, map.metadata.name, namespace: EtcdCluster.namespace,
                            .merge(["data": ["key-\(client)": "1"]]))
                    }
                }
                try await group.waitForAll()
            }
            let keys = try await stage.get("a").data.keys.sorted()
            try stage.expect("9 keys", observed: "\(keys)", keys.count == 9)
        },
    ]

    private static func increment(_ stage: ObjectsOnStage) async throws {
        while true {
            var map = try await stage.get("counter")
            map.data["value"] = "\((Int(map.data["value"] ?? "") ?? 0) + 1)"
            do {
                try await stage.client.update(map)
                return
            } catch let status as Status where status.code == 409 {}
        }
    }
}
