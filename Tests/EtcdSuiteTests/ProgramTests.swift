import Conformance
import EtcdClusterSuite
import Linux
import SuiteTesting
import TestSupport
import Testing

/// The suites that speak to a program, and to an API server.
@Suite struct ProgramTests {
    @Test("The suites are as suites should be")
    func form() {
        #expect(EtcdComponent.suite.faults == [])
        #expect(EtcdComponent.suite.cases.count >= 100)
        #expect(EtcdCluster.suite.faults == [])
        #expect(EtcdCluster.suite.cases.count >= 10)
    }

    /// A few of each kind; all of them: dinghy conformance run --component etcd=…
    private let focus = Focus("durability/kill-while,watch/atomic,keys/limit,own-writes,restart,maintenance/hash")

    @Test("The reference as a program of its own passes what is told to a program", .timeLimit(.minutes(3)))
    func reference() async { await examine("\(builtPrograms)/dinghy etcd") }

    private static let stockProgram = "/usr/bin/etcd"

    @Test("So does a stock etcd", .enabled(if: fileExists(stockProgram), "needs etcd-server"), .timeLimit(.minutes(3)))
    func stock() async { await examine(Self.stockProgram) }

    private func examine(_ program: String) async {
        let suite = EtcdComponent.suite.focused(on: focus)
        #expect(suite.cases.count >= 8)
        await tell(suite, to: ["etcd": program])
    }
}
