import TestSupport
import Testing

extension RealClusters {
    /// The main job line by line, as a user types it, with every version of kubectl; the tests are in the files beside this
    /// one. They share a cluster, in which each version has a namespace.
    @Suite(
        "The main job, with each kubectl", .serialized, .cluster("kubectl", workers: 2))
    struct KubectlTests {
        @Test(
            "A web server: applied, spread, reached by name and at the host's port, replaced",
            arguments: KubectlVersion.all)
        func web(version: KubectlVersion) async throws {
            let user = try await User(version)
            let applied = try await user("kubectl apply -f $CHAPTERS/01-Objects/web.yaml")
            #expect(applied == "deployment.apps/web created\nservice/web created\nservice/web-outside created")
            let status = try await user("kubectl rollout status deployment/web --timeout=60s")
            #expect(status.hasSuffix("deployment \"web\" successfully rolled out"))

            let pods = try await user("kubectl get pods -o wide --no-headers").lines.map(\.words)
            #expect(pods.count == 3)
            #expect(pods.allSatisfy { $0[1] == "1/1" && $0[2] == "Running" && $0[5].hasPrefix("10.244.") })
            #expect(Set(pods.map { $0[5] }).count == 3, "one address per pod")
            #expect(Set(pods.map { $0[6] }) == ["worker-1", "worker-2"], "spread, and not on the control plane")

            #expect(try await user("kubectl exec deploy/web -- wget -qO- http://web").hasPrefix("I am web-"))
            try await eventually("the NodePort answers") {
                try await user.attempt("busybox wget -qO- http://$HOST:30080").output.hasPrefix("I am web-")
            }
            try await user("kubectl delete service web-outside")

            #expect(try await user("kubectl delete pod -l app=web").lines.count == 3)
            try await user("kubectl rollout status deployment/web --timeout=60s")
            let next = try await user("kubectl get pods -l app=web --no-headers").lines.map(\.words)
            #expect(Set(next.map { $0[0] }).isDisjoint(with: pods.map { $0[0] }))
            let again = try await user("kubectl apply -f $CHAPTERS/01-Objects/web.yaml")
            #expect(again == "deployment.apps/web unchanged\nservice/web unchanged\nservice/web-outside created")
            try await user("kubectl delete service web-outside")
        }

        @Test("A watch shows pods come and go", arguments: KubectlVersion.all)
        func watch(version: KubectlVersion) async throws {
            let user = try await User(version)
            try await user.serveWeb()
            try await user.running("kubectl get pods -o wide --watch") { watch in
                try await watch.prints("NOMINATED NODE")
                try await user.keep(pod: "seen")
                try await watch.prints("ContainerCreating")
                try await eventually("it runs") {
                    watch.output.lines.contains { $0.hasPrefix("seen ") && $0.contains("Running") }
                }
                try await user("kubectl delete pod seen")
                try await eventually("it goes") {
                    watch.output.lines.contains { $0.hasPrefix("seen ") && $0.contains("Terminating") }
                }
            }
        }
    }
}

extension String {
    var lines: [String] { split(separator: "\n").map(String.init) }
    var words: [String] { split(whereSeparator: \.isWhitespace).map(String.init) }
}
