import Schema
import Testing
import YAML

@Suite("YAML")
struct YAMLTests {
    @Test(
        "Plain words mean what they mean in Kubernetes",
        arguments: [
            ("a: 1", #"{"a":1}"#), ("a: 0644", #"{"a":420}"#), ("a: '0644'", #"{"a":"0644"}"#),
            ("a: yes", #"{"a":true}"#),
            ("a: \"yes\"", #"{"a":"yes"}"#), ("a: ~", #"{"a":null}"#), ("a:", #"{"a":null}"#), ("a: ''", #"{"a":""}"#),
            ("a: 1.5", #"{"a":1.5}"#), ("a: 1e3", #"{"a":1000.0}"#), ("a: 100m", #"{"a":"100m"}"#),
            ("a: 1.2.3", #"{"a":"1.2.3"}"#),
            ("a: 0x1F", #"{"a":31}"#), ("a: -5", #"{"a":-5}"#), ("a: 1_000", #"{"a":1000}"#),
            ("a: 2026-11-22", #"{"a":"2026-11-22"}"#),
            ("8080: x", #"{"8080":"x"}"#), ("a: !!str 1", #"{"a":"1"}"#), ("a: |\n  x\n  y\n", #"{"a":"x\ny\n"}"#),
            ("a: >-\n  x\n  y\n", #"{"a":"x y"}"#), ("a: &x {b: 1}\nc: *x", #"{"a":{"b":1},"c":{"b":1}}"#),
            ("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2", #"{"a":{"b":1},"c":{"d":2,"b":1}}"#),
            ("- a\n- - b", #"["a",["b"]]"#),
            ("a: 12e999999", #"{"a":"12e999999"}"#), ("a: 0o17", #"{"a":15}"#), ("a: 08", #"{"a":8.0}"#),
        ])
    func reading(text: String, expected: String) throws {
        #expect(try YAML.documents(text).map(\.description) == [expected])
    }

    @Test("A text may have several documents, of which empty ones don't count")
    func documents() throws {
        #expect(try YAML.documents("# nothing\n---\na: 1\n---\n---\nb: 2\n...\n") == [["a": 1], ["b": 2]])
        #expect(try YAML.documents("") == [])
        #expect(try YAML.documents(Array(#"{"b": 1, "a": [true]}"#.utf8)) == [["b": 1, "a": [true]]])
    }

    @Test(
        "What isn't YAML is refused with the line",
        arguments: [
            ("a: b: c", "yaml: line 1: mapping values are not allowed in this context"),
            ("a: 1\na: 2", "yaml: line 1: key \"a\" already set in map"),
            ("a: *x", "yaml: line 1: found undefined alias"),
            ("a: [1", "yaml: line 2: did not find expected ',' or ']'"),
            ("a: 1\n1: 2\n'1': 3", "yaml: line 3: key \"1\" already set in map"),
        ])
    func refusals(text: String, message: String) {
        #expect(throws: YAMLError(message)) { try YAML.documents(text) }
    }

    @Test("Aliases of aliases come to an end, and so does nesting")
    func bombs() {
        var laughs = "a0: &a0 [x]\n"
        for level in 1...30 {
            laughs += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ","))]\n"
        }
        #expect(throws: YAMLError("yaml: document contains excessive aliasing")) { try YAML.documents(laughs) }
        #expect(throws: YAMLError.self) { try YAML.documents(String(repeating: "[", count: 100_000)) }
        #expect(throws: YAMLError.self) { try YAML.documents(String(repeating: "- ", count: 100_000)) }
        #expect(throws: YAMLError.self) {
            try YAML.documents(String(repeating: "[", count: 500) + String(repeating: "]", count: 500))
        }
    }

    @Test("Is written as kubectl writes it")
    func writing() throws {
        let document = try JSON(
            parsing: #"""
                {"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","labels":{"on":"true","n":"1"},"annotations":{}},
                "spec":{"containers":[{"name":"a","args":["-c","x: y","#","",":80"," lead","it's","*"],"ports":[]},{"name":"b"}],
                "script":"#!/bin/sh\necho hi\n","tail":"a\nb","nested":[[1,2],[]],"none":null,"half":0.5,"tab":"a\tb"}}
                """#.utf8)
        let text = YAML.write(document)
        #expect(
            text == """
                apiVersion: v1
                kind: Pod
                metadata:
                  annotations: {}
                  labels:
                    "n": "1"
                    "on": "true"
                  name: web
                spec:
                  containers:
                  - args:
                    - -c
                    - 'x: y'
                    - '#'
                    - ""
                    - :80
                    - ' lead'
                    - it's
                    - '*'
                    name: a
                    ports: []
                  - name: b
                  half: 0.5
                  nested:
                  - - 1
                    - 2
                  - []
                  none: null
                  script: |
                    #!/bin/sh
                    echo hi
                  tab: 'a\tb'
                  tail: |-
                    a
                    b

                """)
        #expect(try YAML.documents(text) == [document])
    }

    @Test(
        "What is written is read again",
        arguments: [
            "a", "", " ", "a ", "- a", "-", "?", "a: b", "a:", "a #b", "#a", "&a", "*a", "!a", "|", ">", "%a", "@a",
            "`a", "{a", "[a",
            "null", "~", "true", "1", "1e3", "0x1", "01", ".5", ".", "..", "...", "---", "--- a", "<<", "=", "a\nb",
            "a\n", "a\n\n", "\n", "\na",
            "  a\nb", "a\n b", "a \nb", "a\n\n\nb\n", "a\tb", "\t", "\ta\nb", "\u{0}", "\u{7f}", "\u{85}", "\u{2028}",
            "é", "😀", "\"", "'", "'a'", "\\", "a\\nb", "a\r\nb",
            "a, b", "a]b", "http://x:80/", "2026-11-22T10:30:00Z", "y", "no", "a\n ", ": a", "a : b", "---\na",
        ])
    func roundTrip(text: String) throws {
        for document: JSON in [.string(text), ["k": .string(text), "l": [.string(text), ["m": .string(text)]]]] {
            let written = YAML.write(document)
            #expect(try YAML.documents(written) == [document], "\(written)")
        }
        if !text.contains("\n") {
            let key = JSON.object(JSONObject([JSONObject.Member(text, 1)]))
            #expect(try YAML.documents(YAML.write(key)) == [key], "\(YAML.write(key))")
        }
    }
}
