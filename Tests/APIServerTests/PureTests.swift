import API
@testable import APIMachinery
import APIServer
import APIServerContract
import Objects
import Schema
import Testing

@Suite("What a request is about")
struct RequestInfoTests {
    @Test(
        "is read off method and path",
        arguments: [
            ("GET", "api/v1/namespaces/default/pods/web", "get pods default/web"),
            ("GET", "api/v1/pods", "list pods /"),
            ("POST", "api/v1/namespaces/default/pods/web/binding", "create pods/binding default/web"),
            ("DELETE", "api/v1/namespaces/default/pods", "deletecollection pods default/"),
            ("PUT", "apis/apps/v1/namespaces/a/deployments/web/scale", "update deployments/scale a/web"),
            ("GET", "api/v1/namespaces/default", "get namespaces default/default"),
            ("PUT", "api/v1/namespaces/default/finalize", "update namespaces/finalize default/default"),
            ("GET", "api/v1/nodes/n1", "get nodes /n1"),
        ])
    func resources(method: String, path: String, summary: String) {
        let info = RequestInfo(method: method, path: path.split(separator: "/").map(String.init), isWatch: false)
        #expect("\(info.verb) \(info.resourceAndSubresource) \(info.namespace)/\(info.name)" == summary)
        #expect(info.isResource)
    }

    @Test(
        "a path that names no resource is a path", arguments: ["healthz", "api", "apis/apps", "api/v1", "openapi/v3"])
    func paths(path: String) {
        let info = RequestInfo(method: "GET", path: path.split(separator: "/").map(String.init), isWatch: false)
        #expect(!info.isResource && info.path == "/\(path)" && info.verb == .get)
    }

    @Test("a watch is a watch, of one object, too")
    func watches() {
        let info = RequestInfo(method: "GET", path: ["api", "v1", "pods"], isWatch: true)
        #expect(info.verb == .watch)
    }
}

@Suite("The watch cache's log")
struct ResourceCacheTests {
    private func object(_ name: String, _ revision: Int, labels: JSON = [:]) -> StoredObject {
        StoredObject(
            document: ["metadata": ["name": .string(name), "labels": labels]], revision: revision, selectableFields: [])
    }

    @Test("forgets the oldest change first, and says so")
    func limit() {
        var limits = ResourceCache.Limits()
        limits.changes = 2
        var cache = ResourceCache(startingAt: 10, limits: limits)
        let start = cache.place(after: 10)
        for revision in 11...13 { cache.put(object("a", revision)) }
        #expect(cache.oldestRevision == 11)
        #expect(cache.place(after: 10) == nil)
        #expect(cache.changes(from: start ?? 0, limit: 10) == nil)
        let place = cache.place(after: 11)
        #expect(cache.changes(from: place ?? 0, limit: 10)?.map(\.revision) == [12, 13])
        #expect(cache.changes(from: cache.end, limit: 10)?.isEmpty == true)
    }

    @Test("is bounded in bytes, too, but keeps the last change")
    func bytes() {
        var limits = ResourceCache.Limits()
        limits.bytes = 1
        var cache = ResourceCache(startingAt: 0, limits: limits)
        for revision in 1...3 { cache.put(object("a", revision)) }
        #expect(cache.oldestRevision == 2 && cache.place(after: 2) != nil)
    }

    @Test("keeps objects in the order of their keys, and a deletion under its own revision")
    func order() {
        var cache = ResourceCache(startingAt: 0)
        for (revision, name) in ["c", "a", "b"].enumerated() { cache.put(object(name, revision + 1)) }
        cache.delete("a", at: 9)
        cache.delete("none", at: 10)
        #expect(cache.objects.map(\.key) == ["b", "c"])
        let last = cache.changes(from: cache.end - 1, limit: 1)?.first
        #expect(last?.isDeletion == true && last?.object.revision == 9)
        #expect((try? last?.object.document())?.resourceVersion == "9")
    }

    @Test(
        "to who selects, a change is an arrival, a change, or a leaving",
        arguments: [
            ("", "web", "ADDED"), ("web", "web", "MODIFIED"), ("web", "db", "DELETED"), ("db", "db", ""),
        ])
    func selection(before: String, after: String, type: String) throws {
        var cache = ResourceCache(startingAt: 0)
        if !before.isEmpty { cache.put(object("a", 1, labels: ["app": .string(before)])) }
        cache.put(object("a", 2, labels: ["app": .string(after)]))
        let change = try #require(cache.changes(from: cache.end - 1, limit: 1)?.first)
        let selection = Selection(
            namespace: "", labels: try LabelRequirements(parsing: "app=web"), fields: FieldRequirements())
        #expect(selection.event(for: change)?.type.rawValue ?? "" == type)
    }
}

@Suite("Names")
struct NamesTests {
    @Test(
        "of ports",
        arguments: [
            ("http", true), ("dns-tcp", true), ("8080", false), ("Http", false), ("a--b", false), ("-a", false),
            ("a-name-too-long-x", false),
        ])
    func ports(name: String, isRight: Bool) { #expect(Names.portErrors(name).isEmpty == isRight) }

    @Test(
        "of entries",
        arguments: [
            ("a.b-C_1", true), (".", false), ("..", false), ("..a", false), (".a", true), ("a/b", false), ("", false),
        ])
    func keys(name: String, isRight: Bool) { #expect(Names.configKeyErrors(name).isEmpty == isRight) }

    @Test(
        "of variables",
        arguments: [("HOME", true), ("a.b", true), ("1x", true), ("a=b", false), ("", false), ("ä", false)])
    func variables(name: String, isRight: Bool) { #expect(Names.environmentErrors(name).isEmpty == isRight) }
}
