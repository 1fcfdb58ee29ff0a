import Schema
import Testing

@testable import Kubectl

@Suite struct JSONPathTests {
    private static let pods: JSON = [
        "kind": "List",
        "items": [
            [
                "metadata": ["name": "a", "labels": ["app.io/name": "x"]],
                "status": [
                    "restarts": 3,
                    "conditions": [["type": "Ready", "status": "True"], ["type": "Other", "status": "False"]],
                ],
            ],
            ["metadata": ["name": "b"], "status": ["restarts": 0]],
        ],
    ]

    @Test(arguments: [
        ("{.kind}", "List"),
        (".kind", "List"),
        ("{.items[*].metadata.name}", "a b"),
        ("{.items[0].metadata.name}", "a"),
        ("{.items[-1:].metadata.name}", "b"),
        ("{.items[0].metadata.labels.app\\.io/name}", "x"),
        ("{.items[0].metadata.labels['app.io/name']}", "x"),
        (#"{.items[0].status.conditions[?(@.type=="Ready")].status}"#, "True"),
        ("{.items[?(@.status.restarts>1)].metadata.name}", "a"),
        (#"{range .items[*]}{.metadata.name}={.status.restarts}{"\n"}{end}"#, "a=3\nb=0\n"),
        ("{..restarts}", "3 0"),
        ("count: {.items[1].status.restarts}", "count: 0"),
        ("{.nothing.here}", ""),
    ])
    func template(template: String, expected: String) throws {
        #expect(try JSONPath(template).text(Self.pods) == expected)
    }

    @Test(arguments: ["{.items[}", "{.items[?(@.a==]}", "{range .items[*]}x", "{.a"])
    func brokenTemplatesAreRefused(template: String) {
        #expect(throws: UsageError.self) { try JSONPath(template) }
    }
}
