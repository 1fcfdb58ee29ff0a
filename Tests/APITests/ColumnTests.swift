import API
import Schema
import Testing

@Suite("Tables")
struct ColumnTests {
    @Test(
        "A duration is the coarser the longer it is",
        arguments: [
            (-5, "<invalid>"), (0, "0s"), (119, "119s"), (120, "2m"), (150, "2m30s"), (600, "10m"), (10800, "3h"),
            (11400, "3h10m"), (28800, "8h"), (172_800, "2d"), (183_600, "2d3h"), (691_200, "8d"),
            (63_072_000, "2y"), (67_392_000, "2y50d"),
        ])
    func durations(seconds: Int, text: String) {
        #expect(humanDuration(seconds: seconds) == text)
    }

    @Test(
        "The status of a pod is one word for all its containers",
        arguments: [
            ("{phase: Pending}", "0/1 Pending 0"),
            (
                "{phase: Pending, containerStatuses: [{state: {waiting: {reason: ContainerCreating}}}]}",
                "0/1 ContainerCreating 0"
            ),
            ("{phase: Running, containerStatuses: [{ready: true, state: {running: {}}}]}", "1/1 Running 0"),
            (
                "{phase: Running, containerStatuses: [{restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}}, "
                    + "lastState: {terminated: {exitCode: 1, finishedAt: '1970-01-01T00:01:00Z'}}}]}",
                "0/1 CrashLoopBackOff 3 (2m ago)"
            ),
            (
                "{phase: Succeeded, containerStatuses: [{state: {terminated: {exitCode: 0, reason: Completed}}}]}",
                "0/1 Completed 0"
            ),
            ("{phase: Failed, containerStatuses: [{state: {terminated: {exitCode: 3}}}]}", "0/1 Failed 0"),
            ("{phase: Failed, reason: Evicted}", "0/1 Evicted 0"),
            ("{phase: Pending, initContainerStatuses: [{state: {running: {}}}]}", "0/1 Init:0/2 0"),
            (
                "{phase: Pending, initContainerStatuses: [{state: {terminated: {exitCode: 0}}}, "
                    + "{restartCount: 1, state: {terminated: {exitCode: 2, reason: Error}}}]}",
                "0/1 Init:Error 1"
            ),
        ])
    func podStatus(status: String, expected: String) throws {
        var pod = Pod()
        pod.spec.containers = [Container()]
        pod.spec.initContainers = status.contains("init") ? [Container(), Container()] : []
        pod.status = try PodStatus(json: relaxed(status))
        let summary = PodSummary(pod)
        #expect("\(summary.ready)/\(summary.total) \(summary.reason) \(summary.restartText(now: now))" == expected)
    }

    @Test("A pod that is being deleted is terminating")
    func terminating() {
        var pod = Pod()
        pod.status.phase = .running
        pod.metadata.deletionTimestamp = now
        #expect(PodSummary(pod).reason == "Terminating")
    }

    @Test("Each kind makes a cell for every column of an empty object")
    func everyKind() throws {
        for type in Resources.all where type.kind.isStored {
            #expect(try type.cells([:], now).count == type.columns.count)
            #expect(type.columns.contains { $0.format == "name" }, "\(type.kind)")
        }
    }

    @Test("A service shows node ports beside its ports")
    func servicePorts() throws {
        let document: JSON = [
            "metadata": ["name": "web"],
            "spec": [
                "type": "NodePort", "clusterIP": "10.96.0.5",
                "ports": [
                    ["port": 80, "protocol": "TCP", "nodePort": 30080], ["port": 53, "protocol": "UDP"],
                ],
            ],
        ]
        let type = try #require(Resources.find(apiVersion: "v1", kind: "Service"))
        let cells = try type.cells(document, now).compactMap(\.string)
        #expect(cells.prefix(5) == ["web", "NodePort", "10.96.0.5", "<none>", "80:30080/TCP,53/UDP"])
    }

    let now = Time(seconds: 180)

    /// JSON without the quotation marks around words.
    private func relaxed(_ text: String) throws -> JSON {
        let quoted = text.replacing(/'([^']*)'|(?<word>[A-Za-z][A-Za-z]*)/) { match -> String in
            let word = String(match.output.1 ?? match.output.word ?? "")
            return word == "true" ? word : "\"\(word)\""
        }
        return try JSON(parsing: Array(quoted.utf8))
    }
}
