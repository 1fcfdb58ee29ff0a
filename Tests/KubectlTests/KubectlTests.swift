import API
import Schema
import Testing

@testable import Kubectl

@Suite struct KubectlTests {
    @Test func columnsAreThreeSpacesApartAndStayAlignedWithLaterRows() {
        var printer = TablePrinter(.init(showsNamespace: true))
        let columns: JSON = [
            ["name": "Name", "format": "name", "priority": 0], ["name": "Ready", "priority": 0],
            ["name": "Node", "priority": 1],
        ]
        func row(_ name: String, _ ready: String) -> JSON {
            ["cells": [.string(name), .string(ready), "worker-1"], "object": ["metadata": ["namespace": "default"]]]
        }
        let first = printer.text(["columnDefinitions": columns, "rows": [row("web-0", "1/1"), row("database", "0/1")]])
        let later = printer.text(["rows": [row("x", "1/1")]])
        #expect(
            first + later == """
                NAMESPACE   NAME       READY
                default     web-0      1/1
                default     database   0/1
                default     x          1/1

                """)
    }

    @Test(arguments: [
        ("po", "pods"), ("Pod", "pods"), ("deploy", "deployments"), ("deployments.apps", "deployments"),
        ("deployments.v1.apps", "deployments"),
    ])
    func wordsBecomeKinds(word: String, plural: String) throws {
        let mapper = ResourceMapper(kinds: Resources.all.map(\.kind))
        #expect(try mapper.kind(word).plural == plural)
    }

    @Test func anUnknownWordIsRefusedInKubectlsWords() {
        let mapper = ResourceMapper(kinds: Resources.all.map(\.kind))
        let error = #expect(throws: UsageError.self) { try mapper.kind("ship") }
        #expect(error?.description == "error: the server doesn't have a resource type \"ship\"")
    }

    @Test func argumentsNameObjectsOfOneOrSeveralKinds() throws {
        let mapper = ResourceMapper(kinds: Resources.all.map(\.kind))
        func text(_ words: [String]) throws -> [String] {
            try ResourceArguments(words, mapper).references.map { "\($0.kind.plural)/\($0.name ?? "*")" }
        }
        #expect(try text(["po,svc"]) == ["pods/*", "services/*"])
        #expect(try text(["pod", "a", "b"]) == ["pods/a", "pods/b"])
        #expect(try text(["pod/a", "deploy/b"]) == ["pods/a", "deployments/b"])
        #expect(throws: UsageError.self) { try text([]) }
    }

    @Test(arguments: [
        (#"{"observedGeneration":1}"#, "Waiting for deployment spec update to be observed..."),
        (
            #"{"observedGeneration":2,"replicas":3,"updatedReplicas":1,"availableReplicas":3}"#,
            "Waiting for deployment \"web\" rollout to finish: 1 out of 3 new replicas have been updated..."
        ),
        (
            #"{"observedGeneration":2,"replicas":4,"updatedReplicas":3,"availableReplicas":3}"#,
            "Waiting for deployment \"web\" rollout to finish: 1 old replicas are pending termination..."
        ),
        (
            #"{"observedGeneration":2,"replicas":3,"updatedReplicas":3,"availableReplicas":2}"#,
            "Waiting for deployment \"web\" rollout to finish: 2 of 3 updated replicas are available..."
        ),
        (
            #"{"observedGeneration":2,"replicas":3,"updatedReplicas":3,"availableReplicas":3}"#,
            "deployment \"web\" successfully rolled out"
        ),
    ])
    func aRolloutsProgressReadsAsKubectlSaysIt(status: String, expected: String) throws {
        let deployment: JSON = [
            "metadata": ["name": "web", "generation": 2], "spec": ["replicas": 3],
            "status": try JSON(parsing: Array(status.utf8)),
        ]
        #expect(try RolloutProgress(kind: "Deployment", deployment).message == expected)
    }

    @Test func applyRemovesWhatTheLastManifestHadAndLeavesWhatOthersSet() throws {
        let last = #"{"spec":{"replicas":2,"paused":true,"selector":{}}}"#
        let live: JSON = [
            "metadata": ["annotations": [Apply.lastApplied: .string(last)]],
            "spec": ["replicas": 5, "paused": true, "selector": [:], "minReadySeconds": 7],
        ]
        let modified: JSON = ["spec": ["selector": [:], "replicas": 5]]
        let patch = try Apply.patch(live: live, modified: modified, shape: Deployment.shape).document
        #expect(patch == ["spec": ["paused": .null]])
    }

    @Test(arguments: [
        ("hostIP", "Host IP"), ("restartPolicy", "Restart Policy"), ("nodeName", "Node Name"), ("spec", "Spec"),
        ("app.kubernetes.io/name", "app.kubernetes.io/name"),
    ])
    func membersBecomeTitles(name: String, title: String) {
        #expect(Description.title(name) == title)
    }

    @Test func refusalsReadAsKubectlSaysThem() {
        #expect(
            explanation(of: Status.notFound(Pod.kind, name: "x"))
                == "Error from server (NotFound): pods \"x\" not found")
        var cause = StatusCause()
        cause.field = "spec.replicas"
        cause.message = "Invalid value: -1"
        let invalid = Status.invalid(Deployment.kind, name: "web", [cause])
        #expect(explanation(of: invalid) == "The Deployment \"web\" is invalid: spec.replicas: Invalid value: -1")
    }
}
