internal import API
internal import Client
internal import Conformance
internal import ReconciliationContract
internal import Schema

/// The seven sentences, while nothing goes wrong.
enum CopyCases {
    static let all = copies + whose

    private static let copies = [
        ReconciliationComponent.story(
            "copies", "A source MUST be copied into every namespace that its selector matches."
        ) { _, stage in
            try await stage.namespace("blue", team: "web")
            try await stage.namespace("grey", team: "db")
            try await stage.source(to: "web", text: "hello")
            try await stage.expectCopies(["blue": "hello"])
            try await stage.namespace("green", team: "web")
            try await stage.expectCopies(["blue": "hello", "green": "hello"])
        },
        ReconciliationComponent.story("changed", "A change of a source MUST reach all copies.") { _, stage in
            for name in ["blue", "green"] { try await stage.namespace(name, team: "web") }
            try await stage.source(to: "web", text: "hello")
            try await stage.expectCopies(["blue": "hello", "green": "hello"])
            try await stage.write("bye", in: "kube")
            try await stage.expectCopies(["blue": "bye", "green": "bye"])
        },
        ReconciliationComponent.story("restored", "A copy that somebody has changed or deleted MUST be restored.") {
            _, stage in
            for name in ["blue", "green"] { try await stage.namespace(name, team: "web") }
            try await stage.source(to: "web", text: "hello")
            try await stage.expectCopies(["blue": "hello", "green": "hello"])
            try await stage.write("mine", in: "blue")
            try await stage.delete(in: "green")
            try await stage.expectCopies(["blue": "hello", "green": "hello"])
        },
        ReconciliationComponent.story(
            "relabelled", "Copies MUST come and go with the namespaces' labels and with the selector."
        ) { _, stage in
            try await stage.namespace("blue", team: "web")
            try await stage.namespace("grey", team: "db")
            try await stage.source(to: "web", text: "hello")
            try await stage.expectCopies(["blue": "hello"])
            try await stage.relabel("grey", team: "web")
            try await stage.relabel("blue", team: "db")
            try await stage.expectCopies(["grey": "hello"])
            let annotations: JSON = [ConfigMap.copyTo: .string(stage.selector("db"))]
            try await stage.edit(in: "kube", ["metadata": ["annotations": annotations]])
            try await stage.expectCopies(["blue": "hello"])
        },
        ReconciliationComponent.story("source-gone", "When a source is gone, its copies MUST be deleted.") { _, stage in
            for name in ["blue", "green"] { try await stage.namespace(name, team: "web") }
            try await stage.source(to: "web", text: "hello")
            try await stage.expectCopies(["blue": "hello", "green": "hello"])
            try await stage.delete(in: "kube")
            try await stage.expectCopies([:])
        },
        ReconciliationComponent.story(
            "rests", "Where all is as it should be a controller MUST NOT write.",
            source: "https://kubernetes.io/docs/concepts/architecture/controller/"
        ) { program, stage in
            try await stage.namespace("blue", team: "web")
            try await stage.source(to: "web", text: "hello")
            try await stage.expectCopies(["blue": "hello"])
            let before = try await stage.find(in: "blue")?.metadata.resourceVersion
            program.kill()
            try program.start()
            try await Task.sleep(for: .seconds(3))
            let after = try await stage.find(in: "blue")?.metadata.resourceVersion
            try stage.scenario.expect(
                "the copy is still version \(before ?? "")", observed: "it is \(after ?? "gone")", before == after)
        },
    ]

    private static let whose = [
        ReconciliationComponent.story("strangers", "A ConfigMap that is no copy MUST be left alone, until it is gone.")
        {
            _, stage in
            try await stage.namespace("blue", team: "web")
            try await stage.namespace("green", team: "web")
            try await stage.stranger(in: "blue", text: "mine")
            try await stage.source(to: "web", text: "hello")
            try await stage.expectCopies(["green": "hello"])
            let text = try await stage.find(in: "blue")?.data["text"]
            try stage.scenario.expect("the text of blue/motd", text, equals: "mine")
            try await stage.delete(in: "blue")
            try await stage.expectCopies(["blue": "hello", "green": "hello"])
        },
        ReconciliationComponent.story("two-sources", "A copy of one source MUST NOT be taken by another one.") {
            _, stage in
            try await stage.namespace("shop")
            try await stage.namespace("blue", team: "web")
            try await stage.source(to: "web", text: "kube")
            try await stage.expectCopies(["blue": "kube"])
            try await stage.source(in: "shop", to: "web", text: "shop")
            try await stage.expectCopies([:], from: "shop")
            try await stage.expectCopies(["blue": "kube"])
            try await stage.delete(in: "kube")
            try await stage.expectCopies(["blue": "shop"], from: "shop")
        },
        ReconciliationComponent.story(
            "others-labels", "What others add to a copy's labels and annotations MUST stay."
        ) { _, stage in
            try await stage.namespace("blue", team: "web")
            try await stage.source(to: "web", text: "hello")
            try await stage.expectCopies(["blue": "hello"])
            try await stage.edit(in: "blue", ["metadata": ["labels": ["seen": "yes"], "annotations": ["note": "x"]]])
            try await stage.write("bye", in: "kube")
            try await stage.expectCopies(["blue": "bye"])
            let copy = try await stage.find(in: "blue")
            try stage.scenario.expect(
                "label and annotation are still there", observed: "\(copy?.metadata.json ?? .null)",
                copy?.metadata.labels["seen"] == "yes" && copy?.metadata.annotations["note"] == "x")
        },
        ReconciliationComponent.story("not-understood", "A selector that can't be understood MUST change nothing.") {
            _, stage in
            try await stage.namespace("blue", team: "web")
            try await stage.source(to: "web", text: "hello")
            try await stage.expectCopies(["blue": "hello"])
            try await stage.edit(in: "kube", ["metadata": ["annotations": [ConfigMap.copyTo: "team in (web"]]])
            try await stage.expectCopies(["blue": "hello"])
        },
        ReconciliationComponent.story(
            "ending-namespace", "A namespace that is being deleted MUST NOT hinder the copies in others."
        ) { _, stage in
            try await stage.namespace("aged", team: "web")
            try await stage.namespace("blue", team: "web")
            try await stage.edit(namespace: "aged", ["metadata": ["finalizers": ["conformance.dinghy.dev/hold"]]])
            stage.scenario.say("namespace aged is deleted, but a finalizer holds it")
            _ = try await stage.client.delete(Namespace.self, stage.space("aged"))
            try await stage.source(to: "web", text: "hello")
            try await stage.expectCopies(["blue": "hello"])
            try await stage.write("bye", in: "kube")
            try await stage.expectCopies(["blue": "bye"])
            try await stage.edit(namespace: "aged", ["metadata": ["finalizers": []]])
        },
    ]
}

extension CopyStage {
    func edit(namespace name: String, _ patch: JSON) async throws {
        _ = try await client.patch(Namespace.self, space(name), .merge(patch))
    }
}
