import APIMachinery
import Schema
import Testing

func json(_ text: String) throws -> JSON { try JSON(parsing: text.utf8) }

@Suite("JSON patch")
struct JSONPatchTests {
    @Test(
        "The examples of RFC 6902, appendix A",
        arguments: [
            (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"foo":"bar","baz":"qux"}"#),
            (
                #"{"foo":["bar","baz"]}"#, #"[{"op":"add","path":"/foo/1","value":"qux"}]"#,
                #"{"foo":["bar","qux","baz"]}"#
            ),
            (#"{"baz":"qux","foo":"bar"}"#, #"[{"op":"remove","path":"/baz"}]"#, #"{"foo":"bar"}"#),
            (#"{"foo":["bar","qux","baz"]}"#, #"[{"op":"remove","path":"/foo/1"}]"#, #"{"foo":["bar","baz"]}"#),
            (
                #"{"baz":"qux","foo":"bar"}"#, #"[{"op":"replace","path":"/baz","value":"boo"}]"#,
                #"{"baz":"boo","foo":"bar"}"#
            ),
            (
                #"{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}"#,
                #"[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]"#,
                #"{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}"#
            ),
            (
                #"{"foo":["all","grass","cows","eat"]}"#, #"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#,
                #"{"foo":["all","cows","eat","grass"]}"#
            ),
            (#"{"foo":["bar"]}"#, #"[{"op":"add","path":"/foo/-","value":["abc"]}]"#, #"{"foo":["bar",["abc"]]}"#),
            (
                #"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":10},{"op":"remove","path":"/~1"}]"#,
                #"{"~1":10}"#
            ),
            (#"{"a":{"b":1}}"#, #"[{"op":"copy","from":"/a","path":"/c"}]"#, #"{"a":{"b":1},"c":{"b":1}}"#),
            (#"{"a":1}"#, #"[{"op":"replace","path":"","value":[]}]"#, "[]"),
        ])
    func examples(document: String, patch: String, result: String) throws {
        #expect(try JSONPatch.apply(json(patch), to: json(document)) == json(result))
    }

    @Test(
        "A patch that doesn't fit is refused",
        arguments: [
            (#"[{"op":"test","path":"/a","value":2}]"#, "testing value /a failed: test failed"),
            (
                #"[{"op":"remove","path":"/x"}]"#,
                "error in remove for path: '/x': Unable to remove nonexistent key: x: missing value"
            ),
            (
                #"[{"op":"replace","path":"/x","value":1}]"#,
                "replace operation does not apply: doc is missing key: /x: missing value"
            ),
            (
                #"[{"op":"add","path":"/x/y","value":1}]"#,
                "add operation does not apply: doc is missing path: \"/x/y\": missing value"
            ),
            (
                #"[{"op":"add","path":"/l/2","value":1}]"#,
                "error in add for path: '/l/2': Unable to access invalid index: 2: invalid index referenced"
            ),
            (#"[{"op":"jump","path":"/a"}]"#, "Unexpected kind: jump"),
            (#"[{"op":"add","path":"a","value":1}]"#, "path \"a\" doesn't begin with /"),
        ])
    func refusals(patch: String, message: String) throws {
        let patch = try json(patch)
        #expect(throws: PatchError(message)) { try JSONPatch.apply(patch, to: ["a": 1, "l": [1]]) }
    }

    @Test("Copying a document into itself again and again comes to an end")
    func copyBomb() throws {
        let copy = try json(#"{"op":"copy","from":"/a","path":"/a/-"}"#)
        #expect(throws: PatchError.self) {
            try JSONPatch.apply(.array(Array(repeating: copy, count: 10_000)), to: ["a": []])
        }
    }
}

@Suite("JSON merge patch")
struct MergePatchTests {
    @Test(
        "The examples of RFC 7386, appendix A",
        arguments: [
            (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
            (#"{"a":"b"}"#, #"{"a":null}"#, "{}"), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
            (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
            (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
            (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#), (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
            (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#), (#"{"a":"foo"}"#, "null", "null"),
            (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
            (#"[1,2]"#, #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
            ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
        ])
    func examples(document: String, patch: String, result: String) throws {
        #expect(try MergePatch.apply(json(patch), to: json(document)) == json(result))
    }

    @Test("The difference of two documents makes one of the other")
    func difference() throws {
        let old = try json(#"{"a":1,"b":{"c":1,"d":[1]},"e":"x"}"#)
        let new = try json(#"{"a":1,"b":{"c":2,"d":[2]},"f":{}}"#)
        let patch = MergePatch.difference(from: old, to: new)
        #expect(patch == (try json(#"{"b":{"c":2,"d":[2]},"e":null,"f":{}}"#)))
        #expect(MergePatch.apply(patch, to: old) == new)
    }
}
