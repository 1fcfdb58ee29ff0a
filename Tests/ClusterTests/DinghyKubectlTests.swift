import TestSupport
import Testing

extension RealClusters {
    /// What `dinghy kubectl` does where the machine has no kubectl: the common verbs, against the same cluster.
    @Suite("The cluster's own kubectl", .serialized, .cluster("own", workers: 2))
    struct DinghyKubectlTests {
        @Test("create, get, scale, logs, exec and delete")
        func common() async throws {
            let created = try await own(
                "create", "deployment", "echo", "--image=busybox", "--", "sh", "-c", Self.script)
            #expect(created == "deployment.apps/echo created")
            #expect(
                try await own("rollout", "status", "deployment/echo", "--timeout=60s").hasSuffix(
                    "successfully rolled out"))
            #expect(try await own("scale", "deployment/echo", "--replicas=2") == "deployment.apps/echo scaled")
            try await own("rollout", "status", "deployment/echo", "--timeout=60s")
            let pods = try await own("get", "pods", "-l", "app=echo", "-o", "wide", "--no-headers").lines.map(\.words)
            #expect(pods.count == 2)
            #expect(pods.allSatisfy { $0[1] == "1/1" && $0[2] == "Running" && $0[5].hasPrefix("10.244.") })
            #expect(try await own("logs", "deployment/echo").hasSuffix("ready"))
            #expect(try await own("exec", "deploy/echo", "--", "hostname").hasPrefix("echo-"))
            #expect(try await own("exec", "-i", "deploy/echo", "--", "cat", input: "through") == "through")
            #expect(try await attempt("exec", "deploy/echo", "--", "sh", "-c", "exit 5").status == 5)
            #expect(try await own("get", "deploy", "echo", "-o", "jsonpath={.spec.replicas}") == "2")
            #expect(try await own("get", "deploy", "echo", "-o", "yaml").contains("kind: Deployment"))
            #expect(try await own("delete", "deployment", "echo") == "deployment.apps \"echo\" deleted")
            #expect(
                try await attempt("get", "deploy", "echo").errors.contains(
                    "(NotFound): deployments.apps \"echo\" not found"))
        }

        private static let script = "echo ready; trap exit TERM; sleep 9999 & wait"

        @Test("apply, describe, rollout history, restart and undo")
        func apply() async throws {
            let file = ["apply", "-f", "\(Repository.chapters)/01-Objects/web.yaml"]
            #expect(
                try await run(own: file).trimmed
                    == "deployment.apps/web created\nservice/web created\nservice/web-outside created")
            #expect(
                try await run(own: file).trimmed
                    == "deployment.apps/web unchanged\nservice/web unchanged\nservice/web-outside unchanged")
            try await own("rollout", "status", "deployment/web", "--timeout=60s")
            #expect(try await own("exec", "deploy/web", "--", "wget", "-qO-", "http://web").hasPrefix("I am web-"))
            #expect(try await own("describe", "deployment", "web").contains("ScalingReplicaSet"))
            #expect(try await own("describe", "pods", "-l", "app=web").contains("Started container web"))
            #expect(try await own("rollout", "restart", "deployment/web") == "deployment.apps/web restarted")
            try await own("rollout", "status", "deployment/web", "--timeout=60s")
            #expect(
                try await own("rollout", "history", "deployment/web").lines.suffix(2).map { $0.words[0] } == ["1", "2"])
            #expect(try await own("rollout", "undo", "deployment/web") == "deployment.apps/web rolled back")
            try await own("rollout", "status", "deployment/web", "--timeout=60s")
            #expect(try await own("get", "deploy,svc", "-o", "name").lines.contains("service/web-outside"))
            try await run(own: ["delete", "-f", "\(Repository.chapters)/01-Objects/web.yaml"])
            #expect(try await own("get", "deployments") == "No resources found in default namespace.")
        }

        @Test("A shell at a terminal, and a log that goes on")
        func talk() async throws {
            try await own("create", "deployment", "talk", "--image=busybox", "--", "sh", "-c", Self.clock)
            try await own("rollout", "status", "deployment/talk", "--timeout=60s")
            try await withRunning(command(["logs", "-f", "deploy/talk"]), environment: environment) { logs in
                try await logs.prints("tick 3\ntick 4\n")
            }
            let shell = command(["exec", "-it", "deploy/talk", "--", "sh"])
            try await withRunning(shell, environment: environment, onTerminal: true) { shell in
                try await shell.type("stty size\r")
                try await shell.prints("33 99")
                try await shell.type("exit 4\r")
                #expect(try await shell.ends() == 4)
            }
            try await own("delete", "deployment", "talk")
        }

        private static let clock = "trap exit TERM; n=0; while sleep 0.1; do echo tick $n; n=$((n+1)); done"

        // MARK: - Running it

        private var environment: [String] { get throws { ["KUBECONFIG=\(try TestCluster.current.folder)/admin.conf"] } }

        private func command(_ arguments: [String]) -> [String] { [TestCluster.program, "kubectl"] + arguments }

        /// - Returns: what it printed, wherever, without the last line break.
        @discardableResult
        private func own(_ arguments: String..., input: String = "") async throws -> String {
            var result = try await run(own: arguments, input: input)
            if result.output.isEmpty { result.output = result.errors }
            return result.trimmed
        }

        private func attempt(_ arguments: String...) async throws -> ProgramResult {
            try await TestSupport.run(command(arguments), environment: environment)
        }

        @discardableResult
        private func run(own arguments: [String], input: String = "") async throws -> ProgramResult {
            let result = try await TestSupport.run(command(arguments), environment: environment, input: input)
            guard result.status == 0 else { throw TestClusterError("\(arguments): \(result.output)\(result.errors)") }
            return result
        }
    }
}
