internal import Conformance
internal import ObjectsContract
internal import ObjectsServing
internal import Schema

/// What is examined, in its worker process: the calls of `ObjectsCore`, in JSON.
struct CoreUnderTest: Sendable {
    private let worker: CodeUnderTest

    init(_ worker: CodeUnderTest) async throws {
        self.worker = worker
        _ = try await worker.call("init()", ["init": [:]])
    }

    // MARK: - Selectors

    func holds(_ requirement: LabelRequirement, for value: String?) async throws -> Bool {
        var request = requirement.json
        request["value"] = value.map { .string($0) }
        return try Bool(json: await worker.call("holds(_:for:)", ["label": request])["holds"] ?? .null)
    }

    func holds(_ requirement: FieldRequirement, for value: String) async throws -> Bool {
        var request = requirement.json
        request["value"] = .string(value)
        return try Bool(json: await worker.call("holds(_:for:)", ["field": request])["holds"] ?? .null)
    }

    func labelRequirements(_ text: String) async throws -> Answer<[LabelRequirement]> {
        let answer = try await worker.call("labelRequirements(_:)", ["labels": ["text": .string(text)]])
        return try Answer(answer) { try ($0["requirements"]?.array ?? []).map { try LabelRequirement(json: $0) } }
    }

    func fieldRequirements(_ text: String) async throws -> Answer<[FieldRequirement]> {
        let answer = try await worker.call("fieldRequirements(_:)", ["fields": ["text": .string(text)]])
        return try Answer(answer) { try ($0["requirements"]?.array ?? []).map { try FieldRequirement(json: $0) } }
    }

    // MARK: - Quantities

    func amount(_ text: String) async throws -> Answer<Amount> {
        try Answer(await worker.call("amount(_:)", ["amount": ["text": .string(text)]])) { try Amount(json: $0) }
    }

    func canonical(_ amount: Amount) async throws -> String {
        try String(json: await worker.call("canonical(_:)", ["canonical": amount.json])["text"] ?? .null)
    }

    // MARK: - Owners

    @discardableResult
    func observe(_ object: OwnedObject) async throws -> [String] {
        try [String](json: await worker.call("observe(_:)", ["observe": object.json])["uids"] ?? .null)
    }

    @discardableResult
    func remove(_ uid: String) async throws -> [String] {
        try [String](json: await worker.call("remove(_:)", ["remove": ["uid": .string(uid)]])["uids"] ?? .null)
    }

    func remember(absent uid: String) async throws {
        _ = try await worker.call("remember(absent:)", ["absent": ["uid": .string(uid)]])
    }

    func decide(_ uid: String) async throws -> GarbageDecision {
        try GarbageDecision(json: await worker.call("decide(_:)", ["decide": ["uid": .string(uid)]]))
    }

    func finalizers(_ present: [String], deletedBy policy: Propagation?) async throws -> [String] {
        var request: JSON = ["present": present.json]
        request["policy"] = policy.map { .string($0.rawValue) }
        let answer = try await worker.call("finalizers(_:deletedBy:)", ["finalizers": request])
        return try [String](json: answer["finalizers"] ?? .null)
    }

    // MARK: - Desired and observed

    func generation(_ current: Int, from old: [String: String], to new: [String: String]) async throws -> Int {
        let request: JSON = ["generation": ["current": current.json, "old": old.json, "new": new.json]]
        return try Int(json: await worker.call("generation(_:from:to:)", request)["generation"] ?? .null)
    }

    func isObserved(_ generation: Int, by observed: Int) async throws -> Bool {
        let request: JSON = ["isObserved": ["generation": generation.json, "by": observed.json]]
        return try Bool(json: await worker.call("isObserved(_:by:)", request)["isObserved"] ?? .null)
    }

    func conditions(
        _ conditions: [ObservedCondition], reporting condition: ObservedCondition, at now: Int
    ) async throws -> [ObservedCondition] {
        let request: JSON = [
            "conditions": ["present": .array(conditions.map(\.json)), "report": condition.json, "now": now.json]
        ]
        let answer = try await worker.call("conditions(_:reporting:at:)", request)
        return (answer["conditions"]?.array ?? []).map(ObservedCondition.init)
    }
}

/// What can't be read is an answer, too.
enum Answer<Value> {
    case value(Value)
    case refused(String)

    init(_ json: JSON, _ read: (JSON) throws -> Value) throws {
        if let error = json["error"]?.string { self = .refused(error) } else { self = .value(try read(json)) }
    }

    /// `refused`, without the reason: its words are nobody's business.
    func text(_ write: (Value) -> String) -> String {
        switch self {
        case .value(let value): write(value)
        case .refused: "refused"
        }
    }
}
