@testable import Conformance
import Linux
import Schema
import Testing

/// The published schema of `report.json` is what reports have, and refuses what they don't.
@Suite struct ReportSchemaTests {
    @Test func thePublishedSchemaIsThatOfTheDeclarations() throws {
        try expectGolden("../../../Conformance/report.schema.json", Report.jsonSchema.pretty + "\n")
    }

    @Test func aReportKeepsTheSchemaAndADamagedOneDoesNot() async throws {
        let whole = testReport([await Runner(seed: 42).run(testSuite(), on: .lab(testWorker()))])
        let report = whole.json
        let schema = SchemaCheck(Report.jsonSchema)
        #expect(schema.faults(in: report) == [])
        #expect(schema.faults(in: whole.forStudents().json) == [])
        var damaged = report
        damaged["points"] = "many"
        damaged["cases"] = .array([["identifier": "a", "colour": "blue", "verdict": "maybe"]])
        damaged["seed"] = nil
        let faults = schema.faults(in: damaged)
        #expect(faults.contains("points: not of type integer"))
        #expect(faults.contains("seed: missing"))
        #expect(faults.contains("cases[0].colour: not allowed"))
        #expect(faults.contains("cases[0].verdict: \"maybe\" is none of the words"))
        #expect(faults.contains("cases[0].requirement: missing"))
    }
}

/// As much of JSON Schema as the report's uses: type, enum, properties, required, additionalProperties, items, $ref.
struct SchemaCheck {
    private let root: JSON

    init(_ root: JSON) { self.root = root }

    func faults(in document: JSON) -> [String] { faults(document, root, "") }

    private func faults(_ value: JSON, _ schema: JSON, _ place: String) -> [String] {
        if let reference = schema["$ref"]?.string {
            let name = reference.replacing("#/$defs/", with: "")
            guard let found = root[path: ["$defs", name]] else { return ["\(reference): no such definition"] }
            return faults(value, found, place)
        }
        if let type = schema["type"]?.string, type != value.typeName { return ["\(place): not of type \(type)"] }
        if let words = schema["enum"]?.array, !words.contains(value) {
            return ["\(place): \(value) is none of the words"]
        }
        let elements = (value.array ?? []).enumerated().flatMap { index, element in
            faults(element, schema["items"] ?? [:], "\(place)[\(index)]")
        }
        return elements + (value.object.map { members(of: $0, schema, place.isEmpty ? "" : place + ".") } ?? [])
    }

    private func members(of object: JSONObject, _ schema: JSON, _ place: String) -> [String] {
        let missing = (schema["required"]?.array ?? []).compactMap(\.string).filter { object[$0] == nil }
        return missing.map { "\(place)\($0): missing" }
            + object.flatMap { member in
                guard let property = schema["properties"]?[member.name] else {
                    return schema["additionalProperties"] == false ? ["\(place)\(member.name): not allowed"] : []
                }
                return faults(member.value, property, place + member.name)
            }
    }
}
