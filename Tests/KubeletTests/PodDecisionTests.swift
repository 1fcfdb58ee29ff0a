import API
import Kubelet
import KubeletContract
import Schema
import Testing

@Suite("What is done next for a pod")
struct PodDecisionTests {
    @Test("first the sandbox, then init containers one after the other, then all containers at once")
    func order() {
        var story = PodStory(pod("a", "b", initContainers: [container("i"), container("j")]))
        #expect(story.settle() == ["sandbox 0", "start i 0"])
        story.exit("i", 0)
        #expect(story.settle() == ["start j 0"])
        story.exit("j", 0)
        #expect(story.settle() == ["start a 0", "start b 0"])
        #expect(story.settle() == [])
    }

    @Test("a sidecar goes on running beside the others, and is started before them")
    func sidecar() {
        var story = PodStory(pod("a", initContainers: [container("side", isSidecar: true), container("i")]))
        #expect(story.settle() == ["sandbox 0", "start side 0", "start i 0"])
        story.exit("i", 0)
        #expect(story.settle() == ["start a 0"])
        story.exit("side", 0)
        #expect(story.settle() == ["start side 1"])
    }

    @Test("a sidecar with a startup probe holds back what follows it until the probe succeeds")
    func sidecarProbe() {
        var side = container("side", isSidecar: true)
        side.startupProbe = Probe()
        var story = PodStory(pod("a", initContainers: [side]))
        #expect(story.settle() == ["sandbox 0", "start side 0"])
        story.memory.probes["side0"] = ProbeResults(startup: .success, liveness: .none, readiness: .none)
        #expect(story.settle() == ["start a 0"])
    }

    @Test(
        "what ends is started again as the restart policy says",
        arguments: [
            (RestartPolicy.always, 0, true), (.always, 1, true), (.onFailure, 0, false), (.onFailure, 1, true),
            (.never, 0, false), (.never, 1, false),
        ])
    func restarts(policy: RestartPolicy, code: Int, isRestarted: Bool) {
        var story = PodStory(pod("a", restartPolicy: policy))
        story.settle()
        story.exit("a", code)
        #expect(story.settle().contains("start a 1") == isRestarted)
    }

    @Test("a container that keeps ending waits: not at all, 10 s, 20 s, … five minutes; ten good minutes are forgiven")
    func crashLoop() {
        var story = PodStory(pod("a"))
        story.settle()
        for delay in [0, 10, 20, 40, 80, 160, 300, 300] {
            story.exit("a", 1)
            let due = story.now + delay
            if delay > 0 {
                #expect(!story.settle().contains { $0.hasPrefix("start") })
                #expect(story.decision().wakeAt == due)
            }
            story.now = due
            #expect(story.settle().contains { $0.hasPrefix("start a") }, "after \(delay) s")
        }
        story.exit("a", 1, after: 600)
        #expect(story.settle().contains { $0.hasPrefix("start a") })
    }

    @Test("of a container's attempts the last two are kept")
    func outdated() {
        var story = PodStory(pod("a"))
        story.settle()
        story.exit("a", 1)
        story.settle()
        story.exit("a", 1, after: 700)
        #expect(story.settle() == ["start a 2", "remove a0"])
    }

    @Test("a container whose liveness or startup probe fails is stopped, then started again")
    func unhealthy() {
        var story = PodStory(pod("a"))
        story.settle()
        story.memory.probes["a0"] = ProbeResults(startup: .none, liveness: .failure, readiness: .none)
        #expect(story.settle() == ["stop a: livenessProbe", "start a 1"])
        story.memory.probes["a1"] = ProbeResults(startup: .failure, liveness: .none, readiness: .none)
        #expect(story.settle() == ["stop a: startupProbe"])
    }

    @Test("when the sandbox is lost, what is left of it is stopped, and all begins anew in another")
    func sandboxLost() {
        var story = PodStory(pod("a", initContainers: [container("i")]))
        story.settle()
        story.exit("i", 0)
        story.settle()
        story.runtime.sandboxes[0].isReady = false
        #expect(story.settle() == ["stop a: sandboxChanged", "sandbox 1", "start i 1"])
        story.exit("i", 0)
        #expect(story.settle() == ["start a 1", "remove s0"])
        #expect(story.status().podIP == "10.244.1.3")
    }

    @Test("a container that has done its work isn't begun again in a new sandbox")
    func sandboxLostAfterWork() {
        var story = PodStory(pod("a", "b", restartPolicy: .onFailure))
        story.settle()
        story.exit("a", 0)
        story.runtime.sandboxes[0].isReady = false
        #expect(story.settle() == ["stop b: sandboxChanged", "sandbox 1", "start b 1"])
    }

    @Test("a sandbox that can't be made is tried again after a while, not at once")
    func sandboxFails() {
        var story = PodStory(pod("a"))
        story.memory.sandboxFailure = StartFailure(reason: "x", message: "", previous: nil, now: story.now)
        #expect(story.settle() == [] && story.decision().wakeAt == story.now + 10)
        story.now = story.now + 10
        #expect(story.settle() == ["sandbox 0", "start a 0"])
    }

    @Test("an image that can't be had is tried again after a while, another image at once")
    func imageFails() {
        var story = PodStory(pod("a"))
        story.settle()
        story.runtime.containers = []
        story.memory.failures["a"] = StartFailure(
            reason: "ErrImagePull", message: "", image: "busybox", previous: nil, now: story.now)
        #expect(story.settle() == [])
        #expect(story.decision().wakeAt == story.now + 2, "to say that it waits")
        story.memory.failures["a"]?.image = "another"
        #expect(story.settle() == ["start a 0"])
    }

    @Test("a container that was made but not started is replaced by another")
    func created() {
        var story = PodStory(pod("a"))
        story.settle()
        story.runtime.containers[0].state = .created
        #expect(story.settle() == ["start a 1"])
    }

    @Test("a deleted pod: containers, then sidecars in reverse order, then the sandbox; then it is finished")
    func deletion() {
        let sidecars = [container("s", isSidecar: true), container("t", isSidecar: true)]
        var story = PodStory(pod("a", "b", initContainers: sidecars))
        story.settle()
        #expect(
            story.settle(isStopping: true)
                == ["stop a: podEnds", "stop b: podEnds", "stop t: podEnds", "stop s: podEnds", "stop s0"])
        #expect(story.decision(isStopping: true).isFinished)
    }

    @Test("an init container that fails ends a pod that is never restarted")
    func initFails() {
        var story = PodStory(pod("a", initContainers: [container("i")], restartPolicy: .never))
        story.settle()
        story.exit("i", 1)
        #expect(story.settle() == ["stop s0"])
        #expect(story.decision().isFinished && story.status().phase == .failed)
    }

    @Test("a pod that has ended doesn't begin again when the runtime has forgotten it")
    func staysOver() {
        var story = PodStory(pod("a", restartPolicy: .never))
        story.pod.status.phase = .succeeded
        #expect(story.settle() == [] && story.decision().isFinished)
    }
}
