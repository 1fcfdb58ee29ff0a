import Schema
import Testing

@Suite("Server-side apply")
struct ServerSideApplyTests {
    private var story = Story()

    @Test("Who applies owns what they said, and may change it")
    mutating func owning() throws {
        try story.apply("a", #"{"replicas":1,"labels":{"x":"1"},"containers":[{"name":"c","image":"1"}]}"#)
        #expect(
            story.fields(of: "a") == [
                ".containers[name=\"c\"]", ".containers[name=\"c\"].image", ".containers[name=\"c\"].name", ".labels.x",
                ".replicas",
            ])
        try story.apply("a", #"{"replicas":2,"containers":[{"name":"c","image":"2"}]}"#)
        #expect(story.document == (try json(#"{"replicas":2,"containers":[{"name":"c","image":"2"}]}"#)))
    }

    @Test("Changing another's field is a conflict, unless forced or of the same value")
    mutating func conflicts() throws {
        try story.apply("a", #"{"replicas":1,"labels":{"x":"1"}}"#)
        try story.apply("b", #"{"replicas":1}"#)
        let error = story.failure(applying: #"{"replicas":2}"#, as: "b")
        #expect(error?.description == #"Apply failed with 1 conflict: conflict with "a": .replicas"#)
        try story.apply("b", #"{"replicas":2,"labels":{"x":"2"}}"#, force: true)
        #expect(story.fields(of: "a") == [])
        #expect(story.managers.entries.map(\.manager) == ["b"])
        #expect(story.document == (try json(#"{"replicas":2,"labels":{"x":"2"}}"#)))
    }

    @Test("Several conflicts are listed by owner")
    mutating func manyConflicts() throws {
        try story.update("kubectl", #"{"replicas":1,"finalizers":["f"],"labels":{"x":"1"}}"#)
        let error = story.failure(applying: #"{"replicas":2,"labels":{"x":"2"}}"#, as: "b")
        #expect(
            error?.description == """
                Apply failed with 2 conflicts: conflicts with "kubectl" using v1 at 1970-01-01T00:00:01Z:
                - .labels.x
                - .replicas
                """)
    }

    @Test("What is no longer applied is removed, unless another owns it")
    mutating func removing() throws {
        try story.apply(
            "a", #"{"labels":{"x":"1","y":"1"},"finalizers":["f","g"],"containers":[{"name":"c"},{"name":"d"}]}"#)
        try story.apply("b", #"{"labels":{"y":"1"},"finalizers":["g"],"containers":[{"name":"d","image":"i"}]}"#)
        try story.apply("a", #"{"replicas":1}"#)
        #expect(
            story.document
                == (try json(
                    #"{"labels":{"y":"1"},"finalizers":["g"],"containers":[{"name":"d","image":"i"}],"replicas":1}"#)),
            "\(story.document)")
        try story.apply("b", "{}")
        #expect(story.document == ["replicas": 1], "\(story.document)")
        #expect(story.managers.entries.count == 1)
    }

    @Test("An update takes what it changes, and the applier hears of it")
    mutating func updating() throws {
        try story.apply("a", #"{"replicas":1,"containers":[{"name":"c","image":"1"}]}"#)
        try story.update("scaler", #"{"replicas":5,"containers":[{"name":"c","image":"1"},{"name":"own"}]}"#)
        #expect(story.fields(of: "a").contains(".replicas") == false)
        #expect(
            story.fields(of: "scaler") == [".containers[name=\"own\"]", ".containers[name=\"own\"].name", ".replicas"])
        let error = story.failure(applying: #"{"replicas":1,"containers":[{"name":"c","image":"1"}]}"#, as: "a")
        #expect(error?.description.contains("\"scaler\" using v1 at") == true)
        try story.apply("a", #"{"containers":[{"name":"c","image":"2"}]}"#)
        #expect(story.document == (try json(#"{"replicas":5,"containers":[{"name":"c","image":"2"},{"name":"own"}]}"#)))
    }

    @Test("An apply that says nothing new changes nothing, not even a time")
    mutating func idle() throws {
        try story.apply("a", #"{"replicas":1,"strategy":{"type":"Recreate"}}"#)
        let before = story.managers
        try story.apply("a", #"{"strategy":{"type":"Recreate"},"replicas":1}"#)
        #expect(story.managers == before)
    }

    @Test("Managers come back from metadata.managedFields")
    mutating func wire() throws {
        try story.apply("a", #"{"labels":{"x":"1"},"finalizers":["f"],"containers":[{"name":"c","env":[]}]}"#)
        try story.update("b", #"{"labels":{"x":"1","y":"2"},"finalizers":["f"],"containers":[{"name":"c","env":[]}]}"#)
        let text = story.managers.json.description
        #expect(
            text == """
                [{"manager":"a","operation":"Apply","apiVersion":"v1","time":"1970-01-01T00:00:01Z","fieldsType":"FieldsV1",\
                "fieldsV1":{"f:containers":{"k:{\\"name\\":\\"c\\"}":{".":{},"f:name":{}}},"f:finalizers":{"v:\\"f\\"":{}},\
                "f:labels":{"f:x":{}}}},{"manager":"b","operation":"Update","apiVersion":"v1","time":"1970-01-01T00:00:02Z",\
                "fieldsType":"FieldsV1","fieldsV1":{"f:labels":{"f:y":{}}}}]
                """)
        #expect(try ManagedFields(json: JSON(parsing: text.utf8)) == story.managers)
    }

    @Test("A list's element without its key, or twice, is refused")
    mutating func badLists() throws {
        try story.apply("a", #"{"containers":[{"name":"c"}]}"#)
        for text in [#"{"containers":[{"image":"i"}]}"#, #"{"containers":[{"name":"c"},{"name":"c"}]}"#] {
            #expect(story.failure(applying: text, as: "a") != nil)
        }
    }
}

/// An object and its writers.
private struct Story {
    var document: JSON = [:]
    var managers = ManagedFields()
    var clock = 0

    mutating func writer(_ name: String) -> ManagedFields.Writer {
        clock += 1
        return ManagedFields.Writer(manager: name, apiVersion: "v1", time: Time(seconds: clock))
    }

    mutating func apply(_ name: String, _ text: String, force: Bool = false) throws {
        (document, managers) = try ServerSideApply.apply(
            json(text), to: document, managers: managers, by: writer(name), force: force, shape: Sample.shape)
    }

    /// Why applying this would fail.
    func failure(applying text: String, as name: String) -> ApplyError? {
        var copy = self
        do { try copy.apply(name, text) } catch { return error as? ApplyError }
        return nil
    }

    mutating func update(_ name: String, _ text: String) throws {
        let new = try json(text)
        try managers.recordUpdate(by: writer(name), from: document, to: new, shape: Sample.shape)
        document = new
    }

    func fields(of name: String) -> [String] {
        managers.entries.filter { $0.manager == name }.flatMap(\.fields.paths)
    }
}
