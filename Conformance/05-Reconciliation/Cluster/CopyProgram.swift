internal import Client
internal import Conformance
internal import ConformanceStage
internal import Linux

/// The program under test, at the end of a wire that can be cut, and where it is watched.
final class CopyProgram: Sendable {
    let stage: CopyStage
    private let wire: Wire
    private let program: ProgramUnderTest

    init(_ scenario: Scenario) throws {
        let plane = try scenario.setting(as: ControlPlane.self)
        stage = CopyStage(scenario, plane.client)
        let folder = "\(plane.folder)/\(stage.tag)"
        try makeFolder(folder)
        wire = try Wire(to: plane.kubeconfig(of: ReconciliationComponent.user), in: folder)
        program = ProgramUnderTest(
            ReconciliationComponent.component, in: scenario, kubeconfig: wire.kubeconfig, folder: folder)
        scenario.atEnd { [wire] in wire.cut() }
    }

    func start() throws {
        try program.start()
        stage.scenario.say("the controller is started")
    }

    func kill() {
        program.end()
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
