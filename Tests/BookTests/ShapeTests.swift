import Testing

@testable import Book

@Suite("The shape of an output")
struct ShapeTests {
    private static let pods = ["NAME READY STATUS AGE", "web-6df7c6f846-kv9j2 1/1 Running 12s"]

    @Test(
        "Names, ages and addresses may differ, a state may not",
        arguments: [
            (["NAME   READY   STATUS   AGE", "web-7d4486b5c8-x2b4z   1/1   Running   5m30s"], true),
            (["NAME   READY   STATUS   AGE", "web-7d4486b5c8-x2b4z   0/1   Running   3s"], false),
            (["NAME   READY   STATUS   AGE"], false),
            (["NAME   READY   STATUS   AGE", "db-0   1/1   Running   5m30s"], false),
        ])
    func differences(printed: [String], agrees: Bool) {
        #expect((Shape(Self.pods).difference(from: Shape(printed)) == nil) == agrees)
    }

    @Test("Rows stand in the order of random names, so any order will do")
    func order() {
        let rows = ["web-kv9j2 Running worker-1", "web-x2b4z Pending <none>"]
        #expect(Shape(rows).difference(from: Shape(rows.reversed())) == nil)
    }

    @Test(
        "… stands for lines and for words",
        arguments: [
            (["status:", "…", "  replicas: 3"], ["status:", "  ready: 3", "  replicas: 3"], true),
            (
                ["Warning FailedScheduling … Insufficient cpu."], ["Warning FailedScheduling 3s 2 Insufficient cpu."],
                true
            ),
            (["pod/a …"], ["pod/b created"], false), (["{\"kind\":…"], ["{\"kind\":\"Pod\"}"], true),
        ])
    func elisions(shown: [String], printed: [String], agrees: Bool) {
        #expect((Shape(shown).difference(from: Shape(printed)) == nil) == agrees)
    }

    @Test(
        "What is random is recognized, what is a word is not",
        arguments: [
            ("10.244.1.3:8080", "10.244.2.17:8080", true),
            ("resourceVersion: \"633\"", "resourceVersion: \"7041\"", true),
            ("2026-11-22T02:47:45Z", "2027-01-02T12:00:00Z", true), ("worker-1", "worker-2", false),
            ("uid: cb958236-d226-4b67-878e-b6d88782b8ad", "uid: 4cf9552a-2d64-44ce-abca-20739ab8859e", true),
            ("replicas: 3", "replicas: 4", false), ("pod/web-kv9j2", "pod/web-x2b4z", true),
        ])
    func words(one: String, other: String, agree: Bool) {
        #expect((Shape([one]).difference(from: Shape([other])) == nil) == agree)
    }
}
