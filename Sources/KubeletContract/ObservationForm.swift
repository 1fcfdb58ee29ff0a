public import Schema

// An observation in JSON: `{"sandboxes": [{"id": "s0", …}], "containers": [{"id": "a0", "state": "running", …}]}`.

extension PodObservation {
    public var json: JSON {
        [
            "sandboxes": .array(sandboxes.map(\.json)),
            "containers": .array(containers.map(\.json)),
        ]
    }

    public init(json: JSON) throws(DecodeError) {
        self.init()
        sandboxes = try list(json["sandboxes"]) { entry throws(DecodeError) in try Sandbox(json: entry) }
        containers = try list(json["containers"]) { entry throws(DecodeError) in try Container(json: entry) }
    }
}

extension PodObservation.Sandbox {
    var json: JSON {
        ["id": id.json, "isReady": isReady.json, "attempt": attempt.json, "address": address.json]
    }

    init(json: JSON) throws(DecodeError) {
        self.init(
            id: try json.text("id"), isReady: try json.flag("isReady"),
            attempt: try json.number("attempt"), address: try json.text("address"))
    }
}

extension PodObservation.Container {
    public var json: JSON {
        var members = JSONObject([
            JSONObject.Member("id", id.json), JSONObject.Member("name", name.json),
            JSONObject.Member("sandbox", sandbox.json), JSONObject.Member("attempt", attempt.json),
            JSONObject.Member("image", image.json), JSONObject.Member("imageID", imageID.json),
            JSONObject.Member("startedAt", startedAt.seconds.json),
            JSONObject.Member("finishedAt", finishedAt.seconds.json),
        ])
        switch state {
        case .created: members["state"] = "created"
        case .running: members["state"] = "running"
        case .exited(let code, let reason, let message):
            members["exited"] = ["code": code.json, "reason": reason.json, "message": message.json]
        }
        return .object(members)
    }

    public init(json: JSON) throws(DecodeError) {
        var state = json["state"] == "running" ? State.running : .created
        if let exited = json["exited"] {
            state = .exited(
                code: try exited.number("code"), reason: try exited.text("reason"),
                message: try exited.text("message"))
        }
        self.init(
            id: try json.text("id"), name: try json.text("name"), sandbox: try json.text("sandbox"),
            attempt: try json.number("attempt"), state: state)
        (image, imageID) = (try json.text("image"), try json.text("imageID"))
        startedAt = try json.time("startedAt")
        finishedAt = try json.time("finishedAt")
    }
}

/// The entries of a list, or none.
func list<Entry>(
    _ json: JSON?, _ decode: (JSON) throws(DecodeError) -> Entry
) throws(DecodeError) -> [Entry] {
    var entries: [Entry] = []
    for entry in json?.array ?? [] { entries.append(try decode(entry)) }
    return entries
}

/// A member's value; who fails says which member it was.
extension JSON {
    func text(_ name: String) throws(DecodeError) -> String {
        do { return try String(json: self[name] ?? .null) } catch { throw error.under(name) }
    }

    func number(_ name: String) throws(DecodeError) -> Int {
        do { return try Int(json: self[name] ?? .null) } catch { throw error.under(name) }
    }

    func flag(_ name: String) throws(DecodeError) -> Bool {
        do { return try Bool(json: self[name] ?? .null) } catch { throw error.under(name) }
    }

    func time(_ name: String) throws(DecodeError) -> Time { Time(seconds: try number(name)) }
}
