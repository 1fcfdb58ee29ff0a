import API
import HTTP
import Logging
import Schema
import Testing

@testable import Client

/// An informer against a server that speaks the protocol over a real connection.
@Suite(.timeLimit(.minutes(1))) struct InformerTests {
    private static let first =
        #"{"kind":"PodList","metadata":{"resourceVersion":"5"},"items":[\#(pod("a", 1)),\#(pod("b", 2))]}"#
    private static let second = #"{"kind":"PodList","metadata":{"resourceVersion":"30"},"items":[\#(pod("c", 9))]}"#

    private static func pod(_ name: String, _ version: Int) -> String {
        #"{"kind":"Pod","metadata":{"name":"\#(name)","namespace":"default","resourceVersion":"\#(version)","uid":"\#(name)"}}"#
    }

    private static func event(_ type: String, _ object: String) -> String {
        #"{"type":"\#(type)","object":\#(object)}"# + "\n"
    }

    private static let gone = #"{"kind":"Status","status":"Failure","reason":"Expired","code":410,"message":"too old"}"#

    @Test func itFollowsAListWatchesAndA410() async throws {
        let lists = Counter()
        let server = try await HTTPServer(host: "127.0.0.1", port: 0)
        let client = try ClusterClient(.init(server: "http://127.0.0.1:\(server.port)"), userAgent: "test")
        let informer = Informer<Pod>(client, logger: Logger(label: "test"))
        let (stream, seen) = AsyncStream.makeStream(of: String.self)
        informer.onChange { change in
            if case .deleted(let pod) = change {
                seen.yield("-\(pod.name)")
            } else {
                seen.yield("+\(change.object.name)")
            }
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await server.run { request in
                    guard request.query["watch"] == "true" else {
                        return .json(Array((lists.next() == 1 ? Self.first : Self.second).utf8))
                    }
                    let version = request.query["resourceVersion"]
                    return HTTPResponse(body: .stream { writer in try await Self.watch(from: version, writer) })
                }
            }
            group.addTask { await informer.run() }
            await informer.waitUntilSynced()
            var changes: [String] = []
            for await change in stream {
                changes.append(change)
                if change == "+d" { break }
            }
            #expect(changes == ["+a", "+b", "-a", "+b", "-b", "+c", "+d"])
            #expect(informer.all.map(\.name) == ["c", "d"])
            group.cancelAll()
        }
    }

    private static func watch(from version: String?, _ writer: HTTPBodyWriter) async throws {
        switch version {
        case "5":
            try await writer.write(event("DELETED", pod("a", 6)) + event("MODIFIED", pod("b", 7)))
            try await writer.write(event("ERROR", gone))
        case "30":
            try await writer.write(event("BOOKMARK", #"{"kind":"Pod","metadata":{"resourceVersion":"31"}}"#))
        default:
            try await writer.write(event("ADDED", pod("d", 32)))
            try await Task.sleep(for: .seconds(60))
        }
    }

    @Test func aRefusalIsThrownAsItsStatus() async throws {
        let server = try await HTTPServer(host: "127.0.0.1", port: 0)
        let client = try ClusterClient(
            .init(server: "http://127.0.0.1:\(server.port)/prefix/", token: BearerToken("secret")), userAgent: "test")
        let asked = Asked()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await server.run { request in
                    asked.set(request)
                    return .json(Status.notFound(Pod.kind, name: "web").document.bytes, status: .notFound)
                }
            }
            let error = await #expect(throws: Status.self) {
                try await client.get(Pod.self, "web", namespace: "default")
            }
            #expect(error?.isNotFound == true)
            #expect(error?.message == "pods \"web\" not found")
            group.cancelAll()
        }
        #expect(asked.value.path == "/prefix/api/v1/namespaces/default/pods/web")
        #expect(asked.value.token == "Bearer secret")
    }

    @Test func aKubeconfigsContextLeadsToServerAndUser() throws {
        let text = """
            {"current-context": "b", "contexts": [
              {"name": "a", "context": {"cluster": "x", "user": "y"}},
              {"name": "b", "context": {"cluster": "x", "user": "y", "namespace": "prod"}}],
             "clusters": [{"name": "x", "cluster": {"server": "https://h:6443", "certificate-authority-data": "Y2E="}}],
             "users": [{"name": "y", "user": {"token": "t"}}]}
            """
        let kubeconfig = try Kubeconfig(text: Array(text.utf8))
        let configuration = try kubeconfig.configuration()
        #expect(configuration.server == "https://h:6443")
        #expect(configuration.namespace == "prod")
        #expect(configuration.tls.authority == Array("ca".utf8))
        #expect(try configuration.token?.current() == "t")
        #expect(throws: ConfigurationError.self) { try kubeconfig.configuration(context: "c") }
    }
}
