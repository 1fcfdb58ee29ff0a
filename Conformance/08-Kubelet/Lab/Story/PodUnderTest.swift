internal import API
internal import Conformance
internal import KubeletContract
internal import Schema

/// What is examined, in its worker process: the calls of `KubeletCore`, in JSON.
struct PodUnderTest: Sendable {
    private let worker: CodeUnderTest

    init(_ worker: CodeUnderTest) async throws {
        self.worker = worker
        try await forget()
    }

    /// As a kubelet that was killed and started again.
    func forget() async throws { _ = try await worker.call("init()", ["init": [:]]) }

    func plan(_ pod: Pod, _ observed: PodObservation, isStopping: Bool, now: Time) async throws -> PodPlan {
        let given: JSON = [
            "pod": pod.json, "observed": observed.json, "isStopping": .bool(isStopping), "now": now.seconds.json,
        ]
        return try PodPlan(json: await worker.call("plan(_:_:isStopping:now:)", ["plan": given]))
    }

    func status(_ pod: Pod, _ observed: PodObservation, now: Time) async throws -> PodStatus {
        let given: JSON = [
            "pod": pod.json, "observed": observed.json, "host": "172.30.0.3", "now": now.seconds.json,
        ]
        return try PodStatus(json: await worker.call("status(_:_:hostAddress:now:)", ["status": given]))
    }

    func started(_ name: String, after last: PodObservation.Container?) async throws {
        var given = JSONObject([JSONObject.Member("name", name.json)])
        if let last { given["last"] = last.json }
        _ = try await worker.call("started(_:after:)", ["started": .object(given)])
    }

    /// - Parameter name: nil for the sandbox.
    func failed(_ name: String?, image: String, reason: String, now: Time) async throws {
        var given = JSONObject([
            JSONObject.Member("image", image.json), JSONObject.Member("reason", reason.json),
            JSONObject.Member("message", "it doesn't work".json), JSONObject.Member("now", now.seconds.json),
        ])
        if let name { given["name"] = name.json }
        _ = try await worker.call("failed(_:image:reason:message:now:)", ["failed": .object(given)])
    }

    func follow(_ container: Container, id: String, since: Time) async throws {
        let given: JSON = ["container": container.json, "id": id.json, "since": since.seconds.json]
        _ = try await worker.call("follow(_:id:since:)", ["follow": given])
    }

    func nextProbe(_ purpose: String, of id: String) async throws -> Time? {
        let given: JSON = ["id": id.json, "purpose": purpose.json]
        guard let at = try await worker.call("nextProbe(_:of:)", ["next": given])["at"] else { return nil }
        return Time(seconds: try Int(json: at))
    }

    func probed(_ purpose: String, of id: String, success: Bool, now: Time) async throws {
        let given: JSON = [
            "id": id.json, "purpose": purpose.json, "success": .bool(success), "now": now.seconds.json,
        ]
        _ = try await worker.call("probed(_:of:success:now:)", ["probed": given])
    }

    func outcome(_ purpose: String, of id: String) async throws -> String {
        let given: JSON = ["id": id.json, "purpose": purpose.json]
        return try String(json: await worker.call("outcome(_:of:)", ["outcome": given])["outcome"] ?? .null)
    }

    func gracePeriod(_ pod: Pod, stopping name: String, because reason: StopReason) async throws -> Int {
        let given: JSON = ["pod": pod.json, "name": name.json, "because": reason.rawValue.json]
        return try Int(
            json: await worker.call("gracePeriod(_:stopping:because:)", ["grace": given])["seconds"] ?? .null)
    }

    func secondsLeft(of period: Int, after elapsed: Int) async throws -> Int {
        let given: JSON = ["period": period.json, "elapsed": elapsed.json]
        return try Int(json: await worker.call("secondsLeft(of:after:)", ["left": given])["seconds"] ?? .null)
    }
}
