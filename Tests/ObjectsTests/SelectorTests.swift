import Objects
import ObjectsContract
import Testing

@Suite("Selectors")
struct SelectorTests {
    @Test(
        "Label selectors are read as Kubernetes reads them",
        arguments: [
            ("", ""), ("a", "a"), ("!a", "!a"), ("a=b", "a=b"), ("a==b", "a=b"), ("a=", "a="),
            ("b!=c , a = x", "a=x,b!=c"),
            ("x in (foo,,baz),y,z notin ()", "x in (,baz,foo),y,z notin ()"), ("in in (in)", "in in (in)"),
            ("example.com/tier in (a)", "example.com/tier in (a)"), ("x>1,y<2", "x>1,y<2"), ("x=notin", "x=notin"),
        ])
    func labels(text: String, canonical: String) throws {
        let requirements = try #require(try? LabelRequirements(parsing: text))
        #expect(requirements.description == canonical)
        #expect(try LabelRequirements(parsing: canonical) == requirements)
    }

    @Test(
        "Bad label selectors are refused with Kubernetes' words",
        arguments: [
            (",", "found ',', expected: !, identifier, or 'end of string'"),
            ("a,", "found '', expected: identifier after ','"),
            ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
            ("a=b=c", "found '=', expected: ',' or 'end of string'"),
            ("!", "unable to parse requirement: found '', expected: identifier"),
            ("a in b", "unable to parse requirement: found 'b' expected: '('"),
            ("a in (b", "unable to parse requirement: found '', expected: ',' or ')'"),
            ("a=(", "unable to parse requirement: found '(', expected: identifier"),
            (
                "a>x",
                "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer"
            ),
            ("/a", "unable to parse requirement: <nil>: Invalid value: \"/a\": prefix part must be non-empty"),
        ])
    func badLabels(text: String, message: String) {
        #expect(throws: SelectorError(message)) { try LabelRequirements(parsing: text) }
    }

    @Test("A label value of the wrong form is refused, with its place")
    func badLabelValue() {
        let error = #expect(throws: SelectorError.self) { try LabelRequirements(parsing: "a=-x") }
        #expect(
            error?.description.hasPrefix(
                "unable to parse requirement: values[0][a]: Invalid value: \"-x\": a valid label") == true)
    }

    @Test(
        "Field selectors are read and matched",
        arguments: [
            ("metadata.name=web", true), ("metadata.name==web,spec.nodeName!=n1", true), ("spec.nodeName=", true),
            ("metadata.name!=web", false), ("status.note=a\\,b\\=c\\\\", true), ("", true),
            (",metadata.name=web,", true),
        ])
    func fields(text: String, matches: Bool) throws {
        let fields = ["metadata.name": "web", "status.note": "a,b=c\\"]
        let requirements = try FieldRequirements(parsing: text)
        #expect(requirements.matches { fields[$0] ?? "" } == matches)
        #expect(try FieldRequirements(parsing: requirements.description) == requirements)
    }

    @Test("Bad field selectors are refused", arguments: ["metadata.name", "a=b=c", "a=\\x", "a!b"])
    func badFields(text: String) {
        #expect(throws: SelectorError.self) { try FieldRequirements(parsing: text) }
    }
}

@Suite("Names and labels")
struct LabelSyntaxTests {
    @Test("What is right has no problems", arguments: ["a", "a-b.c", "web-7d8f9c6b5-abcde", "0.0"])
    func right(name: String) {
        #expect(LabelSyntax.problems(ofSubdomain: name) == [])
        #expect(LabelSyntax.problems(ofKey: "example.com/\(name)") == [])
        #expect(LabelSyntax.problems(ofValue: name) == [])
    }

    @Test("What is wrong is told in Kubernetes' words")
    func wrong() {
        #expect(
            LabelSyntax.problems(ofSubdomain: "Web") == [
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
            ])
        #expect(
            LabelSyntax.problems(ofDNSLabel: "-") == [
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
            ])
        #expect(
            LabelSyntax.problems(ofServiceName: "1a") == [
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
            ])
        #expect(
            LabelSyntax.problems(ofValue: "a b") == [
                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
            ])
        #expect(
            LabelSyntax.problems(ofKey: String(repeating: "a", count: 64)) == [
                "name part must be no more than 63 characters"
            ])
        #expect(LabelSyntax.problems(ofSubdomain: "a..b").count == 1)
    }
}
