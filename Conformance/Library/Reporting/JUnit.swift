extension Report {
    /// JUnit's XML, which continuous integration and many learning platforms read. (There is no official schema; this is
    /// what Jenkins and GitLab take: testsuites, testsuite, testcase; failure, error, skipped.)
    public var junit: String {
        var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#, #"<testsuites name="conformance">"#]
        for profile in profiles {
            let cases = cases.filter { $0.concept == profile.name && $0.level == profile.level }
            let counts = ReportStatistics(cases)
            let seconds = Self.seconds(cases.reduce(0) { $0 + $1.milliseconds })
            lines.append(
                #"  <testsuite name="\#(Self.escaped("\(profile.name), \(profile.level)"))" tests="\#(counts.total)" "#
                    + #"failures="\#(counts.fail)" errors="\#(counts.unknown)" skipped="\#(counts.skip)" "#
                    + #"time="\#(seconds)" timestamp="\#(date)">"#)
            lines += cases.flatMap(Self.testCase)
            lines.append("  </testsuite>")
        }
        return lines.joined(separator: "\n") + "\n</testsuites>\n"
    }

    private static func testCase(_ one: ReportCase) -> [String] {
        let head =
            #"    <testcase classname="\#(escaped(one.concept))" name="\#(escaped(one.identifier))" "#
            + #"time="\#(seconds(one.milliseconds))""#
        guard let element = element(of: one) else { return [head + "/>"] }
        let (message, text) = (escaped(one.finding?.observed ?? one.reason), escaped(one.explanation))
        return [
            head + ">", #"      <\#(element) message="\#(message)">\#(text)</\#(element)>"#, "    </testcase>",
        ]
    }

    private static func element(of one: ReportCase) -> String? {
        switch Verdict(rawValue: one.verdict) {
        case .pass: nil
        case .fail: "failure"
        case .skip: "skipped"
        case .unknown, nil: "error"
        }
    }

    private static func seconds(_ milliseconds: Int) -> String {
        let rest = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    /// For XML and HTML, in texts and attributes. Control characters, which XML doesn't allow, become question marks.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for letter in text.unicodeScalars {
            switch letter {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "\n", "\t": result.unicodeScalars.append(letter)
            default: result.unicodeScalars.append(letter.value < 0x20 || letter.value >= 0xfffe ? "?" : letter)
            }
        }
        return result
    }
}
