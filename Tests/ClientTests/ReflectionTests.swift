import API
import Testing

@testable import Client

@Suite struct ReflectionTests {
    private func pod(_ name: String, version: Int, node: String = "", uid: String? = nil) -> Pod {
        var pod = Pod()
        pod.metadata.namespace = "default"
        pod.metadata.name = name
        pod.metadata.uid = uid ?? name
        pod.metadata.resourceVersion = String(version)
        pod.spec.nodeName = node
        return pod
    }

    private func texts(_ changes: [Change<Pod>]) -> [String] {
        changes.map { change in
            switch change {
            case .added(let pod): "+\(pod.name)"
            case .modified(let old, let new):
                "\(new.name) \(old.metadata.resourceVersion)→\(new.metadata.resourceVersion)"
            case .deleted(let pod): "-\(pod.name)"
            }
        }
    }

    @Test func aListAndThenEventsMakeChanges() {
        var reflection = Reflection<Pod>()
        #expect(reflection.request == .list)
        #expect(!reflection.hasSynced)
        #expect(
            texts(reflection.listed([pod("a", version: 1), pod("b", version: 2)], resourceVersion: "5")) == [
                "+a", "+b",
            ])
        #expect(reflection.request == .watch(resourceVersion: "5"))
        #expect(texts(reflection.received(.modified(pod("a", version: 6)))) == ["a 1→6"])
        #expect(texts(reflection.received(.added(pod("c", version: 7)))) == ["+c"])
        #expect(texts(reflection.received(.deleted(pod("b", version: 8)))) == ["-b"])
        #expect(texts(reflection.received(.bookmark(resourceVersion: "20"))) == [])
        #expect(reflection.request == .watch(resourceVersion: "20"))
        #expect(reflection.store.keys == ["default/a", "default/c"])
    }

    @Test func whatANewListOmitsWasDeleted() {
        var reflection = Reflection<Pod>()
        _ = reflection.listed([pod("a", version: 1), pod("b", version: 2)], resourceVersion: "5")
        #expect(reflection.ended(Status.expired("too old resource version")) == .zero)
        #expect(reflection.request == .list)
        let changes = reflection.listed([pod("b", version: 2), pod("c", version: 9)], resourceVersion: "9")
        #expect(texts(changes) == ["-a", "+c"], "b is unchanged and is not reported")
    }

    @Test func anObjectThatWasReplacedIsDeletedAndAdded() {
        var reflection = Reflection<Pod>()
        _ = reflection.listed([pod("a", version: 1)], resourceVersion: "5")
        #expect(texts(reflection.received(.modified(pod("a", version: 6, uid: "another")))) == ["-a", "+a"])
    }

    @Test func aBrokenWatchGoesOnWhereItStoodAfterABackOff() {
        var reflection = Reflection<Pod>()
        _ = reflection.listed([], resourceVersion: "5")
        #expect(reflection.ended(Status()) == .milliseconds(100))
        #expect(reflection.ended(Status()) == .milliseconds(200))
        #expect(reflection.request == .watch(resourceVersion: "5"))
        _ = reflection.received(.bookmark(resourceVersion: "6"))
        #expect(reflection.ended(nil) == .zero, "a watch that brought something is renewed at once")
        #expect(reflection.ended(nil) == .milliseconds(100), "one that brought nothing isn't")
    }

    @Test func anIndexFollowsItsObjects() {
        var store = ObjectStore<Pod>(indexes: [.byNode])
        store.set(pod("b", version: 1))
        store.set(pod("a", version: 2))
        #expect(store.objects(by: .node, "").map(\.name) == ["a", "b"])
        store.set(pod("b", version: 3, node: "worker-1"))
        #expect(store.objects(by: .node, "").map(\.name) == ["a"])
        #expect(store.objects(by: .node, "worker-1").map(\.name) == ["b"])
        store.remove("default/b")
        #expect(store.objects(by: .node, "worker-1").isEmpty)
    }
}
