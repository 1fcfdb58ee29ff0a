import Objects
import ObjectsContract
import Testing

@Suite("Garbage collection")
struct GarbageTests {
    @Test("An object without owners stays; one whose owners are all gone is deleted")
    func background() {
        var graph = OwnerGraph()
        _ = graph.observe(object("owner"))
        _ = graph.observe(object("pod", owners: ["owner"]))
        #expect(graph.decide("owner") == .nothing && graph.decide("pod") == .nothing)
        #expect(graph.remove("owner") == ["pod"])
        #expect(graph.decide("pod") == .delete(.background))
    }

    @Test("An owner that nobody has seen is looked up before anything is deleted")
    func unknownOwner() {
        var graph = OwnerGraph()
        #expect(graph.observe(object("pod", owners: ["owner"])) == ["pod"])
        #expect(graph.decide("pod") == .lookUp(["owner"]))
        graph.remember(absent: "owner")
        #expect(graph.decide("pod") == .delete(.background))
    }

    @Test("Of several owners one suffices; references to the others are dropped")
    func severalOwners() {
        var graph = OwnerGraph()
        _ = graph.observe(object("a"))
        _ = graph.observe(object("b"))
        _ = graph.observe(object("pod", owners: ["a", "b"]))
        _ = graph.remove("a")
        #expect(graph.decide("pod") == .removeReferences(["a"]))
    }

    @Test("Deleted in the foreground, an owner waits for the dependents that block it")
    func foreground() {
        var graph = OwnerGraph()
        _ = graph.observe(object("pod", owners: ["owner"]))
        let going = object("owner", finalizers: [DeletionFinalizer.foreground], going: true)
        #expect(graph.observe(going) == ["owner", "pod"])
        #expect(graph.decide("owner") == .lookAt(["pod"]))
        #expect(graph.decide("pod") == .delete(.background))
        #expect(graph.remove("pod") == ["owner"])
        #expect(graph.decide("owner") == .removeFinalizer(DeletionFinalizer.foreground))
    }

    @Test("Deleted as an orphan's owner, it sets its dependents free first")
    func orphan() {
        var graph = OwnerGraph()
        _ = graph.observe(object("pod", owners: ["owner"]))
        _ = graph.observe(object("owner", finalizers: [DeletionFinalizer.orphan], going: true))
        #expect(graph.decide("owner") == .setFree(["pod"]))
    }

    private func object(
        _ uid: String, owners: [String] = [], finalizers: [String] = [], going: Bool = false
    ) -> OwnedObject {
        OwnedObject(
            uid, owners: owners.map { OwnedObject.Owner($0, isBlocked: true) }, finalizers: finalizers, isGoing: going)
    }
}
