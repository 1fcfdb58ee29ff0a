import API
import Controllers
import Schema
import Services
import Testing

@Suite("Endpoints")
struct EndpointTests {
    @Test(
        "Whether a pod gets traffic is said by three conditions",
        arguments: [
            (false, false, [false, false, false]), (true, false, [true, true, false]),
            (true, true, [false, true, true]),
        ])
    func conditions(isReady: Bool, isGoing: Bool, expected: [Bool]) throws {
        var pod = pod(1, ready: isReady)
        if isGoing { pod.metadata.deletionTimestamp = Time(seconds: 1) }
        let plan = EndpointSlicePlan(ServiceEndpoints(of: service(), pods: [pod]), slices: [])
        let conditions = try #require(plan.create.first?.endpoints.first?.conditions)
        #expect([conditions.ready, conditions.serving, conditions.terminating] == expected)
    }

    @Test("A change of one pod of many writes one slice")
    func minimalWrites() {
        var pods = (0..<250).map { pod($0) }
        let created = EndpointSlicePlan(ServiceEndpoints(of: service(), pods: pods), slices: []).create
        #expect(created.map(\.endpoints.count) == [100, 100, 50])
        #expect(Set(created.map(\.name)).count == 3)
        pods[120] = pod(120, ready: false)
        let plan = EndpointSlicePlan(ServiceEndpoints(of: service(), pods: pods), slices: created)
        #expect(plan.update.count == 1 && plan.create.isEmpty && plan.delete.isEmpty)
        let same = EndpointSlicePlan(ServiceEndpoints(of: service(), pods: Array(pods.reversed())), slices: created)
        #expect(same.update.count == 1)
    }

    @Test("A service without pods has one empty slice, and keeps it")
    func empty() {
        let wanted = ServiceEndpoints(of: service(), pods: [])
        let created = EndpointSlicePlan(wanted, slices: []).create
        #expect(created.count == 1 && created[0].endpoints.isEmpty)
        let again = EndpointSlicePlan(wanted, slices: created)
        #expect(again.create.isEmpty && again.update.isEmpty && again.delete.isEmpty)
    }

    @Test("A named port is looked up in each pod, and may differ")
    func namedPorts() {
        var service = service()
        service.spec.ports[0].targetPort = "http"
        let wanted = ServiceEndpoints(of: service, pods: [pod(1, port: 8080), pod(2, port: 9090), pod(3)])
        let slices = EndpointSlicePlan(wanted, slices: []).create
        #expect(slices.compactMap { $0.ports.first?.port } == [8080, 9090])
        #expect(wanted.endpoints(replacing: nil).subsets.map { $0.ports[0].port } == [8080, 9090])
    }

    private func service() -> Service {
        var service = Service()
        service.metadata.name = "web"
        service.metadata.namespace = "default"
        service.metadata.uid = "service"
        service.spec.selector = ["app": "web"]
        var port = ServicePort()
        port.port = 80
        service.spec.ports = [port]
        return service
    }

    private func pod(_ number: Int, ready: Bool = true, port: Int? = nil) -> Pod {
        var pod = Pod()
        pod.metadata.name = "web-\(1000 + number)"
        pod.metadata.uid = "uid-\(number)"
        pod.status.podIP = "10.244.\(number / 250).\(number % 250)"
        pod.status.phase = .running
        pod.status.conditions.set(PodCondition(.ready, ready ? .true : .false), at: Time(seconds: 1))
        pod.spec.containers = [Container()]
        if let port {
            var named = ContainerPort()
            named.name = "http"
            named.containerPort = port
            named.protocol = .tcp
            pod.spec.containers[0].ports = [named]
        }
        return pod
    }
}
