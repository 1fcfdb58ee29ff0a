internal import APIServerContract
internal import Conformance
internal import HTTP
internal import Schema

/// What came back, whatever it is.
struct Answer: Sendable {
    let code: Int
    let headers: HTTPHeaders
    let text: String
    /// Null when the body is no JSON.
    let json: JSON

    init(_ answer: HTTPClient.Fetched) {
        code = answer.status.code
        headers = answer.headers
        text = String(decoding: answer.body, as: UTF8.self)
        json = (try? JSON(parsing: answer.body)) ?? .null
    }

    var type: String { (headers["Content-Type"] ?? "").prefix { $0 != ";" }.lowercased() }
    var message: String { json["message"]?.string ?? String(text.prefix(300)) }
    var names: [String] { json["items"]?.array?.map(\.name).filter { !$0.hasPrefix("kube-root-ca") } ?? [] }
    var version: String { json.resourceVersion }
    /// Of what is wrong, each once: `metadata.name`.
    var faults: [String] {
        Set(json[path: ["details", "causes"]]?.array?.compactMap { $0["field"]?.string } ?? []).sorted()
    }

    func at(_ path: String...) -> JSON? { json[path: path] }
}

extension ServerStage {
    func expect(_ answer: Answer, _ codes: Int...) throws {
        let wanted = codes.map(String.init).joined(separator: " or ")
        try scenario.expect(
            "the answer is \(wanted)", observed: "\(answer.code): \(answer.message)", codes.contains(answer.code))
    }

    /// A refusal is a document of the kind Status, which says what the code says.
    func expectRefusal(_ answer: Answer, _ code: Int, _ reason: String) throws {
        try expect(answer, code)
        for (field, value) in [
            ("kind", "Status"), ("apiVersion", "v1"), ("status", "Failure"), ("reason", .string(reason)),
            ("code", .integer(Int64(code))),
        ] as [(String, JSON)] {
            try expect("\(field) of the answer", answer.json[field], value)
        }
        try scenario.expect("a message for people", observed: "there is none", !answer.message.isEmpty)
    }

    func expect(_ what: String, _ found: JSON?, _ wanted: JSON) throws {
        try scenario.expect("\(what): \(wanted)", observed: found.map { "\($0)" } ?? "nothing", found == wanted)
    }

    func expect(_ what: String, _ found: String, _ wanted: String) throws {
        try scenario.expect("\(what): \(wanted)", observed: found, found == wanted)
    }

    func expect(_ what: String, _ found: [String], _ wanted: [String]) throws {
        let text = { (words: [String]) in words.isEmpty ? "nothing" : words.joined(separator: " ") }
        try scenario.expect("\(what): \(text(wanted))", observed: text(found), found == wanted)
    }

    func expect(_ what: String, _ holds: Bool, observed: @autoclosure () -> String) throws {
        try scenario.expect(what, observed: observed(), holds)
    }

    /// Asks again and again: what has been permitted may take a moment to be known.
    func eventually(_ code: Int, _ ask: () async throws -> Answer) async throws -> Answer {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            let answer = try await ask()
            if answer.code == code { return answer }
            if ContinuousClock.now > deadline { try expect(answer, code) }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
