import API
import HTTP
import Logging
import Scheduler
import SchedulerContract
import Schema
import TestSupport
import Testing
import YAML

@testable import SchedulerProgram

/// A scheduler and programs outside that have a say, over real HTTP.
@Suite struct ExtenderTests {
    @Test func anExtenderRulesOutNodesAndTheRecordSaysSo() async throws {
        try await withExtender { verb, arguments in
            #expect(verb == "/scheduler/filter")
            #expect(arguments["Pod"]?["metadata"]?["name"]?.string == "web")
            #expect(arguments["NodeNames"]?.array?.count == 3)
            return [
                "nodenames": ["n2"], "failedNodes": ["n1": "no licence"],
                "FailedAndUnresolvableNodes": ["n3": "no seat"],
            ]
        } body: { url in
            var world = try World("{urlPrefix: '\(url)/', filterVerb: filter, nodeCacheCapable: true}")
            #expect(await world.decide("web") == .binds("n2"))
            let record = try #require(world.core.record(of: "default/web"))
            let name = url.dropFirst("http://".count) + "/"
            #expect(
                record.nodes.filter { !$0.isFeasible }.map { "\($0.node) \($0.rejectedBy): \($0.rejections)" }
                    == ["n1 \(name): [\"no licence\"]", "n3 \(name): [\"no seat\"]"])
        }
    }

    @Test func anExtendersScoreCountsTenTimesItsWeight() async throws {
        try await withExtender { verb, arguments in
            #expect(arguments["Nodes"]?["items"]?.array?.count == 3)
            return [["Host": "n3", "Score": 10], ["Host": "n1", "Score": 9]]
        } body: { url in
            var world = try World("{urlPrefix: '\(url)', prioritizeVerb: prioritize, weight: 5}")
            #expect(await world.decide("web") == .binds("n3"))
            let scores = world.core.record(of: "default/web")?.nodes.map { $0.scores.last?.weighted ?? -1 }
            #expect(scores == [450, 0, 500])
        }
    }

    @Test func onlyPodsThatAskForAManagedResourceAreItsBusinessAndThatResourceFitsAnywhere() async throws {
        try await withExtender { _, _ in
            ["NodeNames": ["n1"]]
        } body: { url in
            var world = try World(
                "{urlPrefix: '\(url)', filterVerb: filter, nodeCacheCapable: true, "
                    + "managedResources: [{name: example.com/gpu, ignoredByScheduler: true}]}")
            #expect(await world.decide("gpu", requests: ["example.com/gpu": 1]) == .binds("n1"))
            #expect(await world.decide("plain", selector: ["kubernetes.io/hostname": "n2"]) == .binds("n2"))
            #expect(await world.decide("gpu-2", requests: ["example.com/gpu": 64]) == .binds("n1"))
        }
    }

    @Test func aPodThatAnExtenderRefusesEverywhereWaitsAndIsTriedAgainWhenSomethingChanges() async throws {
        try await withExtender { _, arguments in
            let names = arguments["NodeNames"]?.array?.compactMap(\.string) ?? []
            return names.contains("n4") ? ["NodeNames": ["n4"]] : ["NodeNames": [], "FailedNodes": ["n1": "too old"]]
        } body: { url in
            var world = try World("{urlPrefix: '\(url)', filterVerb: filter, nodeCacheCapable: true}")
            let waits = await world.decide("web")
            #expect(
                waits
                    == .waits(
                        "0/3 nodes are available: 1 too old, 2 node(s) were refused by an extender. "
                            + "preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod."))
            world.add(node: "n4")
            world.wait()
            #expect(await world.decide() == .binds("n4"))
        }
    }

    private static let failures: [(JSON, String)] = [
        (["Error": "database is down"], "database is down"),
        (
            ["NodeNames": ["elsewhere"]],
            "claims a filtered node \"elsewhere\" which is not found in the input node list"
        ),
    ]

    @Test(arguments: failures)
    func anExtenderThatFailsMakesTheAttemptFailWithItsWords(answer: JSON, words: String) async throws {
        try await withExtender { _, _ in
            answer
        } body: { url in
            var world = try World("{urlPrefix: '\(url)', filterVerb: filter, nodeCacheCapable: true}")
            #expect(await world.decide("web") == .fails("extender \(url.dropFirst(7)): \(words)"))
            #expect(await world.decide() == nil)
            #expect(world.core.nextDeadline != nil)
        }
    }

    @Test func anIgnorableExtenderThatDoesNotAnswerIsPassedOver() async throws {
        var world = try World("{urlPrefix: 'http://127.0.0.1:1', filterVerb: filter, ignorable: true, httpTimeout: 1s}")
        guard case .binds = await world.decide("web") else {
            Issue.record("it was not passed over")
            return
        }
    }

    @Test func anExtenderThatHangsIsGivenUpAfterItsTime() async throws {
        try await withExtender { _, _ in
            try? await Task.sleep(for: .seconds(60))
            return [:]
        } body: { url in
            var world = try World("{urlPrefix: '\(url)', filterVerb: filter, httpTimeout: 200ms}")
            guard case .fails(let why) = await world.decide("web") else {
                Issue.record("it did not fail")
                return
            }
            #expect(why.contains("POST /scheduler/filter after 0.2 seconds"), "\(why)")
        }
    }

    @Test func aPodThatGoesWhileExtendersAreAskedIsForgotten() async throws {
        var world = try World("{urlPrefix: 'http://127.0.0.1:1', filterVerb: filter}")
        let pod = world.add(pod: "web")
        guard case .consult = world.core.next(now: world.now) else {
            Issue.record("nobody was asked")
            return
        }
        #expect(world.core.next(now: world.now) == nil)
        world.core.handle(.podDeleted(pod), now: world.now)
        world.core.handle(.answered(ExtenderAnswer()), now: world.now)
        world.add(pod: "next")
        guard case .consult(let question) = world.core.next(now: world.now) else {
            Issue.record("the next pod was not taken")
            return
        }
        #expect(question.pod.name == "next")
    }

    @Test func bindingIsLeftToAnExtenderThatBinds() async throws {
        try await withExtender { verb, arguments in
            #expect(verb == "/scheduler/bind")
            let node = arguments["Node"]?.string ?? ""
            return node == "n1" ? [:] : ["Error": "not on \(node)"]
        } body: { url in
            let world = try World("{urlPrefix: '\(url)', bindVerb: bind}")
            let binder = try #require(world.extenders.binder(of: Pod()))
            try await binder.bind(Pod(), to: "n1")
            let error = await #expect(throws: ExtenderError.self) { try await binder.bind(Pod(), to: "n2") }
            #expect(error?.description == "not on n2")
        }
    }

    /// An extender that answers with what `respond` says, as long as `body` runs.
    private func withExtender(
        _ respond: @escaping @Sendable (_ path: String, JSON) async -> JSON, body: (String) async throws -> Void
    ) async throws {
        let server = try await HTTPServer(host: "127.0.0.1", port: 0)
        let running = Task {
            await server.run { request in
                guard let bytes = try? await request.body.collect(upTo: 1 << 20), let json = try? JSON(parsing: bytes)
                else { return .text("not JSON", status: .badRequest) }
                return .json(await respond(request.path, json).bytes)
            }
        }
        defer { running.cancel() }
        try await body("http://127.0.0.1:\(server.port)/scheduler")
    }
}

/// Three nodes, a scheduler, and its extenders.
private struct World {
    var core: DefaultScheduler
    let extenders: Extenders
    private(set) var now = ContinuousClock.now

    enum Outcome: Equatable {
        case binds(String)
        case waits(String)
        case fails(String)
    }

    init(_ extender: String) throws {
        let settings = try SchedulerSettings(configuration: "extenders: [\(extender)]")
        core = DefaultScheduler(configuration: settings.scheduler)
        extenders = try Extenders(settings.extenders, node: { Self.node($0) }, logger: Logger(label: "test"))
        for name in ["n1", "n2", "n3"] { add(node: name) }
    }

    mutating func add(node name: String) { core.handle(.node(Self.node(name)), now: now) }

    @discardableResult
    mutating func add(pod name: String, requests: [String: Int] = [:], selector: [String: String] = [:]) -> Pod {
        var pod = Pod()
        (pod.metadata.name, pod.metadata.namespace, pod.metadata.uid) = (name, "default", name)
        pod.spec.nodeSelector = selector
        var container = Container()
        container.resources.requests = requests.mapValues { Quantity($0) }
        pod.spec.containers = [container]
        core.handle(.pod(pod), now: now)
        return pod
    }

    /// Longer than any back-off.
    mutating func wait() { now += .seconds(20) }

    mutating func decide(
        _ pod: String, requests: [String: Int] = [:], selector: [String: String] = [:]
    ) async -> Outcome? {
        add(pod: pod, requests: requests, selector: selector)
        return await decide()
    }

    /// The next decision, with the extenders asked as often as need be.
    mutating func decide() async -> Outcome? {
        while let action = core.next(now: now) {
            switch action {
            case .consult(let question): core.handle(.answered(await extenders.answer(question)), now: now)
            case .bind(_, let node), .bindVolumes(_, let node, _): return .binds(node)
            case .failed(_, let why): return .fails(why)
            case .unschedulable(_, let error), .preempt(_, _, _, let error): return .waits(error.description)
            }
        }
        return nil
    }

    private static func node(_ name: String) -> Node {
        var node = Node()
        node.metadata.name = name
        node.metadata.labels = ["kubernetes.io/hostname": name]
        node.status.allocatable = ["cpu": Quantity(4), "memory": Quantity(8 << 30), "pods": Quantity(10)]
        return node
    }
}

extension SchedulerSettings {
    /// - Parameter text: what follows `apiVersion` and `kind`.
    init(configuration text: String) throws {
        let head = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n"
        try self.init(YAML.document(Array((head + text).utf8)))
    }
}
