internal import Client
internal import Conformance
internal import ConformanceStage
internal import Linux
internal import Synchronization

/// The program under test, at the end of a wire that can be cut, and where it is watched.
final class CopyProgram: Sendable {
    let stage: CopyStage
    private let folder: String
    private let wire: Wire
    private let process = Mutex<StageProcess?>(nil)

    init(_ scenario: Scenario) throws {
        let plane = try scenario.setting(as: ControlPlane.self)
        stage = CopyStage(scenario, plane.client)
        folder = "\(plane.folder)/\(stage.tag)"
        try makeFolder(folder)
        wire = try Wire(to: plane.kubeconfig(of: ReconciliationComponent.user), in: folder)
        scenario.atEnd { [wire] in wire.cut() }
    }

    func start() throws {
        let scenario = stage.scenario
        let words = try scenario.program(for: ReconciliationComponent.component).split(separator: " ").map(String.init)
        let next = try StageProcess(
            words[0], words.dropFirst() + ["--kubeconfig=\(wire.kubeconfig)"],
            environment: ["KUBECONFIG=\(wire.kubeconfig)"], log: "\(folder)/program.log")
        process.withLock { $0 = next }
        scenario.say("the controller is started")
        scenario.atEnd {
            next.end()
            scenario.attach("program.log", next.log)
        }
    }

    /// At once, whatever it is about to do.
    func kill() {
        process.withLock { $0 }?.end()
        stage.scenario.say("the controller is killed")
    }

    /// All its connections are broken, and it gets no new ones.
    func cut() {
        wire.cut()
        stage.scenario.say("the controller is cut off")
    }

    func mend() throws {
        try wire.mend()
        stage.scenario.say("the controller can reach the API server again")
    }
}
