import API
import Kubelet
import KubeletContract
import Schema
import Testing

@Suite("What probes come to")
struct ProbeTests {
    @Test(
        "only so many in a row turn the outcome",
        arguments: [
            (ProbePurpose.liveness, "", ProbeOutcome.success), (.readiness, "", .unknown),
            (.startup, "", .unknown),
            (.liveness, "--", .success), (.liveness, "---", .failure), (.liveness, "--+--", .success),
            (.readiness, "+", .unknown), (.readiness, "++", .success), (.readiness, "++---", .failure),
            (.readiness, "++---+", .failure), (.readiness, "++---++", .success), (.readiness, "+-+-", .unknown),
        ])
    func thresholds(purpose: ProbePurpose, results: String, outcome: ProbeOutcome) {
        var probe = Probe()
        probe.failureThreshold = 3
        probe.successThreshold = 2
        var state = ProbeState(probe, purpose)
        for result in results { state.record(success: result == "+", at: Time()) }
        #expect(state.outcome == outcome)
    }
}
