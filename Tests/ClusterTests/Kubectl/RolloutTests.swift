import TestSupport
import Testing

// What changes a Deployment: restart, scale, new images, back again.
extension RealClusters.KubectlTests {
    @Test("A restart under load: not one request fails", arguments: KubectlVersion.main)
    func restart(version: KubectlVersion) async throws {
        let user = try await User(version)
        try await user.serveWeb()
        let before = try await user("kubectl get pods -l app=web -o name").lines
        try await user("kubectl run load --image=busybox --restart=Never -- sh -c '\(Self.load)'")
        try await eventually("requests are answered") {
            try await user.attempt("kubectl logs load").output.contains("begun")
        }
        try await user("kubectl rollout restart deployment/web")
        try await user("kubectl rollout status deployment/web --timeout=60s")
        try await eventually("the old pods are gone", within: .seconds(30)) {
            try await Set(user("kubectl get pods -l app=web -o name").lines).isDisjoint(with: before)
        }
        try await user("kubectl exec load -- touch /tmp/stop")
        try await user("kubectl wait --for=jsonpath='{.status.phase}'=Succeeded pod/load")
        let said = try await user("kubectl logs load").lines
        #expect(said.count == 2, "\(said)")
        #expect(said.last?.words.last.flatMap { Int($0) } ?? 0 > 100)
        try await user("kubectl delete pod load")
    }

    /// One request after the other, and a line for each that fails.
    private static let load = """
        n=0; until [ -e /tmp/stop ]; do \
        wget -qO- http://web >/dev/null && n=$((n+1)) || echo failed after $n; \
        [ $n = 10 ] && echo begun; done; echo answered $n
        """

    @Test("scale, set image, history, undo, pause and resume", arguments: KubectlVersion.main)
    func rollout(version: KubectlVersion) async throws {
        let user = try await User(version)
        try await user(
            "kubectl create deployment roll --image=busybox:1 --replicas=2 -- sh -c 'trap exit TERM; sleep 9999 & wait'"
        )
        let done = "kubectl rollout status deployment/roll --timeout=60s"
        try await user(done)
        #expect(try await user("kubectl scale deployment/roll --replicas=3") == "deployment.apps/roll scaled")
        #expect(
            try await user.attempt("kubectl scale deployment/roll --current-replicas=9 --replicas=1").errors.contains(
                "Expected replicas to be 9, was 3"))
        try await user("kubectl wait --for=jsonpath='{.status.readyReplicas}'=3 deployment/roll")
        #expect(
            try await user("kubectl set image deployment/roll busybox=busybox:2")
                == "deployment.apps/roll image updated")
        try await user(done)
        #expect(
            try await user("kubectl rollout history deployment/roll").lines.suffix(2).map { $0.words[0] } == ["1", "2"])
        #expect(try await user("kubectl rollout history deployment/roll --revision=1").contains("busybox:1"))
        #expect(try await user("kubectl rollout undo deployment/roll") == "deployment.apps/roll rolled back")
        try await user(done)
        let image = "kubectl get deployment roll -o jsonpath='{.spec.template.spec.containers[0].image}'"
        #expect(try await user(image) == "busybox:1")
        #expect(
            try await user("kubectl rollout history deployment/roll").lines.suffix(2).map { $0.words[0] } == ["2", "3"])
        try await user("kubectl rollout pause deployment/roll && kubectl set env deployment/roll COLOUR=blue")
        #expect(try await user("kubectl get rs -l app=roll -o name").lines.count == 2)
        try await user("kubectl rollout resume deployment/roll && \(done)")
        #expect(try await user("kubectl get rs -l app=roll -o name").lines.count == 3)
        try await user("kubectl delete deployment roll")
    }

    @Test("delete waits, orphans, or begins with the dependents", arguments: KubectlVersion.all)
    func delete(version: KubectlVersion) async throws {
        let user = try await User(version)
        let create = "kubectl create deployment gone --image=busybox -- sh -c 'trap exit TERM; sleep 9999 & wait'"
        try await user("\(create) && kubectl wait --for=condition=Available deployment/gone --timeout=60s")
        #expect(try await user("kubectl delete deployment gone --cascade=orphan") == "deployment.apps \"gone\" deleted")
        let orphan = try await user("kubectl get rs -l app=gone -o name")
        #expect(try await user("kubectl get \(orphan) -o jsonpath='{.metadata.ownerReferences}'") == "")
        try await user("\(create) && kubectl wait --for=condition=Available deployment/gone --timeout=60s")
        #expect(try await user("kubectl get rs -l app=gone -o name") == orphan, "adopted")
        try await user("kubectl delete deployment gone --cascade=foreground")
        #expect(try await user("kubectl get rs,pods -l app=gone -o name") == "")

        try await user("\(create) && kubectl wait --for=condition=Available deployment/gone --timeout=60s")
        try await user(
            "kubectl delete deployment gone --wait=false && kubectl wait --for=delete pod -l app=gone --timeout=60s")
    }
}
