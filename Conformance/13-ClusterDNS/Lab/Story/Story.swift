internal import API
internal import ClusterDNSContract
internal import Conformance
internal import Schema

/// A story of names: lines that say what there is, and lines that say what must come of it.
///
/// ```
/// service default/web ip=10.96.0.20 port=http:80            # see ``ObjectWords``; there is the namespace default
/// web.default.svc.cluster.local A is 10.96.0.20             # among the records of the services
/// web.default.svc.cluster.local A → 10.96.0.20              # when it is asked for; see ``AnswerText``
/// nobody.default.svc.cluster.local A → no such name
/// ```
/// What there is: `service`, `headless`, `external`, `endpoints` (a service's slice) and `slice` (one more), `gone SERVICE`,
/// `namespace NAME`, `lost NAMESPACE`. For pods: `pod`, `node` (its own resolv.conf), `cluster SERVERS`, and
/// ```
/// resolv.conf → nameserver 10.96.0.10, search default.svc.cluster.local, options ndots:5
/// resolver search=a search=b option=ndots:1                 # a resolv.conf from elsewhere
/// try web → web.a, web.b, web
/// ```
struct Story {
    let scenario: Scenario
    let core: CoreUnderTest
    private(set) var services: [String: Service] = [:]
    private(set) var slices: [String: [EndpointSlice]] = [:]
    private(set) var namespaces: Set<String> = []
    private var pod = Pod()
    private var node = Resolver()
    private var clusterServers = ["10.96.0.10"]
    private var resolver: Resolver?
    /// What the core's zone hasn't been told.
    private var untold: Set<String> = []
    private var asked: UInt16 = 0

    init(_ scenario: Scenario) throws {
        self.scenario = scenario
        core = try CoreUnderTest(scenario)
    }

    static func tell(_ text: String, _ scenario: Scenario) async throws {
        var story = try Story(scenario)
        for line in storyLines(text) { try await story.perform(line) }
    }

    mutating func perform(_ line: String) async throws {
        for separator in [" → ", " is "] {
            if let middle = line.firstRange(of: separator) {
                let wanted = String(line[middle.upperBound...])
                let subject = String(line[..<middle.lowerBound])
                let observed = try await observe(subject, isAnswer: separator == " → ", line)
                let isOrdered = subject == "resolv.conf" || subject.hasPrefix("try ")
                try scenario.expect(
                    line, observed: line[..<middle.upperBound] + observed,
                    isOrdered ? observed == wanted : Self.parts(observed) == Self.parts(wanted))
                return scenario.say(line)
            }
        }
        scenario.say(line)
        try await change(line.split(separator: " ").map(String.init), line)
    }

    private mutating func change(_ words: [String], _ line: String) async throws {
        guard words.count > 1 else { throw StoryError(line, "what happens to what?") }
        let (name, rest) = (words[1], words.dropFirst(2))
        switch words[0] {
        case "service", "headless", "external": services[name] = try ObjectWords.service(words[0], name, rest)
        case "endpoints": slices[name] = [try ObjectWords.slice(rest)]
        case "slice": slices[name, default: []].append(try ObjectWords.slice(rest))
        case "gone": services[name] = nil
        case "namespace": namespaces.insert(name)
        case "lost": namespaces.remove(name)
        case "pod": (pod, resolver) = (try ObjectWords.pod(name, rest), nil)
        case "node": node = try ObjectWords.resolver(words.dropFirst())
        case "cluster": clusterServers = Array(words.dropFirst())
        case "resolver": resolver = try ObjectWords.resolver(words.dropFirst())
        default: throw StoryError(line, "nobody knows how to do that")
        }
        switch words[0] {
        case "namespace", "lost": try await core.setNamespace(name, exists: words[0] == "namespace")
        case "service", "headless", "external", "endpoints", "slice", "gone": untold.insert(name)
        default: break
        }
    }

    // MARK: - What comes of it

    private mutating func observe(_ subject: String, isAnswer: Bool, _ line: String) async throws -> String {
        if subject == "resolv.conf" { return Self.text(try await currentResolver()) }
        let words = subject.split(separator: " ").map(String.init)
        if words.first == "try", words.count == 2 {
            if resolver == nil { resolver = try await currentResolver() }
            let names = try await core.questions(for: words[1], resolver ?? Resolver())
            return names.map(AnswerText.withoutDot).joined(separator: ", ")
        }
        guard words.count == 2, let type = RecordType(words[1]) else { throw StoryError(line, "NAME TYPE → …") }
        return isAnswer ? try await ask(words[0], type) : try await records(at: DomainName(words[0]), type)
    }

    private func currentResolver() async throws -> Resolver {
        try await core.resolver(for: pod, clusterServers: clusterServers, node: node)
    }

    private static func text(_ resolver: Resolver) -> String {
        let lines =
            resolver.servers.map { "nameserver \($0)" } + [
                resolver.searches.isEmpty ? "" : "search " + resolver.searches.joined(separator: " "),
                resolver.options.isEmpty ? "" : "options " + resolver.options.sorted().joined(separator: " "),
            ]
        let text = lines.filter { !$0.isEmpty }.joined(separator: ", ")
        return text.isEmpty ? "nothing" : text
    }

    private func records(at name: DomainName, _ type: RecordType) async throws -> String {
        var found: [Record] = []
        for key in services.keys.sorted() {
            guard let service = services[key] else { continue }
            found += try await core.records(of: service, slices[key] ?? [])
                .filter { $0.name == name && $0.data.type == type }
        }
        return found.isEmpty ? "nothing" : found.map { AnswerText.text($0.data) }.sorted().joined(separator: ", ")
    }

    /// As ``AnswerText`` says it.
    mutating func ask(_ name: String, _ type: RecordType, turn: Int = 0) async throws -> String {
        try await tellZone()
        asked += 1
        var query = DNSMessage()
        (query.identifier, query.recursionDesired) = (asked, asked.isMultiple(of: 2))
        query.question = DNSMessage.Question(DomainName(name), type)
        return try AnswerText(query, try await core.resolve(query, turn: turn), scenario).text
    }

    private mutating func tellZone() async throws {
        for key in untold.sorted() { try await core.update(key, services[key], slices[key] ?? []) }
        untold = []
    }

    /// The order of records means nothing.
    private static func parts(_ text: String) -> [String] { text.split(separator: ", ").map(String.init).sorted() }
}

extension Story {
    /// Carries out the commands of an overlay's script. `NAME TYPE` prints the answer, `resolv.conf` and `try NAME` what
    /// comes of them.
    static func teller(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
        var story = try Story(scenario)
        var printed: [String] = []
        for command in commands {
            let words = command.split(separator: " ")
            let isQuestion = words.count == 2 && (words[0] == "try" || RecordType(String(words[1])) != nil)
            if isQuestion || command == "resolv.conf" {
                printed.append(try await story.observe(command, isAnswer: true, command))
            } else {
                try await story.perform(command)
            }
        }
        return printed
    }
}
