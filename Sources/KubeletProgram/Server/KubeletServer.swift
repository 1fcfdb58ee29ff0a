import API
import Client
import CRI
import HTTP
import Kubelet
import KubeletContract
import Schema

/// What the API server asks a kubelet: logs, and connections into containers.
///
/// | path | what |
/// |---|---|
/// | `/containerLogs/NAMESPACE/POD/CONTAINER` | the log, also as it grows |
/// | `/exec/…`, `/attach/…`, `/portForward/…` | a connection that is handed on to the container runtime |
/// | `/healthz`, `/pods` | for people |
///
/// Only who shows a certificate of the cluster's authority is answered, and only the API server's own name, or an
/// administrator.
struct KubeletServer: HTTPHandler {
    let pods: PodManager
    let informer: Informer<Pod>
    let runtime: RuntimeClient
    let settings: KubeletSettings

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        let parts = request.target.segments
        if parts == ["healthz"] { return .text("ok") }
        guard let peer = request.peer else { return .text("Unauthorized", status: .unauthorized) }
        guard peer.commonName == "kube-apiserver-kubelet-client" || peer.organizations.contains("system:masters") else {
            return .text("Forbidden (user=\(peer.commonName))", status: .forbidden)
        }
        do {
            return try await answer(request, parts)
        } catch let error as Status {
            return .json(error.document.bytes, status: HTTPStatus(error.code))
        } catch {
            return .text("\(error)", status: .internalError)
        }
    }

    private func answer(_ request: HTTPRequest, _ parts: [String]) async throws -> HTTPResponse {
        switch (parts.first, parts.count) {
        case ("containerLogs", 4): return try log(request, parts)
        case ("exec", 4): return try await exec(request, parts)
        case ("attach", 4): return try await attach(request, parts)
        case ("portForward", 3): return try await portForward(request, parts)
        case ("pods", 1):
            let list: JSON = [
                "kind": "PodList", "apiVersion": "v1", "metadata": [:], "items": .array(informer.all.map(\.document)),
            ]
            return .json(list.bytes)
        default: return .text("404 page not found", status: .notFound)
        }
    }

    private func worker(_ parts: [String]) throws -> PodWorker {
        guard let worker = pods.worker(namespace: parts[1], name: parts[2]) else {
            throw Status.notFound(Pod.kind, name: parts[2])
        }
        return worker
    }

    private func running(_ parts: [String]) throws -> String {
        guard let container = try worker(parts).container(parts[3]), container.isRunning else {
            throw Status.badRequest("container \(parts[3]) in pod \(parts[2]) is not running")
        }
        return container.id
    }

    // MARK: Logs

    private func log(_ request: HTTPRequest, _ parts: [String]) throws -> HTTPResponse {
        let worker = try worker(parts)
        let container = try loggedContainer(worker, parts[3], previous: request.query["previous"] == "true")
        let options = try LogOptions(request.query)
        let path =
            settings.podLogFolder(worker.pod) + "/"
            + KubeletSettings.logPath(container: parts[3], attempt: container.attempt)
        let id = container.id
        return HTTPResponse(
            .ok, headers: ["Content-Type": "text/plain"],
            body: .stream { writer in
                try await LogReader(path: path, options: options).read(
                    isRunning: { worker.container(parts[3]).map { $0.id == id && $0.isRunning } ?? false },
                    write: { try await writer.write($0) })
            })
    }

    private func loggedContainer(
        _ worker: PodWorker, _ name: String, previous: Bool
    ) throws -> PodObservation.Container {
        let pod = worker.pod
        if previous {
            guard let container = worker.previous(name) else {
                throw Status.badRequest(
                    "previous terminated container \"\(name)\" in pod \"\(pod.metadata.name)\" not found")
            }
            return container
        }
        guard let container = worker.container(name), container.state != .created else {
            let waiting = pod.status.containerStatuses.first { $0.name == name }?.state.waiting
            throw Status.badRequest(
                "container \"\(name)\" in pod \"\(pod.metadata.name)\" is waiting to start: "
                    + (waiting?.reason ?? "ContainerCreating"))
        }
        return container
    }

    // MARK: Streams

    private func exec(_ request: HTTPRequest, _ parts: [String]) async throws -> HTTPResponse {
        var exec = ExecRequest()
        exec.containerID = try running(parts)
        exec.cmd = request.query.all("command")
        exec.tty = request.isSet("tty")
        exec.stdin = request.isSet("input")
        exec.stdout = request.isSet("output")
        exec.stderr = request.isSet("error") && !exec.tty
        guard !exec.cmd.isEmpty else { throw Status.badRequest("you must specify at least 1 command") }
        return try await StreamRelay.relay(request, to: try await runtime.exec(exec).url)
    }

    private func attach(_ request: HTTPRequest, _ parts: [String]) async throws -> HTTPResponse {
        var attach = AttachRequest()
        attach.containerID = try running(parts)
        attach.tty = request.isSet("tty")
        attach.stdin = request.isSet("input")
        attach.stdout = request.isSet("output")
        attach.stderr = request.isSet("error") && !attach.tty
        return try await StreamRelay.relay(request, to: try await runtime.attach(attach).url)
    }

    private func portForward(_ request: HTTPRequest, _ parts: [String]) async throws -> HTTPResponse {
        guard let sandbox = try worker(parts).sandbox else { throw Status.badRequest("pod \(parts[2]) is not running") }
        var forward = PortForwardRequest()
        forward.podSandboxID = sandbox.id
        forward.port = request.query.all("port").compactMap { Int($0) }
        return try await StreamRelay.relay(request, to: try await runtime.portForward(forward).url)
    }
}

extension HTTPRequest {
    fileprivate func isSet(_ name: String) -> Bool { ["1", "true"].contains(query[name] ?? "") }
}
