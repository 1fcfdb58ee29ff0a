import API
import Schema
import Testing

@Suite("Objects")
struct ObjectTests {
    @Test("A document begins with its version and kind, and is read again as the same object")
    func document() throws {
        var pod = Pod()
        pod.metadata.name = "web"
        pod.spec.containers = [Container()]
        pod.spec.containers[0].name = "main"
        #expect(pod.document.object?.names == ["apiVersion", "kind", "metadata", "spec"])
        #expect(try Pod(document: pod.document) == pod)
        #expect(throws: DecodeError.self) { try Node(document: pod.document) }
    }

    @Test(
        "Errors say what Kubernetes says",
        arguments: [
            (Status.notFound(Deployment.kind, name: "web"), 404, "deployments.apps \"web\" not found"),
            (Status.alreadyExists(Pod.kind, name: "a"), 409, "pods \"a\" already exists"),
            (
                Status.invalid(Pod.kind, name: "a", [.required("spec.containers[0].image")]), 422,
                "Pod \"a\" is invalid: spec.containers[0].image: Required value"
            ),
            (
                Status.invalid(
                    Deployment.kind, name: "a",
                    [
                        .invalid("spec.replicas", value: -1, "must be greater than or equal to 0"),
                        .notSupported("spec.strategy.type", value: "X", supported: ["Recreate", "RollingUpdate"]),
                    ]), 422,
                "Deployment.apps \"a\" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to "
                    + "0, spec.strategy.type: Unsupported value: \"X\": supported values: \"Recreate\", \"RollingUpdate\"]"
            ),
        ])
    func errors(status: Status, code: Int, message: String) {
        #expect(status.code == code)
        #expect(status.message == message)
    }

    @Test("The last transition of a condition is the last change of its status")
    func conditions() {
        var conditions: [PodCondition] = []
        conditions.set(PodCondition(.ready, .false, reason: "A"), at: Time(seconds: 1))
        conditions.set(PodCondition(.ready, .false, reason: "B"), at: Time(seconds: 2))
        #expect(conditions[.ready]?.lastTransitionTime == Time(seconds: 1))
        conditions.set(PodCondition(.ready, .true), at: Time(seconds: 3))
        #expect(conditions[.ready]?.lastTransitionTime == Time(seconds: 3))
        #expect(conditions.count == 1)
    }

    @Test(
        "A label selector matches when all its requirements hold",
        arguments: [
            (["app": "web"], [], true), (["app": "db"], [], false), ([:], [], true),
            ([:], [LabelSelectorRequirement("app", .in, ["a", "web"])], true),
            ([:], [LabelSelectorRequirement("tier", .notIn, ["front"])], true),
            ([:], [LabelSelectorRequirement("app", .doesNotExist)], false),
        ] as [([String: String], [LabelSelectorRequirement], Bool)])
    func selectors(labels: [String: String], expressions: [LabelSelectorRequirement], expected: Bool) {
        var selector = LabelSelector(matchLabels: labels)
        selector.matchExpressions = expressions
        #expect(selector.matches(["app": "web"]) == expected)
    }

    @Test("A pod requests its containers' sum, or its largest init container if that is more")
    func requests() throws {
        func container(_ cpu: String, sidecar: Bool = false) throws -> Container {
            var container = Container()
            container.resources.requests["cpu"] = try Quantity(cpu)
            container.restartPolicy = sidecar ? .always : nil
            return container
        }
        var spec = PodSpec()
        spec.containers = [try container("100m"), try container("200m")]
        #expect(spec.requests["cpu"]?.milliValue == 300)
        spec.initContainers = [try container("50m", sidecar: true), try container("1")]
        #expect(spec.requests["cpu"]?.milliValue == 1050)
    }

    @Test("A toleration of everything tolerates; one of another effect doesn't")
    func tolerations() {
        let taint = Taint(key: "dedicated", value: "db", effect: .noSchedule)
        var everything = Toleration()
        everything.operator = .exists
        var other = everything
        other.effect = .noExecute
        var equal = Toleration()
        equal.key = "dedicated"
        equal.value = "db"
        #expect(everything.tolerates(taint) && equal.tolerates(taint) && !other.tolerates(taint))
    }
}
