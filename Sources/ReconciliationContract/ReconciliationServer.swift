internal import API
public import Schema

/// What a lab brings: a queue, a copy, a reconciler, and a controller made of them.
public protocol ReconciliationCore {
    associatedtype Queue: RateLimitingQueue
    associatedtype Informer: ReflectionCore
    associatedtype Reconciler: ReconcilerCore
    associatedtype Controller: ControllerCore
}

/// The answers of all four, asked for in JSON: one request, one answer.
///
/// ```
///   {"init": {}}                                              → {}
///   {"queue": {"add": "a"}}     {"queue": {"add": "a", "at": 5}}
///   {"queue": {"next": 0}}                                    → {"key": "a"}, or {}
///   {"queue": {"done": "a"}}    {"queue": {"forget": "a"}}
///   {"queue": {"rateLimited": "a", "now": 0}}                 → {"delay": 5}
///   {"queue": {"deadline": {}}}                               → {"deadline": 5}, or {}
///   {"reflection": {"request": {}}}                           → {"list": {}}, or {"watch": "7"}; "hasSynced", "objects"
///   {"reflection": {"listed": […], "resourceVersion": "7"}}   → {"changes": […]}, as "received" (an event) and "resync"
///   {"reflection": {"ended": {…}}}                            → {"delay": 100}
///   {"reconciler": {"writes": {"desired": […], "observed": […]}}}   → {"writes": […]}
///   {"reconciler": {"expect": […], "key": "a", "now": 0}}     "failed", "observe"; "isUpToDate" → {"isUpToDate": true}
///   {"controller": {"observe": {"configMap": {…}}}}           → {"keys": […]}
///   {"controller": {"reconcile": "kube/a", "now": 0}}         → {"writes": […]}     "failed"
/// ```
/// So code of unknown quality can live in a process of its own. Moments and delays are milliseconds.
public struct ReconciliationServer<Core: ReconciliationCore> {
    private let beginning = ContinuousClock.now
    private var queue = Core.Queue()
    private var reflection = Core.Informer()
    private var reconciler = Core.Reconciler()
    private var controller = Core.Controller()

    public init() {}

    /// Throws when the request is none; the core is as it was then.
    public mutating func answer(_ request: JSON) throws(DecodeError) -> JSON {
        guard let part = request.object?.members.first else {
            throw DecodeError("expected a request, got \(request.typeName)")
        }
        do throws(DecodeError) {
            if part.name == "init" {
                self = Self()
                return [:]
            }
            guard let call = part.value.object?.members.first else { throw DecodeError("expected a call") }
            let given = Arguments(json: part.value, value: call.value, beginning: beginning)
            switch part.name {
            case "queue": return try queue(call.name, given)
            case "reflection": return try reflection(call.name, given)
            case "reconciler": return try reconciler(call.name, given)
            case "controller": return try controller(call.name, given)
            default: throw DecodeError("no such part")
            }
        } catch { throw error.under(part.name) }
    }

    private mutating func queue(_ call: String, _ given: Arguments) throws(DecodeError) -> JSON {
        switch call {
        case "add" where given.json["at"] != nil: queue.add(try given.key(), at: try given.moment("at"))
        case "add": queue.add(try given.key())
        case "next": return queue.next(now: try given.moment("next")).map { ["key": .string($0)] } ?? [:]
        case "done": queue.done(try given.key())
        case "forget": queue.forget(try given.key())
        case "rateLimited":
            return ["delay": milliseconds(queue.addRateLimited(try given.key(), now: try given.moment("now")))]
        case "deadline":
            return queue.nextDeadline.map { ["deadline": milliseconds(beginning.duration(to: $0))] } ?? [:]
        default: throw DecodeError("no such call: \(call)")
        }
        return [:]
    }

    private mutating func reflection(_ call: String, _ given: Arguments) throws(DecodeError) -> JSON {
        switch call {
        case "request":
            if case .watch(let version) = reflection.request { return ["watch": .string(version)] }
            return ["list": [:]]
        case "hasSynced": return ["hasSynced": .bool(reflection.hasSynced)]
        case "objects": return ["objects": .array(reflection.objects.map(\.json))]
        case "listed":
            let version = try given.text("resourceVersion")
            return changes(reflection.listed(try given.configMaps("listed"), resourceVersion: version))
        case "received": return changes(reflection.received(try given.event()))
        case "ended": return ["delay": milliseconds(reflection.ended(try given.status()))]
        case "resync": return changes(reflection.resync())
        default: throw DecodeError("no such call: \(call)")
        }
    }

    private func changes(_ changes: [Change<ConfigMap>]) -> JSON { ["changes": .array(changes.map(\.json))] }

    private mutating func reconciler(_ call: String, _ given: Arguments) throws(DecodeError) -> JSON {
        switch call {
        case "writes":
            let (desired, observed) = try given.states()
            return ["writes": .array(reconciler.writes(desired: desired, observed: observed).map(\.json))]
        case "isUpToDate":
            return ["isUpToDate": .bool(reconciler.isUpToDate(try given.key(), now: try given.moment("now")))]
        case "expect":
            reconciler.expect(try given.writes(), for: try given.text("key"), now: try given.moment("now"))
        case "failed": reconciler.failed(try Write(json: given.value))
        case "observe": reconciler.observe(try Change(json: given.value))
        default: throw DecodeError("no such call: \(call)")
        }
        return [:]
    }

    private mutating func controller(_ call: String, _ given: Arguments) throws(DecodeError) -> JSON {
        switch call {
        case "observe":
            let keys =
                if let namespace = given.value["namespace"] {
                    controller.observe(try Change<Namespace>(json: namespace))
                } else { controller.observe(try Change<ConfigMap>(json: given.value["configMap"] ?? .null)) }
            return ["keys": .array(keys.map { .string($0) })]
        case "reconcile":
            let writes = controller.reconcile(try given.key(), now: try given.moment("now"))
            return ["writes": .array(writes.map(\.json))]
        case "failed": controller.failed(try Write(json: given.value))
        default: throw DecodeError("no such call: \(call)")
        }
        return [:]
    }

    private func milliseconds(_ duration: Duration) -> JSON {
        .integer(Int64((duration / .milliseconds(1)).rounded()))
    }
}

/// A call's members; its value is the first of them.
private struct Arguments {
    let json: JSON
    let value: JSON
    let beginning: Moment

    func key() throws(DecodeError) -> String { try String(json: value) }
    func text(_ name: String) throws(DecodeError) -> String {
        do { return try String(json: json[name] ?? .null) } catch { throw error.under(name) }
    }
    func moment(_ name: String) throws(DecodeError) -> Moment {
        do { return beginning + .milliseconds(try Int(json: json[name] ?? .null)) } catch { throw error.under(name) }
    }
    func configMaps(_ name: String) throws(DecodeError) -> [ConfigMap] {
        do { return try [ConfigMap](json: json[name] ?? .null) } catch { throw error.under(name) }
    }
    func states() throws(DecodeError) -> (desired: [ConfigMap], observed: [ConfigMap]) {
        (try [ConfigMap](json: value["desired"] ?? .null), try [ConfigMap](json: value["observed"] ?? .null))
    }
    func writes() throws(DecodeError) -> [Write] {
        var writes: [Write] = []
        for write in value.array ?? [] { writes.append(try Write(json: write)) }
        return writes
    }
    func event() throws(DecodeError) -> WatchEvent<ConfigMap> {
        do { return try WatchEvent(document: value) } catch { throw DecodeError("no event: \(error)") }
    }
    /// `{}` is an end without an error.
    func status() throws(DecodeError) -> Status? { value.object?.isEmpty == true ? nil : try Status(json: value) }
}
