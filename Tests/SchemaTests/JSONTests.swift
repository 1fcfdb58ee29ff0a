import Schema
import Testing

@Suite("JSON text")
struct JSONTests {
    @Test(
        "What was read comes back byte for byte",
        arguments: [
            #"null"#, #"true"#, #"-12"#, #"9223372036854775807"#, #"-9223372036854775808"#, #"0.5"#, "\"\"", #"[]"#,
            #"{}"#,
            #"{"b":1,"a":[1,2,{"c":null}],"":""}"#, #""\"\\\n\t\b\f\r\u0001 / é 😀 <&>""#, "\"\u{2028}\"",
        ])
    func roundTrip(text: String) throws {
        #expect(try JSON(parsing: text.utf8).description == text)
    }

    @Test(
        "Numbers are integers when they have neither fraction nor exponent and fit",
        arguments: [
            ("1", JSON.integer(1)), ("-0", 0), ("1.0", .number(1)), ("1e3", .number(1000)), ("1E-2", .number(0.01)),
            ("18446744073709551615", .number(18446744073709551616)),
        ])
    func numbers(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text.utf8) == value)
    }

    @Test(
        "Escapes and surrogates are read",
        arguments: [
            (#""\u0041\/\u00e9""#, "A/é"), (#""\ud83d\ude00""#, "😀"), (#""\ud83dx""#, "\u{fffd}x"),
            (#""\ud83d\u0041""#, "\u{fffd}A"), (#""\ude00""#, "\u{fffd}"), (#""a\u0000b""#, "a\0b"),
        ])
    func escapes(text: String, value: String) throws {
        #expect(try JSON(parsing: text.utf8) == .string(value))
    }

    @Test("Invalid UTF-8 becomes the replacement character")
    func invalidUTF8() throws {
        #expect(try JSON(parsing: [0x22, 0x61, 0xff, 0x22]) == "a\u{fffd}")
    }

    @Test(
        "What isn't JSON is refused with Go's words and the place",
        arguments: [
            ("", "unexpected end of JSON input"), ("{\"a\":", "unexpected end of JSON input"),
            ("\"a", "unexpected end of JSON input"), ("nul", "unexpected end of JSON input"),
            ("{a}", "invalid character 'a' looking for beginning of object key string (at byte 1)"),
            ("{\"a\" 1}", "invalid character '1' after object key (at byte 5)"),
            ("{\"a\":1,}", "invalid character '}' looking for beginning of object key string (at byte 7)"),
            ("[1 2]", "invalid character '2' after array element (at byte 3)"),
            ("[1,]", "invalid character ']' looking for beginning of value (at byte 3)"),
            ("1 2", "invalid character '2' after top-level value (at byte 2)"),
            ("01", "invalid character '1' after top-level value (at byte 1)"),
            ("trux", "invalid character 'x' in literal true (at byte 3)"),
            ("1.x", "invalid character 'x' after decimal point in numeric literal (at byte 2)"),
            ("\"\\x\"", "invalid character 'x' in string escape code (at byte 2)"),
            ("\"\n\"", "invalid character '\\xa' in string literal (at byte 1)"),
            ("1e999", "number 1e999 is out of range (at byte 5)"),
        ])
    func refusals(text: String, message: String) {
        #expect(throws: DecodeError(message)) { try JSON(parsing: text.utf8) }
    }

    @Test("The last of two members counts, and strict validation hears of both")
    func duplicates() throws {
        var duplicates: [String] = []
        let text = #"{"spec":{"replicas":1,"containers":[{},{"image":"a","image":"b"}],"replicas":2}}"#
        let document = try JSON(parsing: text.utf8, duplicates: &duplicates)
        #expect(duplicates == ["spec.containers[1].image", "spec.replicas"])
        #expect(document[path: ["spec", "replicas"]] == 2)
    }

    @Test("Nesting is bounded, more narrowly for what clients send")
    func depth() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: DecodeError("exceeded max depth (at byte 128)")) { try JSON(parsing: text.utf8) }
        var duplicates: [String] = []
        #expect(throws: DecodeError("exceeded max depth (at byte 100)")) {
            try JSON(parsing: text.utf8, duplicates: &duplicates)
        }
    }

    @Test("Unequal deep documents are compared in no more steps than they have values")
    func deepComparison() throws {
        let deep = { (inner: String) in
            try JSON(
                parsing: (String(repeating: "{\"a\":", count: 100) + inner + String(repeating: "}", count: 100)).utf8)
        }
        #expect(try deep("1") != deep("2"))
        #expect(try deep(#"{"x":1,"y":2}"#) == deep(#"{"y":2,"x":1}"#))
    }

    @Test("An object of many members takes no quadratic time")
    func manyMembers() throws {
        let names = (0..<50_000).map { "\"name-\($0 % 40_000)\":\($0)" }
        let document = try JSON(parsing: "{\(names.joined(separator: ","))}".utf8)
        #expect(document.object?.count == 40_000)
    }

    @Test("A number without a sign comes back, and is in digits where JSON's numbers have an end")
    func unsigned() throws {
        for number: UInt64 in [0, 7, 1 << 63 - 1, 1 << 63, .max] { #expect(try UInt64(json: number.json) == number) }
        #expect(UInt64.max.json == "18446744073709551615")
        for json: JSON in [-1, "7", "many", "18446744073709551616"] {
            #expect(throws: DecodeError.self) { try UInt64(json: json) }
        }
    }

    @Test("People get four spaces a level")
    func pretty() throws {
        let document: JSON = ["a": [1, "x"], "b": [:], "c": []]
        #expect(
            document.pretty == "{\n    \"a\": [\n        1,\n        \"x\"\n    ],\n    \"b\": {},\n    \"c\": []\n}")
    }
}
