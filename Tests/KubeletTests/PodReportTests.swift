import API
import Kubelet
import KubeletContract
import Schema
import Testing

@Suite("What is told of a pod")
struct PodReportTests {
    @Test(
        "Pending, Running, and the end that the restart policy allows",
        arguments: [
            (RestartPolicy.always, 1, PodPhase.running), (.onFailure, 0, .succeeded), (.onFailure, 1, .running),
            (.never, 0, .succeeded), (.never, 1, .failed),
        ])
    func phases(policy: RestartPolicy, code: Int, phase: PodPhase) {
        var story = PodStory(pod("a", restartPolicy: policy))
        #expect(story.status().phase == .pending)
        story.settle()
        #expect(story.status().phase == .running)
        story.exit("a", code)
        #expect(story.status().phase == phase)
    }

    @Test("a running pod is ready and has an address, also while it is being deleted")
    func conditions() {
        var story = PodStory(pod("a"))
        #expect(!story.status().conditions.isTrue(.podReadyToStartContainers))
        story.settle()
        let status = story.status()
        for type in [PodConditionType.initialized, .ready, .containersReady, .podScheduled, .podReadyToStartContainers]
        {
            #expect(status.conditions.isTrue(type), "\(type)")
        }
        #expect(status.podIP == "10.244.1.2" && status.hostIP == "172.30.0.3" && status.startTime == story.now)
        story.pod.metadata.deletionTimestamp = story.now
        #expect(story.status().conditions.isTrue(.ready))
    }

    @Test("a readiness probe, and a gate that somebody else opens, hold readiness back")
    func readiness() {
        var story = PodStory(pod("a"))
        story.pod.spec.containers[0].readinessProbe = Probe()
        story.settle()
        #expect(!story.status().conditions.isTrue(.ready))
        story.memory.probes["a0"] = ProbeResults(startup: .none, liveness: .none, readiness: .success)
        #expect(story.status().conditions.isTrue(.ready) && story.status().containerStatuses[0].ready)
        var gate = PodReadinessGate()
        gate.conditionType = PodConditionType("example.com/gate")
        story.pod.spec.readinessGates = [gate]
        #expect(!story.status().conditions.isTrue(.ready) && story.status().conditions.isTrue(.containersReady))
    }

    @Test("while init containers run, the others wait for them")
    func initializing() {
        var story = PodStory(pod("a", initContainers: [container("i")]))
        story.settle()
        #expect(story.status().containerStatuses[0].state.waiting?.reason == "PodInitializing")
        #expect(story.status().initContainerStatuses[0].state.running != nil)
        #expect(!story.status().conditions.isTrue(.initialized))
        story.exit("i", 0)
        #expect(story.status().containerStatuses[0].state.waiting?.reason == "ContainerCreating")
        #expect(story.status().initContainerStatuses[0].ready && story.status().conditions.isTrue(.initialized))
    }

    @Test("an image that can't be had: first the error, then the back-off")
    func image() {
        var story = PodStory(pod("a"))
        story.settle()
        story.runtime.containers = []
        story.memory.failures["a"] = StartFailure(
            reason: "ErrImagePull", message: "not found", image: "busybox", previous: nil, now: story.now)
        #expect(story.status().containerStatuses[0].state.waiting?.reason == "ErrImagePull")
        story.now = story.now + 5
        let waiting = story.status().containerStatuses[0].state.waiting
        #expect(waiting?.reason == "ImagePullBackOff")
        #expect(waiting?.message == "Back-off pulling image \"busybox\": ErrImagePull: not found")
    }

    @Test("a command that doesn't exist: first the error, then the crash loop")
    func missingCommand() {
        var story = PodStory(pod("a"))
        story.settle()
        story.exit("a", 128)
        story.memory.failures["a"] = StartFailure(
            reason: "RunContainerError", message: "no such file", image: "busybox", previous: nil, now: story.now)
        #expect(story.status().containerStatuses[0].state.waiting?.reason == "RunContainerError")
        story.now = story.now + 2
        let waiting = story.status().containerStatuses[0].state.waiting
        #expect(waiting?.reason == "CrashLoopBackOff")
        #expect(waiting?.message.hasPrefix("back-off 10s restarting failed container=a pod=web_default(u1)") == true)
    }

    @Test("a crash loop: restarts are counted, the last end is kept, the reason says why it waits")
    func crashLoop() {
        var story = PodStory(pod("a"))
        story.settle()
        story.exit("a", 3)
        story.settle()
        let running = story.status().containerStatuses[0]
        #expect(running.restartCount == 1 && running.state.running != nil)
        #expect(running.lastState.terminated?.exitCode == 3 && running.lastState.terminated?.reason == "Error")
        story.exit("a", 4)
        let waiting = story.status().containerStatuses[0]
        #expect(waiting.state.waiting?.reason == "CrashLoopBackOff")
        #expect(
            waiting.state.waiting?.message.hasPrefix("back-off 10s restarting failed container=a pod=web_default(u1)")
                == true)
        #expect(waiting.lastState.terminated?.exitCode == 4 && !waiting.ready)
    }
}
