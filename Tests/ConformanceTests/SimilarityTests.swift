import Conformance
import Testing

/// Copies are found whatever was done to their names, layout and order.
@Suite struct SimilarityTests {
    private let original = """
        func fits(_ pod: Pod, on node: Node) -> Bool {
            for (resource, amount) in pod.requests where amount > node.free[resource, default: 0] {
                return false
            }
            return node.pods.count < node.capacity
        }

        func score(_ node: Node) -> Int {
            guard node.capacity > 0 else { return 0 }
            let used = node.pods.reduce(0) { $0 + $1.weight }
            return max(0, 100 - used * 100 / node.capacity)
        }
        """

    private let disguised = """
        /* all mine */
        func points(_ machine: Machine) -> Int {
            guard machine.room > 0 else { return 0 } // nothing there
            let taken = machine.things.reduce(0) { $0 + $1.size }
            return max(0, 100 - taken * 100 / machine.room)
        }
        func ok(_ thing: Thing, on machine: Machine) -> Bool {
            for (kind, wanted) in thing.needs where wanted > machine.left[kind, default: 0] { return false }
            return machine.things.count < machine.room
        }
        """

    private let different = """
        struct Fit {
            var reasons: [String] = []
            mutating func check(_ pod: Pod, _ node: Node) {
                let short = pod.requests.filter { node.free[$0.key] ?? 0 < $0.value }.map(\\.key).sorted()
                reasons += short.map { "Insufficient \\($0)" }
                if node.isFull { reasons.append("Too many pods") }
            }
        }
        """

    @Test func aDisguisedCopyIsFoundAndOthersAreNot() {
        let table = SimilarityTable(
            [
                "ada": Fingerprint(of: [original]), "bob": Fingerprint(of: [disguised]),
                "eve": Fingerprint(of: [different]),
            ], reference: Fingerprint(of: [original]))
        #expect(table.pairs.first.map { [$0.first, $0.second] } == ["ada", "bob"])
        #expect(table.pairs[0].percent >= 75, "\(table.pairs)")
        #expect(table.pairs[1].percent < 20, "\(table.pairs)")
        #expect(table.text(from: 99) == "100 %  ada  reference\n")
    }

    @Test func whatEverybodyWasGivenDoesNotCount() {
        let given = Fingerprint(of: [original])
        let table = SimilarityTable(["ada": given, "bob": Fingerprint(of: [original])], given: given)
        #expect(table.pairs.map(\.percent) == [0])
    }
}
